//! Lists of registries as users keep them in files.

use super::stand_in::{Clients, HOST, each, failures};
use crate::support::{World, each as tokens};
use local_ecr::{ACCOUNT, Settings};
use serde_json::{Value, json};

#[test]
fn blank_lines_and_comments_are_passed_over() {
    let list = json!(["# our images", "", "  ", format!("{HOST}/app:1  # the application"), "\t# nothing", ACCOUNT]);
    let clients = Clients::docker();
    let answer = clients.connect(json!({ "registry_ids": list }));
    assert_eq!((each(&answer, "registry"), failures(&answer)), (vec![HOST], vec![]), "{answer}");
    let answer = clients.disconnect(json!({ "registry_ids": list }));
    assert_eq!((each(&answer, "status"), failures(&answer)), (vec!["Removed"], vec![]), "{answer}");
    let world = World::new(Settings::default());
    let answer = world.ask(json!({ "registry_ids": ["# accounts", ACCOUNT, "", "222222222222 # the other"] }));
    assert_eq!(tokens(&answer, "registry_id"), [ACCOUNT, "222222222222"]);
}

#[test]
fn what_names_no_registry_of_ecr_is_one_failure_and_the_others_are_done() {
    let list = json!(["nginx:latest", HOST, "docker.io/library/app", "$(id)"]);
    let bad = ["nginx:latest", "docker.io/library/app", "$(id)"].map(|name| ("InvalidRegistryName", vec![name]));
    let clients = Clients::docker();
    let answer = clients.connect(json!({ "registry_ids": list }));
    assert_eq!((each(&answer, "registry"), failures(&answer)), (vec![HOST], bad.to_vec()), "{answer}");
    let answer = clients.disconnect(json!({ "registry_ids": list }));
    assert_eq!((each(&answer, "status"), failures(&answer)), (vec!["Removed"], bad.to_vec()), "{answer}");
    let world = World::new(Settings::default());
    let answer = world.ask(json!({ "registry_ids": ["nginx:latest", ACCOUNT] }));
    assert_eq!(tokens(&answer, "registry_id"), [ACCOUNT]);
    assert_eq!(answer["ok"]["failures"][0]["error"]["code"], "InvalidRegistryId", "{answer}");
    assert_eq!(answer["ok"]["failures"][0]["registry_ids"], json!(["nginx:latest"]));
}

#[test]
fn a_list_of_nothing_but_bad_names_is_an_error_with_every_reason() {
    let clients = Clients::docker();
    for op in ["connect", "disconnect"] {
        let answer =
            crate::support::ask(&clients.request(op, &[], json!({ "registry_ids": ["docker.io/app", "$(id)"] })));
        assert_eq!(answer["error"]["code"], "InvalidRegistryName", "{op}: {answer}");
        assert_eq!(answer["error"]["details"].as_array().map(Vec::len), Some(2), "{answer}");
    }
    assert!(clients.world.ecr.calls().is_empty() && clients.runs().is_empty());
}

/// Without a name it would be the caller's own registry.
#[test]
fn a_list_of_comments_is_not_the_callers_own_registry() {
    let clients = Clients::docker();
    for (op, code) in
        [("connect", "InvalidRegistryName"), ("disconnect", "InvalidRegistryName"), ("tokens", "InvalidRegistryId")]
    {
        let mut request = clients.request(op, &[], json!({ "registry_ids": ["# none", ""] }));
        if op == "tokens" {
            request["config_path"] = Value::Null;
        }
        let answer = crate::support::ask(&request);
        assert_eq!(answer["error"]["code"], code, "{op}: {answer}");
    }
    assert!(clients.world.ecr.calls().is_empty() && clients.runs().is_empty());
}

#[test]
fn a_name_with_a_password_in_it_is_not_repeated() {
    let list = json!(["https://me:hunter2@registry.example.com", HOST]);
    let clients = Clients::docker();
    for op in ["connect", "disconnect", "tokens"] {
        let mut request = clients.request(op, &[], json!({ "registry_ids": list }));
        if op == "tokens" {
            request["config_path"] = Value::Null;
        }
        let answer = crate::support::ask(&request);
        assert_eq!(answer["ok"]["failures"][0]["registry_ids"], json!(["***"]), "{op}: {answer}");
        assert!(!answer.to_string().contains("hunter2"), "{op}: {answer}");
    }
}
