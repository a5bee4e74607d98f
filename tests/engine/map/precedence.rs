//! The map's place among the sources of credentials, each step with and without the one before.

use super::{HUB_KEY, ONE, PROD_KEY, mapped, told};
use crate::home::{USER_KEY, USER_SECRET, keys_of};
use local_ecr::{ACCESS_KEY, SECRET_KEY};
use serde_json::{Value, json};

const ENV: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", USER_KEY), ("AWS_SECRET_ACCESS_KEY", USER_SECRET)];

/// Who signs, and whether a line of the map is told.
fn signer(env: &[(&str, &str)], more: Value, has_map: bool) -> (String, bool) {
    let lines = if has_map { json!([{ "match": "*.dkr.ecr.*.amazonaws.com", "profile": "prod" }]) } else { json!([]) };
    let world = mapped(lines);
    let profiles = std::fs::read_to_string(world.home.path().join(".aws/credentials")).unwrap();
    world.write("credentials", profiles + &keys_of("default"));
    let mut request = json!({ "registry_ids": [ONE], "region": null });
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let answer = world.ask_with(env, request);
    assert!(answer["ok"].is_object(), "{answer}");
    (world.token_call().access_key.unwrap_or_default(), !told(&answer).is_empty())
}

#[test]
fn what_the_call_says_goes_before_the_map_and_the_map_before_all_else() {
    let keys = json!({ "access_key": ACCESS_KEY, "secret_key": SECRET_KEY });
    let credential = json!({ "access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "credentials_source": "-Credential" });
    let stored = json!({
        "access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "credentials_source": "$StoredAWSCredentials",
        "credentials_are_defaults": true,
    });
    let stored_profile = json!({ "profile": "hub", "credentials_are_defaults": true });
    for (env, call, with_map, without) in [
        (&[][..], keys.clone(), ACCESS_KEY, ACCESS_KEY),
        (&[], json!({ "profile": "hub" }), HUB_KEY, HUB_KEY),
        (&[], credential, ACCESS_KEY, ACCESS_KEY),
        (&[], json!({ "no_sign_request": true }), "", ""),
        (&[], stored, PROD_KEY, ACCESS_KEY),
        (&[], stored_profile, PROD_KEY, HUB_KEY),
        (&ENV, json!({}), PROD_KEY, USER_KEY),
        (&[("AWS_PROFILE", "hub")], json!({}), PROD_KEY, HUB_KEY),
        (&[], json!({}), PROD_KEY, USER_KEY),
    ] {
        assert_eq!(signer(env, call.clone(), true), (with_map.to_owned(), with_map == PROD_KEY), "{env:?} {call}");
        assert_eq!(signer(env, call.clone(), false), (without.to_owned(), false), "{env:?} {call}");
    }
}

#[test]
fn without_a_name_there_is_no_map() {
    let world = mapped(json!([{ "match": "*.dkr.ecr.*.amazonaws.com", "profile": "prod" }]));
    world.ask_with(&ENV, json!({}));
    assert_eq!(world.signer(), USER_KEY);
    world.write_map("no map");
    world.ask_with(&ENV, json!({}));
    assert_eq!(world.signer(), USER_KEY);
}

#[test]
fn a_registry_without_a_line_has_the_default_credentials() {
    let world = mapped(json!([
        { "match": "222222222222.dkr.ecr.*.amazonaws.com", "profile": "prod" },
        { "match": "111111111111.dkr.ecr.us-east-1.amazonaws.com", "profile": "prod" },
        { "match": "111111111111.dkr.ecr-fips.*.amazonaws.com", "profile": "prod" },
    ]));
    let answer = world.ask_with(&ENV, json!({ "registry_ids": [ONE] }));
    assert_eq!((world.signer().as_str(), told(&answer).len()), (USER_KEY, 0));
}

#[test]
fn who_asks_for_a_login_gets_one_where_pulls_go_without() {
    let world = mapped(json!([{ "match": "public.ecr.aws", "anonymous": true }]));
    world.ask_with(&ENV, json!({ "registry_ids": ["public.ecr.aws"], "region": null }));
    assert_eq!(world.signer(), USER_KEY);
}

#[test]
fn a_line_that_names_nobody_takes_its_hosts_out_of_the_lines_below() {
    let world = mapped(json!([
        { "match": "111111111111.dkr.ecr.*.amazonaws.com" },
        { "match": "*.dkr.ecr.*.amazonaws.com", "profile": "prod" },
    ]));
    let answer = world.ask_with(&ENV, json!({ "registry_ids": [ONE] }));
    assert_eq!(world.signer(), USER_KEY);
    assert!(told(&answer)[0].ends_with("the default credentials"), "{answer}");
}
