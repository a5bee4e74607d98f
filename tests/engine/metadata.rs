//! Credentials and regions of containers and instances.

use crate::home::{USER_KEY, assert_error, error, settings, world};
use crate::support::{World, each};
use local_ecr::{ContainerSettings, Fault, ImdsSettings, Settings};
use serde_json::{Value, json};

/// An endpoint whose container wants this header.
fn container(authorization: &str) -> World {
    let container = ContainerSettings { authorization: Some(authorization.into()), ..ContainerSettings::default() };
    World::new(Settings { container, ..Settings::default() })
}

fn ask_container(world: &World, more: &[(&str, &str)]) -> Value {
    let url = format!("{}/creds/7", world.ecr.url());
    let env: Vec<_> =
        [("AWS_CONTAINER_CREDENTIALS_FULL_URI", url.as_str())].into_iter().chain(more.iter().copied()).collect();
    world.ask_with(&env, json!({}))
}

/// Asks with instance metadata served by the endpoint.
fn ask_instance(world: &World, more: &[(&str, &str)], fields: Value) -> Value {
    let url = world.ecr.url().to_owned();
    let metadata = [("AWS_EC2_METADATA_DISABLED", "false"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", url.as_str())];
    let env: Vec<_> = metadata.into_iter().chain(more.iter().copied()).collect();
    world.ask_with(&env, fields)
}

#[test]
fn a_container_gives_keys_for_its_token() {
    let world = container("Basic abc");
    let answer = ask_container(&world, &[("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Basic abc")]);
    assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
    assert_eq!(world.signer(), world.issued_by("GetCredentials"));
    assert_eq!(answer["ok"]["info"]["credentials_source"], "container credentials");
}

#[test]
fn the_file_of_a_token_goes_before_the_token() {
    let world = container("pod-token");
    let file = world.write("pod", "pod-token");
    let env = [
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file.to_str().unwrap()),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "other"),
    ];
    ask_container(&world, &env);
    assert_eq!(world.signer(), world.issued_by("GetCredentials"));
}

#[test]
fn a_container_that_gives_nothing_ends_the_search() {
    let world = container("pod-token");
    let lost = ask_container(&world, &[("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/nowhere/pod")]);
    assert_error(error(&lost), "CredentialsFailed", &["container's credentials", "os error", "TOKEN_FILE"]);
    let wrong = ask_container(&world, &[("AWS_CONTAINER_AUTHORIZATION_TOKEN", "hunter2")]);
    assert_error(error(&wrong), "CredentialsFailed", &["container's credentials"]);
    assert!(!wrong.to_string().contains("hunter2"), "{wrong}");
    let foreign = [("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://192.0.2.1/creds")];
    assert_error(error(&world.ask_with(&foreign, json!({}))), "CredentialsFailed", &["container's credentials"]);
    assert!(world.calls_of("GetAuthorizationToken").is_empty());
}

#[test]
fn the_relative_uri_of_a_container_counts() {
    let world = World::new(Settings::default());
    let answer = world.ask_with(&[("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/no uri")], json!({}));
    assert_error(error(&answer), "CredentialsFailed", &["container's credentials"]);
}

#[test]
fn an_instance_gives_keys_and_region() {
    let world = World::new(Settings {
        imds: ImdsSettings { region: "eu-north-1".into(), ..ImdsSettings::default() },
        ..Settings::default()
    });
    let answer = ask_instance(&world, &[], json!({ "region": null }));
    assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
    assert_eq!(world.signer(), world.issued_by("GetInstanceCredentials"));
    assert_eq!(world.token_call().region.as_deref(), Some("eu-north-1"));
    assert_eq!(answer["ok"]["info"]["credentials_source"], "instance metadata");
}

#[test]
fn a_profile_may_say_where_metadata_is_served() {
    let world = World::new(Settings::default());
    world.write("config", format!("[default]\nec2_metadata_service_endpoint = {}\n", world.ecr.url()));
    let answer = world.ask_with(&[("AWS_EC2_METADATA_DISABLED", "false")], json!({ "region": null }));
    assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
    assert_eq!(world.signer(), world.issued_by("GetInstanceCredentials"));
    assert_eq!(world.token_call().region.as_deref(), Some("us-east-1"));
}

#[test]
fn an_instance_without_a_role_is_one_more_place_that_was_tried() {
    let world =
        World::new(Settings { imds: ImdsSettings { role: None, ..ImdsSettings::default() }, ..Settings::default() });
    let answer = ask_instance(&world, &[], json!({}));
    assert_error(
        error(&answer),
        "NoCredentials",
        &["environment", "profile 'default'", "container", "instance metadata"],
    );
    assert_eq!(error(&answer)["details"].as_array().unwrap().len(), 4, "{answer}");
}

#[test]
fn an_instance_that_stumbles_is_asked_again() {
    let world = World::new(Settings {
        fault: Some(Fault::Error { status: 500, code: "InternalFailure".into(), message: "why".into() }),
        fault_count: Some(1),
        fault_on: vec!["GetInstanceCredentials".into()],
        ..Settings::default()
    });
    assert_eq!(each(&ask_instance(&world, &[], json!({})), "username"), ["AWS"]);
}

#[test]
fn metadata_that_is_switched_off_is_not_asked() {
    let world = World::new(Settings::default());
    let url = world.ecr.url().to_owned();
    let env = [("AWS_EC2_METADATA_DISABLED", "TRUE"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", url.as_str())];
    assert_error(error(&world.ask_with(&env, json!({ "region": null }))), "NoRegion", &["-Region", "AWS_REGION"]);
    assert_error(error(&world.ask_with(&env, json!({}))), "NoCredentials", &["instance metadata"]);
    assert!(world.ecr.calls().is_empty());
}

#[test]
fn a_profile_goes_before_a_container_and_a_container_before_an_instance() {
    let world = world("");
    let creds = format!("{}/creds", world.ecr.url());
    let env = [("AWS_CONTAINER_CREDENTIALS_FULL_URI", creds.as_str()), ("AWS_PROFILE", "user")];
    ask_instance(&world, &env, json!({}));
    assert_eq!(world.signer(), USER_KEY);
    ask_instance(&world, &env[..1], json!({}));
    assert_eq!(world.signer(), world.issued_by("GetCredentials"));
}

#[test]
fn neither_goes_through_a_proxy() {
    let world = World::new(settings());
    let proxies = [("HTTP_PROXY", "http://127.0.0.1:1"), ("ALL_PROXY", "http://127.0.0.1:1")];
    assert_eq!(each(&ask_container(&world, &proxies), "username"), ["AWS"]);
    assert_eq!(each(&ask_instance(&world, &proxies, json!({ "region": null })), "username"), ["AWS"]);
}
