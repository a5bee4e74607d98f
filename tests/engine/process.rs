//! `credential_process`: run without a shell, in the request's environment, and never for ever.

use crate::home::{USER_KEY, USER_SECRET, assert_error, settings, sha256, world};
use crate::programs::{CLIENT, STATUS, arguments, assert_ends, assert_lives, put};
use crate::support::{World, each};
use ecr_abi::calls;
use local_ecr::{ACCESS_KEY, Key, SECRET_KEY};
use serde_json::{Value, json};
use std::fs;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// What a program prints that gives the user's keys.
fn keys() -> String {
    json!({ "Version": 1, "AccessKeyId": USER_KEY, "SecretAccessKey": USER_SECRET }).to_string()
}

/// A profile `p` whose process is the stand-in, with these words after it.
fn started_with(words: &str) -> World {
    let world = world("");
    let program = put(CLIENT, world.home.path(), "my program");
    world.write("config", format!("[profile p]\ncredential_process = \"{}\" {words}\n", program.display()));
    world
}

/// The answer when the process takes these steps.
fn ask(world: &World, steps: &str) -> Value {
    ask_with(world, steps, &[])
}

fn ask_with(world: &World, steps: &str, more: &[(&str, &str)]) -> Value {
    world.ask_with(&[&[("STAND_IN", steps)], more].concat(), json!({ "profile": "p" }))
}

/// The steps of a process that prints a file with this text.
fn printing(world: &World, text: &str) -> String {
    format!("file {}", world.write("printed", text).display())
}

/// The error of a process that takes these steps; it must hold no secret.
fn refused(world: &World, steps: &str) -> Value {
    let answer = ask(world, steps);
    assert!(!answer.to_string().contains(SECRET), "{answer}");
    assert_error(&answer["error"], "CredentialsFailed", &["credential_process", "'p'"]);
    answer["error"].clone()
}

#[test]
fn keys_that_it_prints_sign_the_call() {
    let world = started_with("");
    let answer = ask(&world, &printing(&world, &keys()));
    assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
    assert_eq!(world.signer(), USER_KEY);
    assert_eq!(answer["ok"]["info"]["credentials_source"], "credential_process of the profile 'p'");
}

#[test]
fn temporary_keys_come_with_their_token() {
    let keys = json!({
        "Version": 1, "AccessKeyId": "ASIAPROCESSEXAMPLE00", "SecretAccessKey": SECRET,
        "SessionToken": "process-token", "Expiration": "2099-01-01T00:00:00+00:00",
    });
    let world = started_with("");
    let mut settings = settings();
    let key = Key { session_token: Some("process-token".into()), ..Key::new(SECRET) };
    settings.keys.insert("ASIAPROCESSEXAMPLE00".into(), key);
    world.ecr.set(settings);
    let steps = printing(&world, &format!("\u{feff}{keys}"));
    assert_eq!(each(&ask(&world, &steps), "username"), ["AWS"]);
    assert_eq!(world.token_call().session_token_sha256, Some(sha256("process-token")));
}

/// A file of the first start that was recorded below the home.
fn recorded(world: &World, file: &str) -> String {
    fs::read_to_string(world.home.path().join("0").join(file)).unwrap()
}

fn ask_recorded(world: &World, more: &[(&str, &str)]) -> Value {
    let records = world.home.path().to_str().unwrap();
    ask_with(world, &printing(world, &keys()), &[&[("STAND_IN_RECORDS", records)], more].concat())
}

#[test]
fn words_are_split_by_their_quotes_and_no_shell_reads_them() {
    let (words, wanted) = if cfg!(windows) {
        (
            r#""two words" it' 's a\ b %HOME% * | > ^& "say \"so\"" C:\x\"#,
            &["two words", "it'", "'s", "a\\", "b", "%HOME%", "*", "|", ">", "^&", "say \"so\"", "C:\\x\\"][..],
        )
    } else {
        (
            r#""two words" 'it is' a\ b $HOME * | > `id` "say \"so\"""#,
            &["two words", "it is", "a b", "$HOME", "*", "|", ">", "`id`", "say \"so\""][..],
        )
    };
    let world = started_with(words);
    let answer = ask_recorded(&world, &[]);
    assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
    assert_eq!(arguments(&world.home.path().join("0")), wanted);
}

#[test]
fn it_has_the_environment_of_the_request_and_nothing_to_read() {
    let world = started_with("");
    ask_recorded(&world, &[("MY_VARIABLE", "of the request")]);
    let variables = recorded(&world, "variables");
    assert!(variables.contains("MY_VARIABLE=of the request\n") && !variables.contains("CARGO"), "{variables}");
    assert_eq!((world.signer(), recorded(&world, "input")), (USER_KEY.to_owned(), String::new()));
}

/// Signals are Unix's. Only words that the shell knows itself: some shells unblock signals before they start a program.
#[cfg(unix)]
#[test]
fn no_signal_is_blocked_in_it() {
    let world = world("");
    let script = world.write("script", format!("kill -TERM $$\necho '{}'\n", keys()));
    world.write("config", format!("[profile p]\ncredential_process = /bin/sh {}\n", script.display()));
    assert_error(&refused(&world, ""), "CredentialsFailed", &["signal: 15"]);
}

