//! What installing wrote down was lost: the next installation writes down what is there, so that it can be taken away.

use super::desk::{Desk, HOST, OTHER, changed, warnings};
use serde_json::{Value, json};
use std::fs;

#[test]
fn what_is_there_is_written_down_anew_and_taken_away() {
    for as_store in [false, true] {
        let before = "{\n  \"psFormat\": \"table\"\n}\n";
        let desk = Desk::with_config(before);
        let tools = json!(["docker", "podman"]);
        let fields = json!({ "as_store": as_store, "tools": tools, "add_to_path": true });
        let first = desk.install(fields.clone());
        let installed = desk.files();
        fs::remove_file(desk.record()).unwrap();
        let mut plan = fields.clone();
        plan["plan"] = json!(true);
        let plan = desk.install(plan);
        assert!(!desk.record().exists());
        let answer = desk.install(fields.clone());
        assert_eq!((changed(&answer), changed(&plan)), (vec![desk.record().to_str().unwrap()], changed(&answer)));
        let others = |files: Vec<(std::path::PathBuf, Vec<u8>)>| {
            files.into_iter().filter(|(path, _)| *path != desk.record()).collect::<Vec<_>>()
        };
        assert_eq!(others(desk.files()), others(installed));
        assert_eq!(changed(&desk.install(fields)), [""; 0], "the second time");

        let answer = desk.uninstall();
        assert_eq!((warnings(&answer), changed(&answer).len()), (String::new(), changed(&first).len()), "{answer}");
        assert_eq!(desk.json(), json!({ "psFormat": "table" }));
        for name in [".ecrlogin/bin", ".ecrlogin/installed.json", ".config/containers/registries.conf.d"] {
            assert!(!desk.path(name).exists(), "{name}");
        }
        let lines = |name: &str| fs::read_to_string(desk.path(name)).unwrap_or_default();
        assert_eq!(lines(".profile"), "");
        assert!(!lines(".config/containers/auth.json").contains("ecrlogin"));
    }
}

#[test]
fn hosts_that_nobody_names_now_are_taken_away_too() {
    let desk = Desk::with_config("{\"credHelpers\":{\"gcr.io\":\"gcloud\"}}");
    desk.install(json!({ "registry_ids": [HOST, OTHER], "tools": ["docker"] }));
    fs::remove_file(desk.record()).unwrap();
    let third = "777788889999.dkr.ecr.eu-west-1.amazonaws.com";
    desk.install(json!({ "registry_ids": [third], "tools": ["docker"] }));
    let wanted = json!({ "gcr.io": "gcloud", HOST: "ecrlogin", OTHER: "ecrlogin", third: "ecrlogin" });
    assert_eq!(desk.json()["credHelpers"], wanted);
    desk.uninstall();
    assert_eq!(desk.json(), json!({ "credHelpers": { "gcr.io": "gcloud" } }));
}

#[test]
fn a_client_that_is_not_named_now_does_not_stay_behind_without_the_program() {
    let desk = Desk::new();
    desk.install(json!({ "as_store": true, "registry_ids": null, "tools": ["docker", "helm"] }));
    fs::remove_file(desk.record()).unwrap();
    desk.install(json!({ "tools": ["podman"] }));
    desk.uninstall();
    assert_eq!(desk.json(), json!({}));
    assert!(!desk.path(".ecrlogin/bin").exists());
}

#[test]
fn a_store_that_was_lost_sight_of_is_passed_on_to_the_file() {
    let desk = Desk::with_config("{\"credsStore\":\"ecrlogin\"}");
    desk.install(json!({}));
    let record: Value = serde_json::from_str(&desk.text(".ecrlogin/installed.json")).unwrap();
    assert_eq!(record["configs"][0]["credsStore"], json!({ "before": null }));
    desk.uninstall();
    assert_eq!(desk.json(), json!({}));
}

#[test]
fn without_it_uninstalling_leaves_program_and_clients_together() {
    let desk = Desk::with_config("{}");
    desk.install(json!({ "tools": ["docker"] }));
    fs::remove_file(desk.record()).unwrap();
    let home = desk.files();
    assert_eq!(changed(&desk.uninstall()), [""; 0]);
    assert_eq!(desk.files(), home);
}
