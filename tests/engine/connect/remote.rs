//! Clients that other machines run: what each has to run, and what came of it.

use super::stand_in::{Clients, HOST};
use crate::support::ask;
use local_ecr::ACCOUNT;
use serde_json::{Value, json};

/// What machines have to run, without a client on this one.
fn steps(op: &str, mut fields: Value) -> Value {
    let clients = Clients::new(local_ecr::Settings::default(), &[]);
    fields["remote"] = true.into();
    let answer = ask(&clients.request(op, &[], fields));
    assert!(clients.runs().is_empty());
    answer
}

fn ended(fields: Value) -> Value {
    let mut ended = json!({ "machine": "web1", "registry": HOST, "logs_in": true, "tool": "docker" });
    ended.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    ask(&json!({ "version": 1, "op": "remote_ended", "ended": ended }))
}

#[test]
fn a_login_is_told_with_its_password_for_each_client_there_may_be() {
    let answer = steps("connect", json!({ "registry_ids": [ACCOUNT], "config_path": null }));
    let step = &answer["ok"]["steps"][0];
    assert_eq!(step["registry"], HOST, "{answer}");
    assert!(step["password"].as_str().is_some_and(|password| !password.is_empty()));
    assert!(step["expires_at"].is_number());
    let tools: Vec<_> = step["commands"].as_array().unwrap().iter().map(|command| &command["tool"]).collect();
    assert_eq!(tools, ["docker", "podman", "nerdctl", "finch"]);
    assert_eq!(step["commands"][0]["arguments"], json!(["login", "--username", "AWS", "--password-stdin", HOST]));
}

#[test]
fn the_paths_are_those_of_the_machines() {
    let fields = json!({ "registry_ids": [ACCOUNT], "tool_path": "C:\\bin\\podman.exe", "config_path": "~/nowhere" });
    let answer = steps("connect", fields);
    let commands = answer["ok"]["steps"][0]["commands"].as_array().unwrap();
    assert_eq!(commands.len(), 1, "{answer}");
    let arguments = commands[0]["arguments"].as_array().unwrap();
    assert!(arguments.contains(&json!("--authfile")) && arguments.contains(&json!("<folder>/<file>")), "{answer}");

    let crane = json!({ "registry_ids": [ACCOUNT], "tool": "crane", "config_path": "/x/auth.json" });
    assert_eq!(steps("connect", crane)["error"]["code"], "InvalidParameter");
}

#[test]
fn a_logout_needs_no_service() {
    let answer = steps("disconnect", json!({ "registry_ids": [ACCOUNT], "tool": "docker", "config_path": null }));
    let step = &answer["ok"]["steps"][0];
    assert_eq!(step["commands"][0]["arguments"], json!(["logout", HOST]), "{answer}");
    assert_eq!((&step["password"], &step["expires_at"]), (&Value::Null, &Value::Null));
}

#[test]
fn what_would_fail_before_anybody_is_asked_fails_in_the_plan_too_but_for_the_client() {
    for op in ["connect", "disconnect"] {
        let planned = steps(op, json!({ "registry_ids": [ACCOUNT], "tool_path": "/nowhere/docker", "plan": true }));
        assert_eq!(planned["ok"]["planned"][0]["hosts"], json!([HOST]), "{planned}");
        let bad = steps(op, json!({ "registry_ids": ["$(id)"], "plan": true }));
        assert_eq!(bad["error"]["code"], "InvalidRegistryName", "{bad}");
    }
}

