use super::stand_in::{Clients, HOST, each, failure, failures};
use crate::programs::{assert_ends, assert_lives};
use ecr_abi::calls;
use local_ecr::Settings;
use serde_json::json;
use std::fs;

/// The file that the child of the client that hangs holds for as long as it lives.
const BEATS: &str = "records/0/beats";

#[test]
fn a_client_that_hangs_is_ended_with_its_children_and_the_next_one_goes_on() {
    let clients = Clients::docker();
    let answer = clients.connect_with(&[("STAND_IN", "hang")], json!({ "tool_timeout_ms": 3000 }));
    let error = failure(&answer);
    assert_eq!((error["code"].as_str(), error["retryable"].as_bool()), (Some("ToolTimeout"), Some(true)));
    assert!(error["message"].as_str().unwrap().contains("within 3 s"), "{error}");
    assert_ends(&clients.path(BEATS));
    assert_eq!(each(&clients.connect(json!({})), "status"), ["Succeeded"]);
}

#[test]
fn cancelling_the_call_ends_the_client_with_its_children() {
    let clients = Clients::docker();
    let request = clients.request("connect", &[("STAND_IN", "hang")], json!({ "tool_timeout_ms": 0 }));
    let call = calls::start(request.to_string().as_bytes());
    assert_lives(&clients.path(BEATS));
    calls::cancel(call);
    assert_ends(&clients.path(BEATS));
    assert_eq!(each(&clients.connect(json!({})), "status"), ["Succeeded"]);
}

#[test]
fn a_client_that_talks_without_end_is_ended() {
    let clients = Clients::docker();
    let answer = clients.connect_with(&[("STAND_IN", "chat")], json!({}));
    let error = failure(&answer);
    assert_eq!(error["code"], "ToolFailed");
    assert!(error["message"].as_str().unwrap().contains("more than 1 MiB"), "{error}");
}

#[test]
fn a_program_that_cannot_be_started_is_told() {
    let clients = Clients::docker();
    let path = clients.path("no-program");
    fs::write(&path, "").unwrap();
    let answer = clients.connect(json!({ "tool_path": path }));
    let error = failure(&answer);
    assert_eq!(error["code"], "ToolFailed");
    assert!(error["message"].as_str().unwrap().contains("could not be started"), "{error}");
}

#[test]
fn one_registry_that_fails_does_not_stop_the_others() {
    let ids = ["111111111111", "222222222222", "333333333333"];
    let clients = Clients::new(Settings::default(), &["docker"]);
    let steps = format!("keep\nonly {}\nfail", ids[1]);
    let answer = clients.connect_with(&[("STAND_IN", &steps)], json!({ "registry_ids": ids }));
    let host = |id: &str| HOST.replace("111122223333", id);
    assert_eq!(each(&answer, "registry"), [host(ids[0]), host(ids[2])]);
    assert_eq!(failures(&answer), [("ToolFailed", vec![host(ids[1]).as_str()])]);
}
