//! Roles of profiles: chains, their sources, and what is wrong with some.

use crate::home::{USER_KEY, USER_SECRET, assert_error, keys_of, settings, world};
use crate::support::{World, each};
use local_ecr::{ACCESS_KEY, Fault, Key, Role, SECRET_KEY, Settings};
use serde_json::json;

fn arn(name: &str) -> String {
    format!("arn:aws:iam::111122223333:role/{name}")
}

/// An endpoint that lets nobody assume roles but these.
fn only(roles: impl IntoIterator<Item = (String, Role)>) -> Settings {
    let mut settings = settings();
    settings.sts.any_role = false;
    settings.sts.roles = roles.into_iter().collect();
    settings
}

#[test]
fn a_chain_of_three_is_walked_from_its_base() {
    let (first, second, third) = (arn("chain-1"), arn("chain-2"), arn("chain-3"));
    let config = format!(
        "[profile one]\nrole_arn = {first}\nsource_profile = user\n\
         [profile two]\nrole_arn = {second}\nsource_profile = one\nexternal_id = outside\n\
         [profile three]\nrole_arn = {third}\nsource_profile = two\nrole_session_name = me\n\
         duration_seconds = 1800\nregion = ap-south-1\n"
    );
    let world = world(&config);
    world.ecr.set(only([
        (first.clone(), Role { trusts: vec![USER_KEY.into()], ..Role::default() }),
        (second.clone(), Role { trusts: vec![first], external_id: Some("outside".into()), ..Role::default() }),
        (third, Role { trusts: vec![second], ..Role::default() }),
    ]));
    let answer = world.ask_with(&[], json!({ "profile": "three", "region": null }));
    assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");

    let calls = world.calls_of("AssumeRole");
    let signers: Vec<_> = calls.iter().map(|call| call.access_key.clone()).collect();
    let issued: Vec<_> = calls.iter().map(|call| call.issued_access_key.clone()).collect();
    assert_eq!(signers, [Some(USER_KEY.to_owned()), issued[0].clone(), issued[1].clone()]);
    assert!(calls.iter().all(|call| call.region.as_deref() == Some("ap-south-1")));
    assert_eq!(calls[1].parameters["ExternalId"], "outside");
    assert_eq!(calls[2].parameters["RoleSessionName"], "me");
    assert_eq!(calls[2].parameters["DurationSeconds"], "1800");
    assert!(!calls[0].parameters.contains_key("DurationSeconds"));

    let call = world.token_call();
    assert_eq!((call.access_key, call.region.as_deref()), (issued[2].clone(), Some("ap-south-1")));
    assert!(call.session_token_present);
    let source = answer["ok"]["info"]["credentials_source"].as_str().unwrap();
    assert!(source.contains("'user'") && source.contains("role/chain-3"), "{source}");
}

#[test]
fn a_session_is_kept_for_other_regions_too() {
    let world = world(&format!("[profile kept]\nrole_arn = {}\nsource_profile = user\n", arn("kept")));
    for region in ["eu-west-1", "us-east-1", "eu-west-1"] {
        world.ask_with(&[], json!({ "profile": "kept", "region": region }));
        assert_eq!(world.token_call().region.as_deref(), Some(region));
    }
    assert_eq!(world.calls_of("AssumeRole").len(), 1);
}

#[test]
fn a_session_near_its_end_is_not_used_again() {
    let role = arn("short");
    let world = world(&format!("[profile short]\nrole_arn = {role}\nsource_profile = user\n"));
    world.ecr.set(only([(role, Role { lifetime_s: Some(120), ..Role::default() })]));
    for region in ["eu-west-1", "us-east-1"] {
        world.ask_with(&[], json!({ "profile": "short", "region": region }));
        assert_eq!(world.signer(), world.issued_by("AssumeRole"));
    }
    assert_eq!(world.calls_of("AssumeRole").len(), 2);
}

/// From now on the service does not know these keys.
fn end(world: &World, access_key: &str) {
    let mut settings = world.ecr.settings();
    settings.keys.insert(access_key.to_owned(), Key::new("another secret"));
    world.ecr.set(settings);
}

#[test]
fn a_session_that_is_refused_is_made_anew_and_that_of_another_role_is_kept() {
    let (mine, other) = (arn("refused"), arn("not-refused"));
    let world = world(&format!(
        "[profile mine]\nrole_arn = {mine}\nsource_profile = user\n\
         [profile other]\nrole_arn = {other}\nsource_profile = user\n"
    ));
    world.log_in("other");
    let kept = world.signer();
    world.log_in("mine");
    end(&world, &world.signer());
    world.log_in("mine");
    assert_eq!(world.signer(), world.issued_by("AssumeRole"));
    world.ask_with(&[], json!({ "profile": "other", "region": "us-east-1" }));
    assert_eq!(world.signer(), kept);
}

