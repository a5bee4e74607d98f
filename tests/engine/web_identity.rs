//! Roles assumed with a token from a file, as pods and CI jobs have one.

use crate::home::{USER_KEY, assert_error, error, keys_of, native, settings, sha256, world};
use crate::support::World;
use local_ecr::{Fault, Role, Settings};
use serde_json::json;

const TOKEN: &str = "header.web-identity-claims.signature";

fn arn(name: &str) -> String {
    format!("arn:aws:iam::111122223333:role/{name}")
}

/// Asserts that the last token was had with the role's keys, which were had with the token and no signature.
fn assert_had(world: &World, role: &str) {
    let call = world.calls_of("AssumeRoleWithWebIdentity").pop().expect("a call");
    assert_eq!(call.access_key, None);
    assert_eq!(call.parameters["RoleArn"], role);
    assert_eq!(call.parameters["WebIdentityToken"], format!("sha256:{}", sha256(TOKEN)));
    assert_eq!(Some(world.signer()), call.issued_access_key);
}

#[test]
fn the_environment_names_token_role_and_session() {
    let world = world("");
    let role = arn("web-env");
    let token = world.write("token", format!("{TOKEN}\n"));
    let env = [
        ("AWS_WEB_IDENTITY_TOKEN_FILE", token.to_str().unwrap()),
        ("AWS_ROLE_ARN", &role),
        ("AWS_ROLE_SESSION_NAME", "pod-7"),
    ];
    let answer = world.ask_with(&env, json!({}));
    assert_had(&world, &role);
    assert_eq!(world.calls_of("AssumeRoleWithWebIdentity")[0].parameters["RoleSessionName"], "pod-7");
    assert!(answer["ok"]["info"]["credentials_source"].as_str().unwrap().contains("web identity"), "{answer}");
}

#[test]
fn it_goes_before_keys_of_the_default_profile_but_not_before_a_named_one() {
    let world = World::new(settings());
    world.write("credentials", keys_of("default"));
    let role = arn("web-order");
    let token = world.write("token", TOKEN);
    let env = [("AWS_WEB_IDENTITY_TOKEN_FILE", token.to_str().unwrap()), ("AWS_ROLE_ARN", &role)];
    world.ask_with(&env, json!({}));
    assert_had(&world, &role);
    world.ask_with(&env, json!({ "profile": "default" }));
    assert_eq!(world.signer(), USER_KEY);
}

#[test]
fn a_profile_names_a_token_by_a_relative_path() {
    let role = arn("web-profile");
    let world =
        world(&format!("[profile ci]\nrole_arn = {role}\nweb_identity_token_file = token\nduration_seconds = 1200\n"));
    let token = world.write("token", TOKEN);
    world.ask_with(&[], json!({ "profile": "ci", "cwd": token.parent().unwrap() }));
    assert_had(&world, &role);
    assert_eq!(world.calls_of("AssumeRoleWithWebIdentity")[0].parameters["DurationSeconds"], "1200");
}

#[test]
fn it_may_be_the_base_of_a_chain() {
    let (inner, outer) = (arn("web-inner"), arn("web-outer"));
    let world = world(&format!(
        "[profile outer]\nrole_arn = {outer}\nsource_profile = inner\n\
         [profile inner]\nrole_arn = {inner}\nweb_identity_token_file = ~/.aws/token\n"
    ));
    world.write("token", TOKEN);
    world.log_in("outer");
    let base = world.issued_by("AssumeRoleWithWebIdentity");
    assert_eq!(world.calls_of("AssumeRole")[0].access_key, Some(base));
    assert_eq!(world.signer(), world.issued_by("AssumeRole"));
}

#[test]
fn a_token_that_cannot_be_had_or_used_is_told() {
    let role = arn("web-broken");
    let world = world(&format!(
        "[profile lost]\nrole_arn = {role}\nweb_identity_token_file = /nowhere/token\n\
         [profile bare]\nweb_identity_token_file = /nowhere/token\n\
         [profile stale]\nrole_arn = {role}\nweb_identity_token_file = ~/.aws/token\n"
    ));
    assert_error(&world.refused("lost"), "CredentialsFailed", &["'lost'", &native("/nowhere/token"), "cannot be read"]);
    let bare = world.ask_with(&[("AWS_ROLE_ARN", &role)], json!({ "profile": "bare" }));
    assert_error(error(&bare), "CredentialsFailed", &["'bare'", "no role_arn"]);
    world.write("token", TOKEN);
    let mut settings = settings();
    settings.sts.roles = [(role, Role { web_identity_tokens: vec!["another".into()], ..Role::default() })].into();
    world.ecr.set(settings);
    let error = world.refused("stale");
    assert_error(&error, "CredentialsFailed", &["role/web-broken", "InvalidIdentityToken"]);
    assert!(!error.to_string().contains(TOKEN));
}

#[test]
fn a_token_that_the_service_repeats_is_not_told() {
    let (head, payload, signature) =
        ("eyJhbGciOi-JSUzI1NiJ9", "eyJzdWIiOi_JzeXN0-ZW06c2VydmljZWFjY291bnQ6YSJ9", "c2lnbm-F0dXJl_b2Yx");
    let token = format!("{head}.{payload}.{signature}");
    let role = arn("web-repeated");
    let world = world(&format!("[profile r]\nrole_arn = {role}\nweb_identity_token_file = ~/.aws/token\n"));
    world.write("token", &token);
    for (code, message) in [
        ("InvalidIdentityToken", format!("The token '{token}' is not good.")),
        (
            "InvalidIdentityToken",
            format!("Neither {payload} nor {signature} under {head}, {}{token}", "long ".repeat(30)),
        ),
        (token.as_str(), "no".to_owned()),
    ] {
        world.ecr.set(Settings {
            fault: Some(Fault::Error { status: 400, code: code.into(), message }),
            fault_on: vec!["AssumeRoleWithWebIdentity".into()],
            ..settings()
        });
        let answer = world.ask_with(&[], json!({ "profile": "r", "debug": true }));
        assert_error(error(&answer), "CredentialsFailed", &["role/web-repeated", "***"]);
        for part in [head, payload, signature, &payload[..20], &signature[..12]] {
            assert!(!answer.to_string().contains(part), "{part} in {answer}");
        }
    }
}

#[test]
fn a_token_without_a_role_is_told() {
    let answer = world("").ask_with(&[("AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere/token")], json!({}));
    assert_error(error(&answer), "CredentialsFailed", &["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"]);
}

#[test]
fn half_of_it_and_an_empty_token_are_told() {
    let world = world("");
    let role = arn("web-half");
    let answer = world.ask_with(&[("AWS_ROLE_ARN", &role)], json!({}));
    assert_error(error(&answer), "NoCredentials", &["AWS_WEB_IDENTITY_TOKEN_FILE is not"]);
    let token = world.write("token", "\n");
    let env = [("AWS_WEB_IDENTITY_TOKEN_FILE", token.to_str().unwrap()), ("AWS_ROLE_ARN", &role)];
    assert_error(error(&world.ask_with(&env, json!({}))), "CredentialsFailed", &["is empty"]);
    assert!(world.calls_of("AssumeRoleWithWebIdentity").is_empty());
}
