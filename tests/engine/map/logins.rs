//! Logins of a container client by the map.

use super::{HUB_KEY, ONE, PROD_KEY, row};
use crate::connect::stand_in::{Clients, each};
use crate::home::settings;
use local_ecr::Key;
use serde_json::json;

/// Docker, two profiles, and a map of both.
fn clients() -> Clients {
    let clients = Clients::docker();
    let mut known = settings();
    known.keys.extend([PROD_KEY, HUB_KEY].map(|key| (key.to_owned(), Key::new(super::SECRET))));
    clients.world.ecr.set(known);
    let profile = |name: &str, key: &str| {
        format!("[{name}]\naws_access_key_id = {key}\naws_secret_access_key = {}\n", super::SECRET)
    };
    clients.world.write("credentials", profile("prod", PROD_KEY) + &profile("hub", HUB_KEY));
    clients.world.write_map(
        "{ \"version\": 1, \"registries\": [\n\
           { \"match\": \"111111111111.dkr.ecr.*.amazonaws.com\", \"profile\": \"prod\" },\n\
           { \"match\": \"registry.example.com\", \"account\": \"222222222222\", \"region\": \"us-east-1\", \"profile\": \"hub\" }\n\
         ] }",
    );
    clients
}

#[test]
fn each_registry_is_logged_in_to_under_its_name_and_tells_its_line() {
    let clients = clients();
    let none = json!({ "access_key": null, "secret_key": null, "region": null });
    let mut request = none.clone();
    request["registry_ids"] = json!([ONE, "registry.example.com/app:1"]);
    let answer = clients.connect(request);
    assert_eq!(each(&answer, "registry"), [ONE, "registry.example.com"], "{answer}");
    let lines = each(&answer, "map_line");
    assert!(lines[0].ends_with("registries.json, line 2") && lines[1].ends_with("line 3"), "{lines:?}");
    let wanted = [row(PROD_KEY, &["111111111111"], "eu-west-1"), row(HUB_KEY, &["222222222222"], "us-east-1")];
    assert_eq!(clients.world.signed(), wanted.into());
    assert_eq!(clients.runs()[1].input, b"password-for-222222222222");
    assert!(!answer.to_string().contains(super::SECRET));
}

#[test]
fn a_plan_names_the_same_hosts_and_asks_nobody() {
    let clients = clients();
    clients.world.write("config", "[profile prod]\nregion = eu-north-1\n");
    let answer = clients.connect(json!({
        "access_key": null, "secret_key": null, "region": null, "plan": true,
        "registry_ids": ["111111111111", "registry.example.com"],
    }));
    let planned = answer["ok"]["planned"].as_array().unwrap_or_else(|| panic!("{answer}"));
    let hosts: Vec<_> = planned.iter().map(|one| one["hosts"].clone()).collect();
    assert_eq!(hosts, [json!(["111111111111.dkr.ecr.eu-north-1.amazonaws.com"]), json!(["registry.example.com"])]);
    assert!(clients.world.ecr.calls().is_empty());
}
