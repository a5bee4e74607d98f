//! Which profile and role sign for a registry of the map.

use super::{HUB_KEY, ONE, PROD_KEY, TWO, mapped, row, told};
use crate::home::assert_error;
use crate::support::{each, failure};
use local_ecr::Role;
use serde_json::json;

const HUB_ROLE: &str = "arn:aws:iam::{account}:role/pull";

#[test]
fn two_accounts_of_one_request_are_asked_with_each_ones_keys() {
    let world = mapped(json!([
        { "match": "111111111111.dkr.ecr.*.amazonaws.com", "profile": "prod" },
        { "match": "*.dkr.ecr.*.amazonaws.com", "profile": "hub" },
    ]));
    let answer = world.named(&[TWO, ONE, &format!("{ONE}/app:1")], json!({}));
    assert_eq!(each(&answer, "registry_id"), ["222222222222", "111111111111"], "{answer}");
    let wanted = [row(PROD_KEY, &["111111111111"], "eu-west-1"), row(HUB_KEY, &["222222222222"], "us-east-1")];
    assert_eq!(world.signed(), wanted.into());
    let lines = told(&answer);
    let said = |words: [&str; 3]| lines.iter().any(|line| words.iter().all(|word| line.contains(word)));
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(said(["registries.json, line 1", TWO, "'hub'"]) && said(["line 1", ONE, "'prod'"]), "{lines:?}");
    assert!(!answer.to_string().contains(super::SECRET));
}

#[test]
fn accounts_by_number_are_asked_by_their_lines_too() {
    let world = mapped(json!([
        { "match": "111111111111.dkr.ecr.*.amazonaws.com", "profile": "prod" },
        { "match": "*.dkr.ecr.*.amazonaws.com", "profile": "hub" },
    ]));
    let answer = world.named(&["111111111111", "222222222222", "333333333333"], json!({ "region": "eu-west-1" }));
    assert_eq!(each(&answer, "registry_id"), ["111111111111", "222222222222", "333333333333"]);
    let wanted =
        [row(PROD_KEY, &["111111111111"], "eu-west-1"), row(HUB_KEY, &["222222222222", "333333333333"], "eu-west-1")];
    assert_eq!(world.signed(), wanted.into());
}

#[test]
fn the_lines_role_is_assumed_with_the_keys_of_its_profile() {
    let world = mapped(json!([{ "match": "*.dkr.ecr.*.amazonaws.com", "profile": "hub", "role": HUB_ROLE }]));
    let mut settings = super::known();
    let roles = ["111111111111", "222222222222"].map(|id| HUB_ROLE.replace("{account}", id));
    settings.sts.any_role = false;
    settings.sts.roles =
        roles.clone().map(|arn| (arn, Role { trusts: vec![HUB_KEY.into()], ..Role::default() })).into();
    world.ecr.set(settings);
    let answer = world.named(&[ONE, TWO], json!({}));
    assert_eq!(each(&answer, "username"), ["AWS", "AWS"], "{answer}");
    let calls = world.calls_of("AssumeRole");
    assert_eq!(calls.iter().map(|call| call.parameters["RoleArn"].as_str()).collect::<Vec<_>>(), roles);
    assert!(calls.iter().all(|call| call.access_key.as_deref() == Some(HUB_KEY)));
    let issued = |at: usize| calls[at].issued_access_key.clone().unwrap();
    let wanted = [row(&issued(0), &["111111111111"], "eu-west-1"), row(&issued(1), &["222222222222"], "us-east-1")];
    assert_eq!(world.signed(), wanted.into());
    assert!(told(&answer)[0].ends_with(&format!("profile 'hub', role {}", roles[0])), "{answer}");
    world.named(&[ONE, TWO], json!({}));
    assert_eq!(world.calls_of("AssumeRole").len(), 2, "the role's session is kept");
    let cache = std::fs::read_dir(world.home.path().join(".aws/cli/cache")).unwrap();
    let files = cache.filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|end| end == "json"));
    assert_eq!(files.count(), 2, "for other programs too");
}