#[test]
fn a_role_in_between_whose_session_is_refused_is_assumed_anew() {
    let config = format!(
        "[profile one]\nrole_arn = {}\nsource_profile = user\n[profile two]\nrole_arn = {}\nsource_profile = one\n",
        arn("between"),
        arn("beyond")
    );
    let world = world(&config);
    world.log_in("two");
    let between = world.calls_of("AssumeRole")[0].issued_access_key.clone().unwrap();
    end(&world, &between);
    end(&world, &world.signer());
    world.log_in("two");
    let signers: Vec<_> = world.calls_of("AssumeRole").into_iter().map(|call| call.access_key.unwrap()).collect();
    let again = world.calls_of("AssumeRole")[3].issued_access_key.clone().unwrap();
    assert_eq!(signers, [USER_KEY, &between, &between, USER_KEY, &again]);
}

#[test]
fn keys_of_the_environment_assume_a_role() {
    let config = format!("[profile role]\nrole_arn = {}\ncredential_source = Environment\n", arn("from-environment"));
    let world = world(&config);
    let env = [("AWS_ACCESS_KEY_ID", ACCESS_KEY), ("AWS_SECRET_ACCESS_KEY", SECRET_KEY)];
    world.ask_with(&env, json!({ "profile": "role" }));
    assert_eq!(world.calls_of("AssumeRole")[0].access_key.as_deref(), Some(ACCESS_KEY));
    assert_eq!(world.signer(), world.issued_by("AssumeRole"));
    assert_error(&world.refused("role"), "CredentialsFailed", &["credential_source", "AWS_ACCESS_KEY_ID"]);
}

#[test]
fn keys_of_the_container_assume_a_role() {
    let config = format!("[profile role]\nrole_arn = {}\ncredential_source = EcsContainer\n", arn("from-container"));
    let world = world(&config);
    let url = format!("{}/creds", world.ecr.url());
    world.ask_with(&[("AWS_CONTAINER_CREDENTIALS_FULL_URI", &url)], json!({ "profile": "role" }));
    let base = world.issued_by("GetCredentials");
    assert_eq!(world.calls_of("AssumeRole")[0].access_key, Some(base));
    assert_eq!(world.signer(), world.issued_by("AssumeRole"));
    assert_error(&world.refused("role"), "CredentialsFailed", &["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"]);
}

#[test]
fn keys_of_the_instance_assume_a_role() {
    let role = arn("from-instance");
    let world = world(&format!("[profile role]\nrole_arn = {role}\ncredential_source = Ec2InstanceMetadata\n"));
    let url = world.ecr.url().to_owned();
    let env = [("AWS_EC2_METADATA_DISABLED", "false"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", &url)];
    world.ask_with(&env, json!({ "profile": "role" }));
    let base = world.issued_by("GetInstanceCredentials");
    assert_eq!(world.calls_of("AssumeRole")[0].access_key, Some(base));
    assert_eq!(world.signer(), world.issued_by("AssumeRole"));
    assert_error(&world.refused("role"), "CredentialsFailed", &["credential_source"]);
}

#[test]
fn a_profile_may_be_its_own_source() {
    let world = World::new(settings());
    world.write("credentials", keys_of("self"));
    world.write("config", format!("[profile self]\nrole_arn = {}\nsource_profile = self\n", arn("self")));
    world.log_in("self");
    assert_eq!(world.calls_of("AssumeRole")[0].access_key.as_deref(), Some(USER_KEY));
    assert_eq!(world.signer(), world.issued_by("AssumeRole"));
}

#[test]
fn keys_end_a_chain_where_they_stand() {
    let world = World::new(settings());
    world.write("credentials", keys_of("middle"));
    world.write(
        "config",
        format!(
            "[profile outer]\nrole_arn = {0}\nsource_profile = middle\n\
             [profile middle]\nrole_arn = {0}\nsource_profile = nobody\n",
            arn("ended")
        ),
    );
    world.log_in("outer");
    let calls = world.calls_of("AssumeRole");
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].access_key.as_deref(), Some(USER_KEY));
}