#[test]
fn a_client_that_ended_well_did_what_it_was_run_for() {
    for (fields, status) in [
        (json!({ "exit_code": 0 }), "Succeeded"),
        (json!({ "exit_code": 0, "logs_in": false, "said": "Removed login credentials for h" }), "Removed"),
        (json!({ "exit_code": 0, "logs_in": false, "said": "Removing login credentials for h" }), "Unknown"),
        (json!({ "exit_code": 0, "logs_in": false }), "Unknown"),
        (json!({ "exit_code": 0, "logs_in": false, "said": "Not logged in to h" }), "NotFound"),
        (json!({ "exit_code": 125, "logs_in": false, "said": "Error: not logged into h" }), "NotFound"),
    ] {
        let answer = ended(fields.clone());
        assert_eq!(answer["ok"]["logins"][0]["status"], status, "{fields}: {answer}");
        assert_eq!(answer["ok"]["logins"][0]["registry"], HOST);
    }
    let answer = ended(json!({ "exit_code": 0, "expires_at": 5.0, "config_path": "/there" }));
    assert_eq!(answer["ok"]["logins"][0]["expires_at"], 5.0);
    assert_eq!(answer["ok"]["logins"][0]["config_path"], "/there");
}

#[test]
fn a_client_that_failed_is_quoted_with_cause_and_remedy_and_without_the_password() {
    let said = "the password hunter2-hunter2 was refused: 401 Unauthorized";
    let answer = ended(json!({ "exit_code": 1, "said": said, "password": "hunter2-hunter2" }));
    let error = &answer["ok"]["failures"][0]["error"];
    assert_eq!(error["code"], "ToolFailed", "{answer}");
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with("web1: docker could not log in to ") && message.contains("exit code 1"), "{message}");
    assert!(message.contains("401 Unauthorized") && !answer.to_string().contains("hunter2"), "{answer}");
    assert!(error["hint"].as_str().unwrap().contains("clock"), "{answer}");
}

#[test]
fn what_kept_a_client_from_its_end_is_told() {
    for (trouble, code) in [
        ("missing", "ToolNotFound"),
        ("start", "ToolFailed"),
        ("hung", "ToolTimeout"),
        ("chatty", "ToolFailed"),
        ("config_is_file", "InvalidParameter"),
        ("config_is_folder", "InvalidParameter"),
    ] {
        let answer = ended(json!({ "trouble": trouble, "said": "why" }));
        let error = &answer["ok"]["failures"][0]["error"];
        assert_eq!(error["code"], code, "{trouble}: {answer}");
        assert!(error["message"].as_str().unwrap().starts_with("web1: "), "{answer}");
        assert_eq!(answer["ok"]["failures"][0]["registry_ids"], json!([HOST]));
    }
    for op in ["remote_ended", "remote_broken"] {
        let answer = ask(&json!({ "version": 1, "op": op }));
        assert_eq!(answer["error"]["code"], "InvalidParameter", "{answer}");
    }
}

fn broken(said: &Value) -> Value {
    let hosts = [HOST, "111122223333.dkr.ecr.us-west-2.amazonaws.com"];
    let broken =
        json!({ "machine": "web1", "registries": hosts, "passwords": ["open sesame", "hunter2"], "said": said });
    let answer = ask(&json!({ "version": 1, "op": "remote_broken", "broken": broken }));
    assert_eq!((&answer["ok"]["logins"], &answer["ok"]["failures"][1]), (&json!([]), &Value::Null), "{answer}");
    assert_eq!(answer["ok"]["failures"][0]["registry_ids"], json!(hosts));
    answer["ok"]["failures"][0]["error"].clone()
}

#[test]
fn a_run_that_broke_off_is_one_failure_of_all_its_hosts_quoted_without_what_it_was_given() {
    let said = "boom\r\n\u{1b}[31mgot open sesame\nand hunter2, near wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY ";
    let error = broken(&json!(format!("{said}{}", "no ".repeat(1000))));
    assert_eq!(error["code"], "RemoteFailed", "{error}");
    let message = error["message"].as_str().unwrap();
    let start = "web1: its PowerShell did not run the client to an end: boom [31mgot *** and ***, near *** no no";
    assert!(message.starts_with(start) && message.ends_with("...") && message.len() < 1100, "{message}");
    assert!(error["hint"].as_str().unwrap().contains("may hold the login or not"), "{error}");
    assert!(broken(&Value::Null)["message"].as_str().unwrap().ends_with(": it gave no result."));
}
