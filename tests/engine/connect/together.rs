use super::stand_in::Clients;
use crate::support::ask;
use local_ecr::Settings;
use serde_json::{Value, json};
use std::process::{Command, Stdio};
use std::{env, fs, thread};

/// Names the file of the request that a child process of this test answers.
const REQUEST: &str = "ECRLOGIN_TEST_REQUEST";

/// Two requests for ten registries each, with a client that loses what others write meanwhile.
fn requests(clients: &Clients) -> [Value; 2] {
    clients.write_config(&json!({
        "auths": { "before.example": { "auth": "eA==" } }, "unknown": { "kept": [1, "two"] },
    }));
    clients.set_mode(0o640);
    [0, 10].map(|first| {
        let ids: Vec<String> = (first..first + 10).map(|number| format!("{number:012}")).collect();
        let more = json!({ "tool": "nerdctl", "registry_ids": ids });
        clients.request("connect", &[("STAND_IN", "slow")], more)
    })
}

fn assert_nothing_is_lost(clients: &Clients) {
    let config = clients.read_config();
    let auths = config["auths"].as_object().unwrap();
    assert_eq!(auths.len(), 21, "{config}");
    assert!(auths.contains_key("before.example") && config["unknown"] == json!({ "kept": [1, "two"] }));
    clients.assert_mode(0o640);
}

#[test]
fn two_calls_for_one_config_lose_nothing() {
    let clients = Clients::new(Settings::default(), &["nerdctl"]);
    thread::scope(|scope| {
        for request in requests(&clients) {
            scope.spawn(move || assert_eq!(ask(&request)["ok"]["failures"], json!([])));
        }
    });
    assert_nothing_is_lost(&clients);
}

#[test]
fn two_processes_for_one_config_lose_nothing() {
    if let Some(request) = env::var_os(REQUEST) {
        let request = serde_json::from_slice(&fs::read(request).unwrap()).unwrap();
        assert_eq!(ask(&request)["ok"]["failures"], json!([]));
        return;
    }
    let clients = Clients::new(Settings::default(), &["nerdctl"]);
    let children = requests(&clients).map(|request| {
        let file = clients.path(request["registry_ids"][0].as_str().unwrap());
        fs::write(&file, request.to_string()).unwrap();
        Command::new(env::current_exe().unwrap())
            .args(["--exact", "connect::together::two_processes_for_one_config_lose_nothing"])
            .env(REQUEST, &file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    });
    for child in children {
        let output = child.wait_with_output().unwrap();
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && printed.contains("1 passed"), "{printed}");
    }
    assert_nothing_is_lost(&clients);
}
