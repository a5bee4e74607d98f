//! Where logins lie: links, modes, owners and neighbours in a file that several clients share.

use crate::client::{Client, Desk};
use crate::registry::Registry;
use serde_json::{Value, json};
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::Path;

/// Somebody else, where the tests run as root.
const OTHER: u32 = 12345;

/// What users have in such a file, in an order that no client would write.
fn config() -> Value {
    json!({
        "zz-unknown": { "kept": [1, null] },
        "auths": {
            "other.example": { "username": "me", "password": "p" },
            "mail.example": { "auth": "eDp4", "email": "me@mail.example" },
        },
        "HttpHeaders": { "X-Test": "kept" },
    })
}

fn read(file: &Path) -> Value {
    serde_json::from_slice(&fs::read(file).unwrap()).expect("JSON")
}

fn connect(desk: &Desk<'_>, registry: &Registry, more: Value) -> Value {
    let answer = desk.connect(more);
    assert_eq!(answer["ok"]["failures"], json!([]), "{answer}");
    assert_eq!(answer["ok"]["logins"][0]["registry"], registry.host.as_str(), "{answer}");
    answer
}

/// As users have them whose files lie in a folder of their own.
pub fn links_stay(client: &Client) {
    let registry = Registry::start();
    for own in [false, true] {
        let desk = Desk::new(client, &registry);
        let (link, more) = match own {
            true => (desk.own(), json!({ "config_path": Value::Null })),
            false => (desk.named(), json!({})),
        };
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        fs::create_dir(desk.path("dotfiles")).unwrap();
        let file = desk.path("dotfiles/config.json");
        symlink(&file, &link).unwrap();
        // First it leads to nothing.
        for content in [None, Some(config())] {
            content.iter().for_each(|content| fs::write(&file, content.to_string()).unwrap());
            connect(&desk, &registry, more.clone());
            assert!(is_link(&link) && desk.serves(&file, &registry), "own: {own}, {content:?}");
            let mut gone = more.clone();
            gone["server_address"] = registry.host.as_str().into();
            assert_eq!(desk.disconnect(gone)["ok"]["logins"][0]["status"], "Removed");
            assert!(is_link(&link) && !desk.serves(&file, &registry), "own: {own}, {content:?}");
        }
    }
}

fn is_link(path: &Path) -> bool {
    path.symlink_metadata().unwrap().is_symlink()
}

pub fn all_else_stays(client: &Client) {
    let registry = Registry::start();
    let desk = Desk::new(client, &registry);
    fs::write(desk.named(), config().to_string()).unwrap();
    fs::set_permissions(desk.named(), Permissions::from_mode(0o640)).unwrap();
    let us = fs::metadata(desk.named()).unwrap().uid();
    let owner = if us == 0 { OTHER } else { us };
    chown(desk.named(), Some(owner), None).unwrap();
    connect(&desk, &registry, json!({}));
    let found = fs::metadata(desk.named()).unwrap();
    assert_eq!((found.mode() & 0o777, found.uid()), (0o640, owner));
    let mut after = read(&desk.named());
    assert!(
        after["auths"].as_object_mut().unwrap().remove(&registry.host).is_some_and(|entry| entry["auth"].is_string())
    );
    let mut names: Vec<&String> = after.as_object().unwrap().keys().collect();
    if client.sorts_keys() {
        names.sort_by_key(|name| config().as_object().unwrap().keys().position(|key| key == *name));
    }
    assert_eq!(names[..3], ["zz-unknown", "auths", "HttpHeaders"]);
    assert_eq!((&after["zz-unknown"], &after["HttpHeaders"]), (&config()["zz-unknown"], &config()["HttpHeaders"]));
    let other = &after["auths"]["other.example"];
    assert!(other["password"] == "p" || other["auth"] == "bWU6cA==", "{other}");
    assert_eq!(after["auths"]["mail.example"]["auth"], "eDp4");
    if !client.writes_as_docker() {
        assert_eq!(after["auths"], config()["auths"]);
    }
}

