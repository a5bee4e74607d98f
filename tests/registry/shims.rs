//! The script that distributions put in docker's place, which starts podman.

use crate::client::{Client, Desk};
use crate::registry::Registry;
use crate::support::ask;
use serde_json::{Value, json};
use std::os::unix::fs::symlink;
use std::path::Path;

/// A request to docker, which here is that script.
fn request(desk: &Desk<'_>, op: &str, more: Value) -> Value {
    let bin = desk.path("bin");
    if !bin.exists() {
        std::fs::create_dir(&bin).unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engine/connect/shim/docker");
        symlink(script, bin.join("docker")).unwrap();
    }
    let mut request = desk.request(op, json!({ "tool": "docker", "config_path": desk.path("named") }));
    let path = format!("{}:{}", bin.display(), request["env"]["PATH"].as_str().unwrap());
    request["env"]["PATH"] = path.into();
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    request
}

pub fn comes_and_goes(client: &Client) {
    let registry = Registry::start();
    let desk = Desk::new(client, &registry);
    let file = desk.path("named/config.json");
    std::fs::write(&file, json!({ "auths": {}, "HttpHeaders": { "X-Test": "kept" } }).to_string()).unwrap();
    let answer = ask(&request(&desk, "connect", json!({})));
    assert_eq!(answer["ok"]["failures"], json!([]), "{answer}");
    let login = &answer["ok"]["logins"][0];
    assert_eq!((&login["status"], &login["tool"]), (&json!("Succeeded"), &json!("podman")), "{answer}");
    assert_eq!(login["store"], file.to_str().unwrap());
    assert!(desk.serves(&file, &registry), "{answer}");
    let config: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(config["HttpHeaders"]["X-Test"], "kept", "podman knows but the logins of the file");

    let gone = ask(&request(&desk, "disconnect", json!({ "server_address": registry.host })));
    assert_eq!(gone["ok"]["logins"][0]["status"], "Removed", "{gone}");
    assert!(!desk.serves(&file, &registry));
}

pub fn in_its_own_place(client: &Client) {
    let registry = Registry::start();
    let desk = Desk::new(client, &registry);
    let answer = ask(&request(&desk, "connect", json!({ "config_path": Value::Null })));
    assert_eq!(answer["ok"]["logins"][0]["store"], desk.own().to_str().unwrap(), "{answer}");
    assert!(desk.serves(&desk.own(), &registry));
    let gone = json!({ "config_path": Value::Null, "server_address": registry.host });
    let gone = ask(&request(&desk, "disconnect", gone));
    assert_eq!(gone["ok"]["logins"][0]["status"], "Removed", "{gone}");
    assert!(!desk.serves(&desk.own(), &registry));
}