#[test]
fn a_role_without_a_profile_is_assumed_with_the_default_credentials() {
    let world =
        mapped(json!([{ "match": "*.dkr.ecr.*.amazonaws.com", "role": "arn:aws:iam::999999999999:role/pull" }]));
    world.ask_with(&[("AWS_PROFILE", "prod")], json!({ "registry_ids": [ONE], "region": null }));
    let call = world.calls_of("AssumeRole").pop().unwrap();
    assert_eq!(call.access_key.as_deref(), Some(PROD_KEY));
    assert_eq!(call.parameters["RoleArn"], "arn:aws:iam::999999999999:role/pull");
}

#[test]
fn what_is_wrong_with_a_lines_profile_or_role_names_the_line() {
    let world = mapped(json!([
        { "match": "111111111111.dkr.ecr.*.amazonaws.com", "profile": "lost" },
        { "match": "222222222222.dkr.ecr.*.amazonaws.com", "profile": "hub", "role": HUB_ROLE },
    ]));
    let mut settings = super::known();
    settings.sts.any_role = false;
    world.ecr.set(settings);
    let answer = world.named(&[ONE], json!({}));
    assert_error(&answer["error"], "ProfileNotFound", &["'lost'", "Check the map (", "registries.json, line 1"]);
    let answer = world.named(&[TWO], json!({}));
    let words = ["role arn:aws:iam::222222222222:role/pull of the map (", "registries.json, line 1"];
    assert_error(&answer["error"], "AccessDenied", &words);

    world.write("config", "[profile lost]\n");
    let answer = world.named(&[ONE, TWO, "333333333333.dkr.ecr.eu-west-1.amazonaws.com"], json!({ "profile": null }));
    assert!(answer["error"].is_object(), "nothing could be asked: {answer}");
}

#[test]
fn a_line_that_fails_leaves_the_others_alone() {
    let world = mapped(json!([
        { "match": "111111111111.dkr.ecr.*.amazonaws.com", "profile": "lost" },
        { "match": "222222222222.dkr.ecr.*.amazonaws.com", "profile": "hub" },
    ]));
    let answer = world.named(&[ONE, TWO], json!({}));
    assert_eq!(each(&answer, "registry_id"), ["222222222222"]);
    assert_eq!(answer["ok"]["failures"][0]["registry_ids"], json!([ONE]));
    assert_eq!(answer["ok"]["failures"][0]["error"]["code"], "ProfileNotFound");
}

#[test]
fn a_change_of_the_map_counts_at_the_next_call_kept_logins_or_not() {
    let world = mapped(json!([{ "match": "*.dkr.ecr.*.amazonaws.com", "profile": "prod" }]));
    let cached = || world.named(&[ONE], json!({ "use_cache": true }));
    assert_eq!(cached()["ok"]["info"]["calls"], 1);
    let kept = cached();
    assert_eq!((&kept["ok"]["info"]["kept"], told(&kept).len()), (&json!(1), 1), "{kept}");
    world.write_map(r#"{"version":1,"registries":[{"match":"*.dkr.ecr.*.amazonaws.com","profile":"hub"}]}"#);
    assert_eq!(cached()["ok"]["info"]["calls"], 1);
    assert_eq!(world.signer(), HUB_KEY);
    world.write_map("{");
    assert_error(&cached()["error"], "InvalidRegistryMap", &["line 1"]);
}

#[test]
fn a_host_of_ecr_public_has_a_line_as_well() {
    let world = mapped(json!([{ "match": "public.ecr.aws", "profile": "prod" }]));
    let answer = world.named(&["public.ecr.aws"], json!({}));
    assert_eq!(each(&answer, "proxy_endpoint"), ["https://public.ecr.aws"], "{answer}");
    assert_eq!(world.signer(), PROD_KEY);
}

#[test]
fn missing_credentials_of_one_host_are_its_own_failure() {
    let world = mapped(json!([{ "match": "111111111111.dkr.ecr.*.amazonaws.com" }]));
    let answer = world.named(&[ONE], json!({}));
    assert_error(&answer["error"], "NoCredentials", &["'default'"]);
    world.write_map(r#"{"version":1,"registries":[{"match":"*.dkr.ecr.*.amazonaws.com","profile":"prod"}]}"#);
    let mut settings = super::known();
    settings.keys.remove(PROD_KEY);
    world.ecr.set(settings);
    let answer = world.named(&[ONE], json!({}));
    assert_eq!(failure(&answer)["code"], "UnrecognizedClient", "{answer}");
}
