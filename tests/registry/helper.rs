//! Clients that find their logins by docker-credential-ecrlogin: it serves our registries from the map, and keeps the logins
//! of others.

use crate::client::Client;
use crate::home::Home;
use crate::registry::Registry;
use local_ecr::ACCOUNT;
use serde_json::{Value, json};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::{env, fs};

/// Whether ECRLOGIN_HELPER names the helper.
pub fn is_there() -> bool {
    env::var_os("ECRLOGIN_HELPER").is_some_and(|path| Path::new(&path).is_file())
}

/// A home where the client finds the helper, and where somebody whose login is no part of this has pushed an image.
fn home<'a>(client: &'a Client, registry: &'a Registry) -> Home<'a> {
    let home = Home::new(client, registry);
    let helper = env::var_os("ECRLOGIN_HELPER").expect("the helper");
    symlink(helper, home.desk.path("bin/docker-credential-ecrlogin")).unwrap();
    home.fill_registry();
    home
}

fn with_config<'a>(home: Home<'a>, config: &Value) -> Home<'a> {
    fs::write(home.desk.named(), config.to_string()).unwrap();
    home
}

/// By exact host, as all clients have it.
fn by_host<'a>(client: &'a Client, registry: &'a Registry) -> Home<'a> {
    with_config(home(client, registry), &json!({ "credHelpers": { &registry.host: "ecrlogin" } }))
}

/// A login of a registry that is not ours: the helper keeps it in our own file, the client's has none.
fn others_come_and_go(home: &Home<'_>) {
    home.assert_refused();
    let (good, said) = home.log_in();
    assert!(good, "{said}");
    home.assert_gets();
    let kept = fs::read_to_string(home.desk.path("home/.ecrlogin/auths.json")).unwrap();
    assert!(kept.contains(&home.registry.host), "{kept}");
    assert!(!fs::read_to_string(home.desk.named()).unwrap().contains("\"auth\""));
    home.log_out();
    home.assert_refused();
}

pub fn keeps_others_by_host(client: &Client) {
    let registry = Registry::start();
    others_come_and_go(&by_host(client, &registry));
}

pub fn keeps_others_as_store(client: &Client) {
    let registry = Registry::start();
    others_come_and_go(&with_config(home(client, &registry), &json!({ "credsStore": "ecrlogin" })));
}

/// As store we hide what stands in docker's file from docker, so that we have to give it.
pub fn gives_what_stands_in_dockers_file(client: &Client) {
    let registry = Registry::start();
    let home = home(client, &registry);
    let pusher: Value = serde_json::from_slice(&fs::read(home.desk.path("pusher.json")).unwrap()).unwrap();
    let folder = home.desk.path("home/.docker");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("config.json"), pusher.to_string()).unwrap();
    let home = with_config(home, &json!({ "credsStore": "ecrlogin" }));
    home.assert_gets();
}

/// No login at all: the token comes from the service.
pub fn serves_ours(client: &Client) {
    let registry = Registry::start();
    let line = json!({ "match": registry.host, "account": ACCOUNT, "region": "eu-west-1" });
    let home = by_host(client, &registry);
    home.assert_refused();
    fs::create_dir_all(home.desk.path("home/.ecrlogin")).unwrap();
    let map = json!({ "version": 1, "registries": [line] });
    fs::write(home.desk.path("home/.ecrlogin/registries.json"), map.to_string()).unwrap();
    home.assert_gets();
    home.assert_gets();
    let calls = home.desk.world.ecr.calls();
    assert_eq!(calls.len(), 1, "the second time it is kept: {calls:?}");
}
