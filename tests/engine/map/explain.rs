//! What is told of a registry without asking anybody.

use super::{ONE, mapped};
use crate::home::assert_error;
use crate::support::World;
use serde_json::{Value, json};

fn explain(world: &World, name: &str) -> Value {
    let answer = world.ask_with(&[], json!({ "op": "explain", "registry_ids": [name], "region": null }));
    assert!(world.ecr.calls().is_empty(), "nobody is asked");
    answer
}

fn ok(answer: &Value, fields: Value) {
    for (field, value) in fields.as_object().unwrap() {
        assert_eq!(&answer["ok"][field], value, "{field}: {answer}");
    }
}

#[test]
fn the_line_and_what_follows_from_it_are_told() {
    let world = mapped(json!([
        { "match": "*.dkr.ecr.*.amazonaws.com", "profile": "hub", "role": "arn:aws:iam::{account}:role/pull" },
        { "match": "registry.example.com", "account": "111122223333", "region": "eu-west-1", "profile": "prod" },
        { "match": "public.ecr.aws", "anonymous": true },
    ]));
    let map = world.home.path().join(".ecrlogin").join("registries.json");
    let line = format!("{}, line 1", map.display());
    let answer = explain(&world, &format!("https://{ONE}/app:1"));
    ok(
        &answer,
        json!({
            "host": ONE, "is_ecr": true, "map_line": line, "profile": "hub", "role": "arn:aws:iam::111111111111:role/pull",
            "account": "111111111111", "region": "eu-west-1", "endpoint": world.ecr.url(), "anonymous": false, "next": "auto",
        }),
    );
    assert_eq!(answer["ok"]["maps"][0], map.display().to_string());
    ok(
        &explain(&world, "registry.example.com"),
        json!({
            "host": "registry.example.com", "is_ecr": false, "map_line": line, "profile": "prod", "role": null,
            "account": "111122223333", "region": "eu-west-1", "endpoint": world.ecr.url(),
        }),
    );
    ok(&explain(&world, "public.ecr.aws"), json!({ "anonymous": true, "profile": null, "endpoint": null }));
    ok(
        &explain(&world, "docker.io:443"),
        json!({
            "host": "docker.io:443", "is_ecr": false, "map_line": null, "profile": null, "account": null, "region": null,
        }),
    );
}

#[test]
fn without_a_map_it_is_the_default_credentials() {
    let world = World::new(super::known());
    world.write("config", "[default]\nregion = eu-west-2\n");
    let answer = explain(&world, "111111111111");
    let host = "111111111111.dkr.ecr.eu-west-2.amazonaws.com";
    ok(&answer, json!({ "host": host, "map_line": null, "profile": "default", "region": "eu-west-2" }));
}

#[test]
fn an_accounts_host_is_that_of_its_line() {
    let world = mapped(json!([{ "match": "111111111111.dkr.ecr.us-west-2.amazonaws.com", "profile": "prod" }]));
    let host = "111111111111.dkr.ecr.us-west-2.amazonaws.com";
    ok(&explain(&world, "111111111111"), json!({ "host": host, "profile": "prod", "region": "us-west-2" }));
    assert_error(&explain(&world, "222222222222")["error"], "InvalidParameter", &["222222222222", "each region"]);
}

#[test]
fn what_cannot_be_explained_is_an_error() {
    let world = mapped(json!([{ "match": "*.dkr.ecr.*.amazonaws.com", "profile": "lost" }]));
    assert_error(&explain(&world, ONE)["error"], "ProfileNotFound", &["the map (", "line 1"]);
    assert_error(&explain(&world, "AWS:hunter2@host")["error"], "InvalidRegistryName", &["user name"]);
    let none = world.ask_with(&[], json!({ "op": "explain" }));
    assert_error(&none["error"], "InvalidParameter", &["not 0"]);
}