#[test]
fn what_is_no_keys_is_told_without_repeating_it() {
    let version_2 = keys().replace("\"Version\":1", "\"Version\":2");
    let with = |more: &str| keys().replace("\"Version\"", &format!("{more},\"Version\""));
    let table = [
        (String::new(), "did not print keys"),
        (json!([1, USER_KEY, SECRET, null, null]).to_string(), "did not print keys"),
        (format!("not JSON {SECRET}"), "did not print keys"),
        (format!("{{\"Version\":1,\"AccessKeyId\":\"{SECRET}\"}}"), "did not print keys"),
        (version_2, "another version than 1"),
        (with("\"Expiration\":\"2020-01-01T00:00:00Z\""), "expired"),
        (with(&format!("\"Expiration\":\"{SECRET}\"")), "no ISO 8601 time"),
    ];
    for (text, why) in table {
        let world = started_with("");
        assert_error(
            &refused(&world, &printing(&world, &text)),
            "CredentialsFailed",
            &[why, "Run the command by hand"],
        );
    }
}

#[test]
fn what_is_printed_without_end_is_not_read() {
    for steps in ["chat", "shout"] {
        assert_error(&refused(&started_with(""), steps), "CredentialsFailed", &["more than 1 MiB"]);
    }
}

#[test]
fn what_it_says_of_a_failure_is_told_without_secrets() {
    let steps = format!(
        "say vault is sealed: {SECRET} password=hunter2 http://me:hunter2@proxy:3128/\n\
         say {{\"SecretAccessKey\": \"hunter2\"}}\nexit 3"
    );
    let error = refused(&started_with(""), &steps);
    assert_error(&error, "CredentialsFailed", &[&format!("{STATUS}: 3"), "vault is sealed:", "***"]);
    assert!(!error.to_string().contains("hunter2"), "{error}");
}

#[test]
fn a_program_is_not_looked_for_in_the_working_directory() {
    let world = world("[profile p]\ncredential_process = credential-program\n");
    let program = put(CLIENT, world.home.path(), "credential-program");
    let folder = program.parent().unwrap().to_str().unwrap();
    let steps = printing(&world, &keys());
    let more = json!({ "profile": "p", "cwd": folder });
    for relative in [".", ""] {
        let path = std::env::join_paths([relative, "/usr/bin"]).unwrap();
        let variables = [("STAND_IN", steps.as_str()), ("PATH", path.to_str().unwrap())];
        let answer = world.ask_with(&variables, more.clone());
        assert_error(&answer["error"], "CredentialsFailed", &["could not be started", "not on PATH"]);
    }
    let answer = world.ask_with(&[("STAND_IN", &steps), ("PATH", folder)], more);
    assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
}

#[test]
fn a_program_that_is_not_there_is_told() {
    for (command, words) in [
        ("/nowhere/program --x", &["could not be started"][..]),
        ("no-such-program-anywhere", &["could not be started"]),
        ("\"\"", if cfg!(windows) { &["no command line"] } else { &["could not be started"] }),
        // Windows takes an open quote for one that ends with the line.
        (
            "no-such-program-anywhere \"unclosed",
            if cfg!(windows) { &["could not be started"] } else { &["no command line"] },
        ),
    ] {
        let world = world(&format!("[profile p]\ncredential_process = {command}\n"));
        assert_error(&refused(&world, ""), "CredentialsFailed", words);
    }
}

#[test]
fn cancelling_kills_it_and_its_children() {
    let world = started_with("");
    let records = world.home.path().to_str().unwrap();
    let env = [("STAND_IN", "hang"), ("STAND_IN_RECORDS", records)];
    let call = calls::start(world.request_with(&env, json!({ "profile": "p" })).to_string().as_bytes());
    let beat = world.home.path().join("0/beats");
    assert_lives(&beat);
    calls::cancel(call);
    assert_ends(&beat);
}

#[test]
fn keys_that_were_refused_are_asked_for_again() {
    let world = started_with("");
    let steps = printing(&world, &keys());
    assert_eq!(each(&ask(&world, &steps), "username"), ["AWS"]);
    let mut settings = settings();
    settings.keys.remove(USER_KEY);
    world.ecr.set(settings);
    printing(&world, &keys().replace(USER_KEY, ACCESS_KEY).replace(USER_SECRET, SECRET_KEY));
    let answer = ask(&world, &steps);
    assert_eq!(each(&answer, "username"), ["AWS"]);
    assert_eq!(answer["ok"]["info"]["calls"], 2);
    assert_eq!(world.signer(), ACCESS_KEY);
}

#[test]
fn what_goes_on_in_the_background_takes_no_good_keys_away() {
    let world = started_with("");
    let steps = format!("leave\n{}", printing(&world, &keys()));
    let records = world.home.path().to_str().unwrap();
    assert_eq!(each(&ask_with(&world, &steps, &[("STAND_IN_RECORDS", records)]), "username"), ["AWS"]);
}

#[test]
fn keys_that_cannot_stand_in_a_header_are_an_error() {
    let world = started_with("");
    let steps = printing(&world, &keys().replace(USER_KEY, "AKIA\u{e4}"));
    assert_eq!(ask(&world, &steps)["error"]["code"], "CredentialsFailed");
}
