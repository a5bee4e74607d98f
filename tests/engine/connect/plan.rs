//! What logging in or out would do, told without asking anybody.

use super::stand_in::{Clients, HOST};
use crate::support::ask;
use local_ecr::ACCOUNT;
use serde_json::{Value, json};

fn plan(clients: &Clients, op: &str, mut fields: Value) -> Value {
    fields["plan"] = true.into();
    let answer = ask(&clients.request(op, &[], fields));
    assert!(clients.world.ecr.calls().is_empty() && clients.runs().is_empty(), "nobody is asked: {answer}");
    answer
}

#[test]
fn the_hosts_of_accounts_hosts_and_the_public_registry_are_told() {
    let clients = Clients::docker();
    let west = format!("{ACCOUNT}.dkr.ecr.us-west-2.amazonaws.com");
    for op in ["connect", "disconnect"] {
        let names = json!([ACCOUNT, format!("{HOST}/app:1"), "# none"]);
        let answer = plan(&clients, op, json!({ "registry_ids": names }));
        let hosts = json!([{ "name": ACCOUNT, "hosts": [HOST] }, { "name": format!("{HOST}/app:1"), "hosts": [HOST] }]);
        assert_eq!(answer["ok"]["planned"], hosts, "{op}: {answer}");

        let two = json!({ "registry_ids": [ACCOUNT], "region": null, "regions": ["eu-west-1", "us-west-2"] });
        let answer = plan(&clients, op, two);
        assert_eq!(answer["ok"]["planned"], json!([{ "name": ACCOUNT, "hosts": [HOST, west] }]), "{op}: {answer}");

        let answer = plan(&clients, op, json!({ "public": true, "endpoint_type": "all" }));
        let hosts = json!([{ "name": null, "hosts": ["public.ecr.aws", "ecr-public.aws.com"] }]);
        assert_eq!(answer["ok"]["planned"], hosts, "{op}: {answer}");

        let answer = plan(&clients, op, json!({ "registry_ids": [ACCOUNT], "server_address": "registry.example.com" }));
        assert_eq!(answer["ok"]["planned"][0]["hosts"], json!(["registry.example.com"]), "{op}: {answer}");

        let answer = plan(&clients, op, json!({ "registry_ids": ["nginx:latest", HOST] }));
        assert_eq!(answer["ok"]["failures"][0]["registry_ids"], json!(["nginx:latest"]), "{op}: {answer}");
        assert_eq!(answer["ok"]["planned"], json!([{ "name": HOST, "hosts": [HOST] }]));
    }
}

#[test]
fn an_id_that_may_lack_another_digit_is_warned_of() {
    let clients = Clients::docker();
    for op in ["connect", "disconnect"] {
        let answer = plan(&clients, op, json!({ "registry_ids": ["11112222333", 11112222333u64] }));
        assert_eq!(answer["log"].as_array().unwrap().len(), 1, "{answer}");
        assert_eq!(answer["log"][0]["level"], "warning");
        assert!(answer["log"][0]["message"].as_str().unwrap().contains("less than 12 digits"), "{answer}");
    }
}

#[test]
fn a_region_that_only_the_instance_may_tell_is_not_asked_for() {
    let clients = Clients::docker();
    let metadata =
        [("AWS_EC2_METADATA_DISABLED", "false"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1")];
    let plan = |mut fields: Value| {
        (fields["plan"], fields["region"]) = (true.into(), Value::Null);
        ask(&clients.request("connect", &metadata, fields))
    };
    let answer = plan(json!({ "registry_ids": [ACCOUNT] }));
    assert_eq!(answer["ok"]["planned"], json!([{ "name": ACCOUNT, "hosts": [] }]), "{answer}");
    let answer = plan(json!({}));
    assert_eq!(answer["ok"]["planned"], json!([{ "name": null, "hosts": [] }]), "{answer}");
}

#[test]
fn without_a_region_logging_in_is_an_error_already() {
    let clients = Clients::docker();
    for fields in [json!({ "registry_ids": [ACCOUNT], "region": null }), json!({ "region": null })] {
        assert_eq!(plan(&clients, "connect", fields)["error"]["code"], "NoRegion");
    }
    let answer = plan(&clients, "connect", json!({ "registry_ids": [HOST], "region": null }));
    assert_eq!(answer["ok"]["planned"], json!([{ "name": HOST, "hosts": [HOST] }]), "{answer}");
    let answer = plan(&clients, "disconnect", json!({ "registry_ids": [ACCOUNT], "region": null }));
    assert_eq!(answer["ok"]["planned"], json!([{ "name": ACCOUNT, "hosts": [] }]), "{answer}");
}

#[test]
fn what_would_fail_before_anybody_is_asked_fails_here_too() {
    let clients = Clients::docker();
    for (fields, code) in [
        (json!({ "registry_ids": ["$(id)"] }), "InvalidRegistryName"),
        (json!({ "profile": "none", "access_key": null, "secret_key": null }), "ProfileNotFound"),
        (json!({ "tool": "podman" }), "ToolNotFound"),
        (json!({ "registry_ids": [HOST], "region": "us-east-1" }), "RegionMismatch"),
        (json!({ "region": "no region" }), "InvalidRegion"),
    ] {
        let answer = plan(&clients, "connect", fields.clone());
        assert_eq!(answer["error"]["code"], code, "{fields}: {answer}");
    }
}

#[test]
fn a_logout_that_names_no_registry_is_an_error_in_the_plan_too() {
    let clients = Clients::docker();
    let answer = plan(&clients, "disconnect", json!({}));
    assert_eq!(answer["error"], ask(&clients.request("disconnect", &[], json!({})))["error"]);
    assert_eq!(answer["error"]["code"], "InvalidParameter", "{answer}");
}