#[test]
fn chains_that_lead_nowhere_are_told() {
    let role = format!("role_arn = {}", arn("nowhere"));
    let table = [
        (format!("{role}\nsource_profile = b\n[profile b]\n{role}\nsource_profile = p"), &["loop", "p -> b -> p"][..]),
        (format!("{role}\nsource_profile = p"), &["'p'", "source_profile", "neither keys"]),
        (format!("{role}\nsource_profile = b"), &["'p'", "source_profile 'b'", "none of the files"]),
        (format!("{role}\nsource_profile = user\ncredential_source = Environment"), &["both source_profile and"]),
        (role.clone(), &["'p'", "neither source_profile nor credential_source"]),
        (format!("{role}\ncredential_source = Moon"), &["'Moon'", "Ec2InstanceMetadata"]),
        (format!("{role}\nsource_profile = b\n[profile b]\nregion = x"), &["'b'", "neither keys"]),
        ("aws_access_key_id = AKIAHALF".to_owned(), &["'p'", "half a key pair", "aws_secret_access_key"]),
        ("aws_secret_access_key = hunter2".to_owned(), &["'p'", "half a key pair", "aws_access_key_id"]),
        (format!("{role}\nsource_profile = b\n[profile b]\naws_access_key_id = A"), &["'b'", "half a key pair"]),
        (format!("{role}\nsource_profile = user\nduration_seconds = soon"), &["duration_seconds 'soon'"]),
    ];
    for (lines, words) in table {
        let world = world(&format!("[profile p]\n{lines}\n"));
        let error = world.refused("p");
        assert_error(&error, "CredentialsFailed", words);
        assert_error(&error, "CredentialsFailed", &["Correct the profile"]);
        assert!(!error.to_string().contains("hunter2"), "{error}");
        assert!(world.ecr.calls().is_empty());
    }
}

#[test]
fn a_chain_of_fifty_is_refused_at_once() {
    let link = |n| format!("[profile p{n}]\nrole_arn = {}\nsource_profile = p{}\n", arn("long"), n + 1);
    let world = world(&(0..50).map(link).collect::<String>());
    assert_error(&world.refused("p0"), "CredentialsFailed", &["a chain of more than 16 roles"]);
    assert!(world.ecr.calls().is_empty());
}

#[test]
fn a_role_that_refuses_says_which_permission_is_missing() {
    let role = arn("strict");
    let world = world(&format!("[profile strict]\nrole_arn = {role}\nsource_profile = user\nexternal_id = wrong\n"));
    world.ecr.set(only([(role, Role { external_id: Some("right".into()), ..Role::default() })]));
    let error = world.refused("strict");
    assert_error(&error, "AccessDenied", &["role/strict", "'strict'", "sts:AssumeRole on the role", "trust"]);
    assert_eq!(error["http_status"], 403);
    assert!(world.calls_of("GetAuthorizationToken").is_empty());
}

#[test]
fn what_sts_finds_wrong_is_no_reason_to_ask_again() {
    let role = arn("brief");
    let world = world(&format!("[profile b]\nrole_arn = {role}\nsource_profile = user\nduration_seconds = 60\n"));
    let error = world.refused("b");
    assert_error(&error, "CredentialsFailed", &["role/brief", "ValidationError", "900"]);
    assert_eq!(error["retryable"], false);
}

#[test]
fn unknown_keys_and_a_silent_sts_are_told_by_their_codes() {
    let world = world(&format!("[profile r]\nrole_arn = {}\nsource_profile = user\n", arn("unreached")));
    let mut settings = settings();
    settings.keys.clear();
    world.ecr.set(settings);
    assert_error(&world.refused("r"), "UnrecognizedClient", &["role/unreached", "Check the access key"]);
    let env = [("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1"), ("AWS_MAX_ATTEMPTS", "1")];
    let answer = world.ask_with(&env, json!({ "profile": "r" }));
    assert_error(&answer["error"], "ConnectionRefused", &["role/unreached", "127.0.0.1:1"]);
}

#[test]
fn a_role_of_the_profile_goes_before_a_web_identity_of_the_environment() {
    let world = world(&format!("[default]\nrole_arn = {}\nsource_profile = user\n", arn("before-web-identity")));
    let token = world.write("token", "a.web.identity");
    let other = arn("web-identity");
    let env = [("AWS_WEB_IDENTITY_TOKEN_FILE", token.to_str().unwrap()), ("AWS_ROLE_ARN", &other)];
    world.ask_with(&env, json!({}));
    assert_eq!(world.signer(), world.issued_by("AssumeRole"));
    assert!(world.calls_of("AssumeRoleWithWebIdentity").is_empty());
}

#[test]
fn an_sts_that_stumbles_is_asked_again() {
    let world = world(&format!("[profile r]\nrole_arn = {}\nsource_profile = user\n", arn("stumbled")));
    world.ecr.set(Settings {
        fault: Some(Fault::Error { status: 500, code: "InternalFailure".into(), message: "why".into() }),
        fault_count: Some(1),
        fault_on: vec!["AssumeRole".into()],
        ..settings()
    });
    world.log_in("r");
    assert_eq!(world.calls_of("AssumeRole").len(), 2);
}

#[test]
fn source_keys_that_are_over_are_told_with_their_role() {
    let world = world(&format!("[profile r]\nrole_arn = {}\nsource_profile = user\n", arn("overdue")));
    let mut settings = settings();
    let key = Key { expires_at: Some(1.0), ..Key::new(USER_SECRET) };
    settings.keys.insert(USER_KEY.into(), key);
    world.ecr.set(settings);
    assert_error(&world.refused("r"), "ExpiredToken", &["role/overdue", "Renew"]);
}
