//! ECR Public: one token, always from the same region.

use crate::home::{assert_error, error, settings, world};
use crate::support::{World, each, failure};
use local_ecr::{Fault, Settings};
use serde_json::json;

#[test]
fn it_is_asked_in_its_one_region_whatever_is_set() {
    let world = world("[profile user]\nregion = ap-south-1\n");
    let answer = world.ask_with(
        &[("AWS_REGION", "eu-south-1")],
        json!({ "public": true, "profile": "user", "region": "eu-west-1", "include_token": true }),
    );
    assert_eq!(each(&answer, "proxy_endpoint"), ["https://public.ecr.aws"], "{answer}");
    assert_eq!(each(&answer, "password"), ["password-for-public"]);
    assert!(answer["ok"]["tokens"][0]["registry_id"].is_null());
    assert!(answer["ok"]["tokens"][0]["expires_at"].is_number());
    assert_eq!(answer["ok"]["info"]["region"], "us-east-1");
    let call = world.token_call();
    assert_eq!((call.service.as_str(), call.signing_name.as_deref()), ("ecr-public", Some("ecr-public")));
    assert_eq!((call.region.as_deref(), call.access_key.as_deref()), (Some("us-east-1"), Some(crate::home::USER_KEY)));
}

#[test]
fn no_region_is_needed() {
    let world = World::new(Settings::default());
    assert_eq!(each(&world.ask(json!({ "public": true, "region": null })), "username"), ["AWS"]);
}

#[test]
fn a_denied_caller_is_told_both_permissions() {
    let world = World::new(Settings {
        fault: Some(Fault::Error { status: 400, code: "AccessDeniedException".into(), message: "why".into() }),
        ..settings()
    });
    let answer = world.ask(json!({ "public": true }));
    let permissions = ["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"];
    assert_error(failure(&answer), "AccessDenied", &permissions);
}

#[test]
fn keys_of_another_partition_are_told() {
    let world = World::new(Settings::default());
    let answer = world.ask(json!({ "public": true, "access_key": "AKIACHINAEXAMPLE0000" }));
    assert_error(failure(&answer), "UnrecognizedClient", &["partition 'aws'"]);
}

#[test]
fn registry_ids_are_refused() {
    let world = World::new(Settings::default());
    let answer = world.ask(json!({ "public": true, "registry_ids": ["111122223333"] }));
    assert_error(error(&answer), "InvalidParameter", &["-Public", "-RegistryId"]);
    assert!(world.ecr.calls().is_empty());
}
