use super::stand_in::{Clients, HOST, each, failure};
use crate::programs::STATUS;
use crate::support::ask;
use ecr_abi::calls;
use local_ecr::{ACCOUNT, Settings, Token};
use serde_json::json;
use std::fs;
use std::time::Duration;

fn with_password(password: &str) -> Clients {
    let token = Token { password: Some(password.into()), ..Token::default() };
    Clients::new(Settings { tokens: [(ACCOUNT.into(), token)].into(), ..Settings::default() }, &["docker"])
}

#[test]
fn the_password_arrives_on_standard_input_as_it_is() {
    for password in
        ["plain", "a:b=\"\\$(id)'", "\u{e4}\u{1F600}", " spaces ", "ends in a newline\n", &"x".repeat(200_000)]
    {
        let clients = with_password(password);
        assert_eq!(each(&clients.connect(json!({})), "status"), ["Succeeded"]);
        assert_eq!(clients.runs()[0].input, password.as_bytes());
    }
}

#[test]
fn the_password_stands_neither_in_arguments_nor_in_variables_nor_in_the_answer() {
    let clients = with_password("hunter2-the-password");
    let answer = clients.connect(json!({ "debug": true }));
    let run = &clients.runs()[0];
    assert_eq!(run.input, b"hunter2-the-password");
    assert!(!run.arguments.concat().contains("hunter2") && !run.variables.contains("hunter2"));
    assert!(!answer.to_string().contains("hunter2"));
}

#[test]
fn an_empty_password_never_reaches_a_client() {
    let clients = with_password("");
    let answer = clients.connect(json!({}));
    assert_eq!(failure(&answer)["code"], "InvalidToken", "{answer}");
    assert!(clients.runs().is_empty());
}

#[test]
fn what_a_client_says_is_passed_on_without_the_password() {
    // The first is hidden because it is the password, the second because it looks like one.
    for password in ["hunter2 hunter3", "eyJwYXlsb2FkIjoiRVhBTVBMRSJ9"] {
        let clients = with_password(password);
        let answer = clients.connect_with(&[("STAND_IN", "fail")], json!({}));
        let error = failure(&answer);
        assert_eq!(error["code"], "ToolFailed");
        let message = error["message"].as_str().unwrap();
        let cause = "400 Bad Request: the token does not fit the registry; it ended with";
        let said = "WARNING: the password *** is refused: 400 Bad Request.";
        assert_eq!(message, format!("docker could not log in to {HOST}: {cause} {STATUS}: 3: {said}"));
        assert!(error["hint"].as_str().unwrap().contains("same region"), "{error}");
        assert!(!answer.to_string().contains(password));
    }
}

#[test]
fn the_list_of_processes_shows_no_password_during_a_login() {
    let clients = with_password("hunter2-the-password");
    let request = clients.request("connect", &[("STAND_IN", "wait 500\nkeep")], json!({}));
    let call = calls::start(request.to_string().as_bytes());
    let mut seen = 0;
    while calls::wait(call, Some(Duration::from_millis(5))) == calls::Waited::NotYet {
        seen += usize::from(assert_no_process_shows("hunter2", "docker"));
    }
    assert!(calls::take(call).contains("Succeeded"));
    assert!(seen > 0 || cfg!(not(target_os = "linux")), "the client was seen {seen} times");
}

/// Whether a process of that name was there.
fn assert_no_process_shows(secret: &str, program: &str) -> bool {
    let mut seen = false;
    for process in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let text =
            |name: &str| String::from_utf8_lossy(&fs::read(process.path().join(name)).unwrap_or_default()).into_owned();
        let (arguments, variables) = (text("cmdline"), text("environ"));
        assert!(!arguments.contains(secret) && !variables.contains(secret), "{arguments}");
        seen |= arguments.contains(program) && variables.contains("STAND_IN=wait 500");
    }
    seen
}

#[test]
fn an_unverified_connection_is_warned_of() {
    let clients = Clients::docker();
    let answer = ask(&clients.request("connect", &[], json!({ "skip_certificate_check": true })));
    assert_eq!(answer["log"][0]["level"], "warning", "{answer}");
}
