//! Hosts of the map: as whom they are asked.

use crate::call::{HOST, NOT_FOUND, Scene};
use crate::home::{USER_KEY, world};
use crate::trial;
use libtest_mimic::Trial;
use local_ecr::{ACCESS_KEY, SECRET_KEY};
use serde_json::json;
use std::fs;

pub fn trials() -> Vec<Trial> {
    vec![
        trial("two accounts are asked with two profiles", profiles),
        trial("a profile of the map goes before keys of the environment", before_the_environment),
        trial("the port of https is the same host, for the map as for what is kept", https_port),
        trial("a role of the map is assumed, in the registry's account", role),
        trial("a host of the map that is none of ECR is the registry behind it", behind),
        trial("an anonymous host has no login but one that was handed in", anonymous),
        trial("who has no credentials pulls from ECR Public without a login", open_to_all),
        trial("a map that is wrong is told by line and key", wrong),
    ]
}

/// Profiles `user` and `hub` with a key each, and the map's lines.
fn scene(registries: serde_json::Value) -> Scene {
    let world = world("");
    let hub = format!("[hub]\naws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\n");
    world.write("credentials", crate::home::keys_of("user") + &hub);
    let scene = Scene::of(world);
    scene.map(registries);
    scene
}

fn profiles() {
    let scene = scene(json!([
        { "match": "444455556666.dkr.ecr.*.amazonaws.com", "profile": "user" },
        { "match": "*.dkr.ecr.*.amazonaws.com", "profile": "hub" },
    ]));
    scene.call("get", "444455556666.dkr.ecr.us-east-1.amazonaws.com").login();
    assert_eq!(scene.world.signer(), USER_KEY);
    scene.call("get", HOST).login();
    assert_eq!(scene.world.signer(), ACCESS_KEY);
    scene.call("get", "https://index.docker.io/v1/").assert_not_found();
}

fn before_the_environment() {
    let scene = scene(json!([{ "match": HOST, "profile": "user" }]));
    let scene = scene.with("AWS_ACCESS_KEY_ID", ACCESS_KEY).with("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    scene.call("get", HOST).login();
    assert_eq!(scene.world.signer(), USER_KEY);
    scene.call("get", "444455556666.dkr.ecr.eu-west-1.amazonaws.com").login();
    assert_eq!(scene.world.signer(), ACCESS_KEY);
}

fn https_port() {
    let scene = scene(json!([
        { "match": HOST, "profile": "user" }, { "match": "public.ecr.aws", "anonymous": true },
    ]));
    let scene = scene.with("AWS_ACCESS_KEY_ID", ACCESS_KEY).with("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    scene.call("get", &format!("https://{HOST}:443/v2/")).login();
    assert_eq!(scene.world.signer(), USER_KEY);
    scene.call("get", HOST).login();
    assert_eq!(scene.asked(), 1);
    scene.call("get", "public.ecr.aws:443").assert_not_found();
    assert!(scene.call("erase", &format!("{HOST}:443")).good);
    assert_eq!(scene.call("list", "").out, "{}");
}

fn role() {
    let line =
        json!({ "match": "*.dkr.ecr.*.amazonaws.com", "profile": "user", "role": "arn:aws:iam::{account}:role/pull" });
    let scene = scene(json!([line]));
    scene.call("get", HOST).login();
    let call = scene.world.calls_of("AssumeRole").pop().expect("a call of STS");
    assert_eq!(call.parameters["RoleArn"], "arn:aws:iam::111122223333:role/pull");
    assert_eq!(call.access_key.as_deref(), Some(USER_KEY));
    assert_eq!(scene.world.signer(), scene.world.issued_by("AssumeRole"));
}

fn behind() {
    let scene = scene(json!([
        { "match": "registry.example.com:5000", "account": "444455556666", "region": "eu-central-1", "profile": "user" },
    ]));
    assert_eq!(scene.call("get", "registry.example.com:5000/app").login().1, "password-for-444455556666");
    let call = scene.world.token_call();
    assert_eq!((call.region.as_deref(), call.registry_ids), (Some("eu-central-1"), vec!["444455556666".to_owned()]));
    scene.call("get", "registry.example.com").assert_not_found();
    assert_eq!(scene.call("list", "").out, r#"{"registry.example.com:5000":"AWS"}"#);
}

fn anonymous() {
    let scene = scene(json!([{ "match": "public.ecr.aws", "anonymous": true }]));
    scene.call("get", "https://public.ecr.aws").assert_not_found();
    assert!(scene.world.ecr.calls().is_empty());
    let login = json!({ "ServerURL": "public.ecr.aws", "Username": "AWS", "Secret": "handed-in" });
    assert!(scene.call("store", &login.to_string()).good);
    assert_eq!(scene.call("get", "public.ecr.aws").login().1, "handed-in");
    assert!(scene.call("erase", "public.ecr.aws").good);
    scene.call("get", "public.ecr.aws").assert_not_found();
}

/// Clients pull from ECR Public without a login; an account of one's own is another matter.
fn open_to_all() {
    let scene = Scene::of(world(""));
    for _ in 0..2 {
        scene.call("get", "public.ecr.aws").assert_not_found();
        scene.call("get", "https://ecr-public.aws.com").assert_not_found();
    }
    assert!(scene.call("get", HOST).failure().contains("credentials"));
    scene.map(json!([{ "match": "public.ecr.aws", "profile": "user" }]));
    scene.world.write("credentials", crate::home::keys_of("user"));
    assert_eq!(scene.call("get", "public.ecr.aws").login().0, "AWS");
}

fn wrong() {
    let scene = scene(json!([]));
    let file = scene.map(json!([{ "match": HOST, "profil": "user" }]));
    for (verb, input) in [("get", HOST), ("get", "ghcr.io"), ("list", ""), ("erase", HOST)] {
        let told = scene.call(verb, input);
        assert!(told.failure().contains("profil") && told.out.contains("line 1") && told.out != NOT_FOUND, "{told:?}");
    }
    fs::remove_file(file).unwrap();
    assert!(scene.call("list", "").good);
}
