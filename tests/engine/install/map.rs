//! Which registries are installed for, and the lines that the map gets.

use super::desk::{Desk, HOST, OTHER, changed, warnings};
use crate::home::{assert_error, error};
use serde_json::{Value, json};
use std::fs;

fn lines(desk: &Desk) -> Value {
    serde_json::from_str::<Value>(&desk.text(".ecrlogin/registries.json")).unwrap()["registries"].clone()
}

#[test]
fn a_profile_or_a_role_makes_a_line_and_nothing_makes_none() {
    let desk = Desk::new();
    desk.install(json!({}));
    assert!(!desk.map().exists());
    desk.install(json!({ "profile": "prod" }));
    let role = "arn:aws:iam::{account}:role/pull";
    desk.install(json!({ "registry_ids": ["444455556666"], "region": "eu-west-1", "profile": "dev", "role": role }));
    let wanted = json!([{ "match": HOST, "profile": "prod" }, { "match": OTHER, "profile": "dev", "role": role }]);
    assert_eq!(lines(&desk), wanted);
    assert_eq!(desk.json()["credHelpers"], json!({ HOST: "ecrlogin", OTHER: "ecrlogin" }));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(desk.map()).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn another_name_of_a_registry_gets_account_and_region() {
    let desk = Desk::new();
    desk.install(json!({ "server_address": "registry.example.com:5000" }));
    let wanted = json!([{ "match": "registry.example.com:5000", "account": "111122223333", "region": "eu-west-1" }]);
    assert_eq!(lines(&desk), wanted);
    assert_eq!(desk.json()["credHelpers"], json!({ "registry.example.com:5000": "ecrlogin" }));
}

#[test]
fn patterns_need_the_helper_as_store() {
    let desk = Desk::new();
    let pattern = "111122223333.dkr.ecr.*.amazonaws.com";
    let answer = desk.ask("install_helper", &[], json!({ "registry_ids": [pattern], "profile": "prod" }));
    assert_error(error(&answer), "InvalidParameter", &[pattern, "-AsStore"]);
    assert!(!desk.config().exists());
    desk.install(json!({ "registry_ids": [pattern], "profile": "prod", "as_store": true }));
    assert_eq!(lines(&desk), json!([{ "match": pattern, "profile": "prod" }]));
    assert_eq!(desk.json(), json!({ "credsStore": "ecrlogin" }));
}

#[test]
fn as_store_a_profile_alone_is_for_every_registry() {
    let desk = Desk::new();
    desk.install(json!({ "registry_ids": null, "profile": "prod", "as_store": true }));
    assert_eq!(lines(&desk), json!([{ "match": "*.dkr.ecr.*.amazonaws.com", "profile": "prod" }]));
}

#[test]
fn without_a_name_the_exact_hosts_of_the_map_are_meant() {
    let desk = Desk::new();
    fs::create_dir(desk.path(".ecrlogin")).unwrap();
    let map = json!({ "version": 1, "registries": [
        { "match": HOST, "profile": "prod" }, { "match": OTHER, "profile": "dev" },
        { "match": "public.ecr.aws", "anonymous": true }, { "match": "*.dkr.ecr.*.amazonaws.com", "profile": "dev" },
    ] });
    fs::write(desk.map(), map.to_string()).unwrap();
    let answer = desk.install(json!({ "registry_ids": null }));
    assert_eq!(desk.json()["credHelpers"], json!({ HOST: "ecrlogin", OTHER: "ecrlogin" }));
    assert!(warnings(&answer).contains("'*.dkr.ecr.*.amazonaws.com' stands for many hosts"), "{answer}");
    assert_eq!(desk.text(".ecrlogin/registries.json"), map.to_string());
    assert!(desk.world.ecr.calls().is_empty());
}

#[test]
fn without_name_and_map_the_callers_own_registry_is_asked_for_once() {
    let desk = Desk::new();
    let fields = json!({ "registry_ids": null, "profile": "prod", "region": "eu-west-1" });
    let mut planned = fields.clone();
    planned["plan"] = json!(true);
    let plan = desk.install(planned);
    assert!(desk.world.ecr.calls().is_empty());
    assert!(plan["ok"]["changes"].to_string().contains("the caller's own registry"), "{plan}");
    let answer = desk.install(fields);
    let host = answer["ok"]["registries"][0].as_str().unwrap();
    assert!(host.ends_with(".dkr.ecr.eu-west-1.amazonaws.com"), "{answer}");
    assert_eq!(desk.world.ecr.calls().len(), 1);
    assert_eq!(
        (desk.json()["credHelpers"][host].as_str(), lines(&desk)[0]["profile"].as_str()),
        (Some("ecrlogin"), Some("prod"))
    );
}

#[test]
fn what_would_not_work_is_told_before_anything_is_changed() {
    let desk = Desk::new();
    let home = desk.files();
    for (fields, code) in [
        (json!({ "registry_ids": ["docker.io/library/alpine"] }), "InvalidRegistryName"),
        (json!({ "registry_ids": ["111122223333"] }), "NoRegion"),
        (json!({ "registry_ids": [HOST], "profile": "absent" }), "ProfileNotFound"),
        (json!({ "registry_ids": [HOST], "role": "pull" }), "InvalidParameter"),
        (json!({ "registry_ids": [HOST, OTHER], "server_address": "registry.example.com" }), "InvalidParameter"),
        (json!({ "server_address": "registry.example.com" }), "InvalidParameter"),
        (json!({ "registry_ids": [HOST], "helper_path": desk.path("absent") }), "HelperNotFound"),
        (json!({ "registry_ids": [HOST], "helper_path": null }), "InvalidParameter"),
    ] {
        let answer = desk.ask("install_helper", &[], fields.clone());
        assert_eq!(error(&answer)["code"], code, "{fields}: {answer}");
        let mut plan = fields.clone();
        plan["plan"] = json!(true);
        assert_eq!(error(&desk.ask("install_helper", &[], plan))["code"], code, "{fields}");
    }
    desk.uninstall();
    assert_eq!(desk.files(), home);
}

#[test]
fn a_role_that_is_none_is_told_by_its_parameter() {
    let desk = Desk::new();
    for (role, what) in [("pull", "must be a role's ARN"), ("arn:aws:iam::{id}:role/pull", "has a placeholder")] {
        let answer = desk.ask("install_helper", &[], json!({ "registry_ids": [HOST], "role": role }));
        assert_error(error(&answer), "InvalidParameter", &["-Role ", what]);
        assert!(!answer.to_string().contains("registries.json"), "{answer}");
    }
    assert!(!desk.path(".ecrlogin").exists());
}

#[test]
fn a_line_of_the_users_own_is_left_when_it_says_the_same() {
    let desk = Desk::new();
    fs::create_dir(desk.path(".ecrlogin")).unwrap();
    let map = format!("{{\"version\":1,\"registries\":[{{\"profile\":\"prod\",\"match\":\"{HOST}\"}}]}}");
    fs::write(desk.map(), &map).unwrap();
    let answer = desk.install(json!({ "profile": "prod" }));
    assert!(!changed(&answer).iter().any(|file| file.ends_with("registries.json")), "{answer}");
    desk.uninstall();
    assert_eq!(desk.text(".ecrlogin/registries.json"), map);
}

#[test]
fn of_lines_of_which_one_was_changed_since_that_one_stays_and_is_told() {
    let desk = Desk::new();
    desk.install(json!({ "registry_ids": [HOST, OTHER], "profile": "prod" }));
    let written = desk.text(".ecrlogin/registries.json");
    let (first, second) = written.split_at(written.find(OTHER).unwrap());
    fs::write(desk.map(), format!("{first}{}", second.replace("prod", "dev"))).unwrap();
    let plan = desk.ask("uninstall_helper", &[], json!({ "plan": true }));
    assert_eq!(warnings(&plan), "", "they are told when it is done");
    let answer = desk.uninstall();
    assert_eq!(lines(&desk), json!([{ "match": OTHER, "profile": "dev" }]));
    let told = warnings(&answer);
    assert!(
        told.contains(&format!("The line for {OTHER} in ")) && told.contains("was changed by others since"),
        "{told}"
    );
    assert!(!told.contains(HOST), "{told}");
}

#[test]
fn a_line_that_was_taken_out_since_is_nothing_to_tell() {
    let desk = Desk::new();
    desk.install(json!({ "registry_ids": [HOST, OTHER], "profile": "prod" }));
    let map = json!({ "version": 1, "registries": [{ "match": HOST, "profile": "prod" }] });
    fs::write(desk.map(), map.to_string()).unwrap();
    let answer = desk.uninstall();
    assert_eq!((warnings(&answer), desk.map().exists()), (String::new(), false), "{answer}");
}