/// Podman puts no password over an identity token, and an empty name is no helper to it.
pub fn nothing_is_in_the_way(client: &Client) {
    let registry = Registry::start();
    let desk = Desk::new(client, &registry);
    let host = &registry.host;
    let before = json!({
        "auths": { host: { "auth": "AAAA", "identitytoken": "a token" }, "other.example": { "identitytoken": "kept" } },
        "credHelpers": { host: "", "z.example": "x" },
    });
    fs::write(desk.named(), before.to_string()).unwrap();
    connect(&desk, &registry, json!({}));
    assert!(desk.serves(&desk.named(), &registry));
    let after = read(&desk.named());
    assert_eq!(after["credHelpers"], json!({ "z.example": "x" }));
    assert_eq!(after["auths"]["other.example"], json!({ "identitytoken": "kept" }));
}

/// A request to a client with a credential store on PATH that takes no login, as on Windows without a session.
fn with_store(desk: &Desk<'_>, name: &str, more: Value) -> Value {
    let bin = desk.path("bin");
    if !bin.exists() {
        fs::create_dir(&bin).unwrap();
        symlink(env!("CARGO_BIN_EXE_store"), bin.join(format!("docker-credential-{name}"))).unwrap();
        fs::write(desk.path("store"), "").unwrap();
    }
    let mut request = desk.request("connect", more);
    request["env"]["PATH"] = format!("{}:{}", bin.display(), request["env"]["PATH"].as_str().unwrap()).into();
    request["env"]["STORE_FILE"] = desk.path("store").to_str().into();
    request["env"]["STORE_FAILS"] = "store: A specified logon session does not exist.".into();
    let answer = crate::support::ask(&request);
    assert_eq!(answer["ok"]["logins"][0]["status"], "Succeeded", "{answer}");
    answer
}

fn warnings(answer: &Value) -> Vec<&str> {
    let log = answer["log"].as_array().unwrap().iter().filter(|line| line["level"] == "warning");
    log.filter_map(|line| line["message"].as_str()).collect()
}

/// Docker then keeps the login in its file; podman, which fails over what docker needs for that, can be logged in there
/// too, and what that means to docker is told.
pub fn a_store_without_a_session(client: &Client) {
    let registry = Registry::start();
    let desk = Desk::new(client, &registry);
    let host = &registry.host;
    fs::write(desk.named(), json!({ "credsStore": "test" }).to_string()).unwrap();
    let answer = with_store(&desk, "test", json!({}));
    assert!(warnings(&answer)[0].contains("kept in"), "{answer}");
    assert!(warnings(&answer)[1].contains("skopeo") && warnings(&answer)[1].contains("REGISTRY_AUTH_FILE"), "{answer}");
    let after = read(&desk.named());
    assert!(after["auths"][host]["auth"].is_string() && after["credsStore"] == "test", "{:?}", after["credHelpers"]);
    let (_, said) = desk.skopeo(&[
        "inspect",
        "--tls-verify=false",
        "--authfile",
        desk.named().to_str().unwrap(),
        &format!("docker://{host}/app:1"),
    ]);
    assert!(said.contains("docker-credential-"), "what the warning is about: {said}");

    let answer = with_store(&desk, "test", json!({ "tool": "podman", "config_path": desk.named() }));
    assert!(warnings(&answer)[0].contains("docker asks its store 'test'"), "{answer}");
    assert!(desk.serves(&desk.named(), &registry));
    assert_eq!(read(&desk.named())["credsStore"], "test");
}

/// Where no config names a store docker takes one that it finds; an entry for the host keeps it from that, and harms
/// nobody.
pub fn a_store_that_docker_chose(client: &Client) {
    let registry = Registry::start();
    let desk = Desk::new(client, &registry);
    fs::write(desk.named(), "{}").unwrap();
    let answer = with_store(&desk, "secretservice", json!({}));
    assert_eq!(warnings(&answer).len(), 1, "{answer}");
    assert!(desk.serves(&desk.named(), &registry), "for podman and its like too");
    let after = read(&desk.named());
    assert!(after.get("credHelpers").is_none() && after.get("credsStore").is_none(), "{:?}", after.get("credsStore"));
}
