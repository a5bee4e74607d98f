//! The control interface and the program.

mod common;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use common::{send, tokens};
use local_ecr::{Call, LocalEcr, Settings};
use serde_json::{Value, json};

fn control(url: &str, method: &str, what: &str, body: &str) -> common::Reply {
    send(method, &format!("{url}/_control{what}"), &[], body).unwrap()
}

#[test]
fn settings_are_replaced_shown_and_reset() {
    let ecr = LocalEcr::start(Settings::default());
    let wanted = json!({
        "tokens": {"000000000001": {"password": "x", "omit": ["expiresAt"]}},
        "order": "reversed",
        "fault": {"kind": "reset", "at": "body"},
        "fault_count": 3,
        "keys": {"AKIATEST": {"secret": "s"}},
    });
    let reply = control(ecr.url(), "PUT", "/settings", &wanted.to_string());
    assert_eq!(reply.status, 200);
    let shown = control(ecr.url(), "GET", "/settings", "").json();
    assert_eq!(shown["fault"], wanted["fault"]);
    assert_eq!(shown["keys"].as_object().unwrap().len(), 1);
    assert_eq!(shown["default_account"], "111122223333");

    control(ecr.url(), "DELETE", "/settings", "");
    let shown = control(ecr.url(), "GET", "/settings", "").json();
    assert_eq!(shown["fault"], Value::Null);
}

#[test]
fn a_mistake_in_the_settings_is_named_and_changes_nothing() {
    let ecr = LocalEcr::start(Settings::default());
    for wrong in [
        r#"{"faults": {}}"#,
        r#"{"fault": {"kind": "unheard_of"}}"#,
        r#"{"fault": {"kind": "slow", "delay_ms": 1, "at": "body"}}"#,
        "{",
    ] {
        let reply = control(ecr.url(), "PUT", "/settings", wrong);
        assert_eq!(reply.status, 400, "{wrong}");
        assert!(reply.json()["error"].is_string());
    }
    assert_eq!(control(ecr.url(), "GET", "/nothing", "").status, 404);
    assert_eq!(tokens(ecr.url(), &[]).unwrap().status, 200);
}

#[test]
fn records_are_read_and_cleared_and_the_control_interface_is_not_in_them() {
    let ecr = LocalEcr::start(Settings::default());
    tokens(ecr.url(), &["000000000001"]).unwrap();
    let calls = control(ecr.url(), "GET", "/calls", "").json();
    let calls: Vec<Call> = serde_json::from_value(calls).unwrap();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].registry_ids, ["000000000001"]);

    let connections = control(ecr.url(), "GET", "/connections", "").json();
    assert_eq!(connections["accepted"], 1);
    assert_eq!(connections["aborted"], 0);
    assert_eq!(connections["max_in_flight"], 1);

    control(ecr.url(), "DELETE", "/calls", "");
    control(ecr.url(), "DELETE", "/connections", "");
    assert!(ecr.calls().is_empty());
    assert_eq!(ecr.connections().accepted, 0);
}

#[test]
fn the_program_says_where_it_listens_and_ends_with_its_parent() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_local_ecr"))
        .args(["--parent-stdin", "--settings"])
        .arg(r#"{"default_account": "000000000007"}"#)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut output = BufReader::new(program.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    let url = line.strip_prefix("listening on ").unwrap().trim();
    let json = tokens(url, &[]).unwrap().json();
    assert_eq!(json["authorizationData"][0]["proxyEndpoint"], "https://000000000007.dkr.ecr.eu-west-1.amazonaws.com");

    drop(program.stdin.take());
    assert!(program.wait().unwrap().success());
}

#[test]
fn the_program_makes_certificates_and_listens_with_them() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("program");
    let program = || Command::new(env!("CARGO_BIN_EXE_local_ecr"));
    assert!(program().arg("certs").arg(&folder).args(["--name", "some.example"]).status().unwrap().success());
    let mut running = program()
        .args(["--parent-stdin", "--proxy", "--tls"])
        .args([folder.join("good.pem"), folder.join("good.key")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(running.stdout.take().unwrap()).lines();
    let lines: Vec<String> = lines.take(3).map(Result::unwrap).collect();
    drop(running.stdin.take());
    assert!(running.wait().unwrap().success());
    std::fs::remove_dir_all(&folder).unwrap();
    for (line, start) in lines.iter().zip(["listening on http://", "listening on https://", "proxy on http://"]) {
        assert!(line.starts_with(start), "{line}");
    }
}

#[test]
fn the_program_refuses_what_it_does_not_know() {
    for arguments in [&["--what"][..], &["--settings"], &["--settings", "{"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_local_ecr")).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty());
    }
}
