//! Hosts that are none of ECR, and the region of an account.

use super::{HUB_KEY, PROD_KEY, mapped, row, told};
use crate::home::assert_error;
use crate::support::each;
use serde_json::{Value, json};

#[test]
fn a_host_that_is_none_of_ecr_stands_for_its_account_and_region() {
    let world = mapped(json!([
        { "match": "registry.example.com", "account": "111122223333", "region": "ap-south-1", "profile": "prod" },
        { "match": "*.corp.example:5000", "account": "444455556666", "region": "eu-west-1", "profile": "hub" },
    ]));
    let names = ["Registry.example.com/app:1", "https://a.corp.example:5000/app", "registry.example.com"];
    let answer = world.named(&names, json!({}));
    assert_eq!(each(&answer, "registry_id"), ["111122223333", "444455556666"], "{answer}");
    let wanted = [row(PROD_KEY, &["111122223333"], "ap-south-1"), row(HUB_KEY, &["444455556666"], "eu-west-1")];
    assert_eq!(world.signed(), wanted.into());
    assert!(told(&answer).iter().any(|line| line.contains("registry.example.com is the registry 111122223333")));
}

#[test]
fn a_host_without_a_line_names_no_registry() {
    let world = mapped(json!([
        { "match": "registry.example.com", "account": "111122223333", "region": "eu-west-1" },
        { "match": "*.*.*", "profile": "prod" },
    ]));
    for name in ["registry.example.com:5000", "other.example.com", "a.registry.example.com", "registry.example.com.x"] {
        let answer = world.named(&[name], json!({ "region": "eu-west-1" }));
        assert_error(&answer["error"], "InvalidRegistryId", &["names no ECR registry"]);
    }
    assert!(world.ecr.calls().is_empty());
}

#[test]
fn a_region_that_is_given_goes_before_the_lines() {
    let line =
        json!([{ "match": "r.example.com", "account": "111122223333", "region": "ap-south-1", "profile": "prod" }]);
    for (region, env, wanted) in [
        (json!("eu-north-1"), &[][..], "eu-north-1"),
        (Value::Null, &[("AWS_REGION", "eu-north-1")], "ap-south-1"),
        (Value::Null, &[], "ap-south-1"),
    ] {
        let world = mapped(line.clone());
        world.ask_with(env, json!({ "registry_ids": ["r.example.com"], "region": region }));
        assert_eq!(world.token_call().region.as_deref(), Some(wanted));
    }
}

#[test]
fn an_accounts_region_is_the_lines_its_profiles_or_its_hosts() {
    let of = |line: Value, env: &[(&str, &str)], region: Value| {
        let world = mapped(json!([line, { "match": "*.dkr.ecr.*.amazonaws.com", "profile": "hub" }]));
        world.write("config", "[profile prod]\nregion = sa-east-1\n[profile hub]\nregion = ca-west-1\n");
        let answer = world.ask_with(env, json!({ "registry_ids": ["111122223333"], "region": region }));
        assert_eq!(each(&answer, "registry_id"), ["111122223333"], "{answer}");
        (world.signer(), world.token_call().region.unwrap())
    };
    let any = "111122223333.dkr.ecr.*.amazonaws.com";
    let exact = "111122223333.dkr.ecr.us-west-2.amazonaws.com";
    let env = [("AWS_REGION", "eu-west-3")];
    let prod = |region: &str| (PROD_KEY.to_owned(), region.to_owned());
    let hub = |region: &str| (HUB_KEY.to_owned(), region.to_owned());
    let null = || Value::Null;
    assert_eq!(
        of(json!({ "match": any, "profile": "prod", "region": "ap-south-1" }), &env, null()),
        prod("ap-south-1")
    );
    assert_eq!(of(json!({ "match": any, "profile": "prod" }), &env, null()), prod("eu-west-3"));
    assert_eq!(of(json!({ "match": any, "profile": "prod" }), &[], null()), prod("sa-east-1"));
    assert_eq!(of(json!({ "match": any, "profile": "prod" }), &env, "eu-west-1".into()), prod("eu-west-1"));
    assert_eq!(of(json!({ "match": exact }), &[("AWS_PROFILE", "prod")], null()), hub("ca-west-1"));
    assert_eq!(
        of(json!({ "match": exact, "profile": "prod" }), &[("AWS_REGION", "us-west-2")], null()),
        prod("us-west-2")
    );
    assert_eq!(of(json!({ "match": exact, "profile": "prod" }), &env, null()), hub("eu-west-3"));
}

#[test]
fn an_account_whose_region_nothing_names_lies_where_its_host_says() {
    let world = mapped(json!([{ "match": "111122223333.dkr.ecr.us-west-2.amazonaws.com", "profile": "prod" }]));
    world.named(&["111122223333"], json!({}));
    assert_eq!(world.signed(), [row(PROD_KEY, &["111122223333"], "us-west-2")].into());
    let answer = world.named(&["444455556666"], json!({}));
    assert_error(&answer["error"], "NoRegion", &[]);
}

#[test]
fn keys_of_the_call_ask_for_a_host_of_the_map_too() {
    let world = mapped(json!([{ "match": "r.example.com", "account": "111122223333", "region": "eu-west-1" }]));
    let answer = world.ask(json!({ "registry_ids": ["r.example.com"], "region": null }));
    assert_eq!(each(&answer, "registry_id"), ["111122223333"], "{answer}");
    assert_eq!(world.signer(), local_ecr::ACCESS_KEY);
}
