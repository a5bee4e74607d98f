//! Logins that no client made, and real clients that use them.

use crate::client::{Client, Desk, find, token};
use crate::logins::{assert_login, hosts};
use crate::registry::Registry;
use crate::watch::while_nothing_shows;
use local_ecr::ACCOUNT;
use serde_json::{Value, json};
use std::fs;
use std::process::Command;
use tempfile::TempDir;

/// A login of the engine's own, by a request with more.
fn connect(desk: &Desk<'_>, more: Value) -> Value {
    let mut fields = json!({ "no_client": true });
    fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    desk.connect(fields)
}

pub fn serves_its_client(client: &Client) {
    let registry = Registry::start();
    let desk = Desk::new(client, &registry);
    fs::write(desk.named(), json!({ "auths": { "other.example": { "auth": "eDp4" } } }).to_string()).unwrap();
    let answer = while_nothing_shows(&registry.password, || connect(&desk, json!({})));
    assert_login(&answer, "Succeeded", &registry);
    assert_eq!(answer["ok"]["logins"][0]["tool"], client.name, "{answer}");
    assert!(!answer.to_string().contains(&registry.password));
    assert_eq!(hosts(&desk.named()), ["other.example", registry.host.as_str()]);
    assert!(desk.serves(&desk.named(), &registry), "the image is there");
    assert!(reads(client, &desk, &registry), "the client reads the image");

    let checked =
        crate::support::ask(&desk.request("check", json!({ "registry_ids": [registry.host], "online": true })));
    assert_eq!(checked["ok"], json!({ "good": true, "failures": [] }), "{checked}");

    assert_login(&desk.disconnect(json!({ "server_address": registry.host })), "Removed", &registry);
    assert!(!reads(client, &desk, &registry), "the client is refused");
}

pub fn stands_in_its_own_place(client: &Client) {
    let registry = Registry::start();
    let desk = Desk::new(client, &registry);
    assert_login(&connect(&desk, json!({ "config_path": Value::Null })), "Succeeded", &registry);
    assert!(desk.serves(&desk.own(), &registry));
}

pub fn is_refused(client: &Client) {
    let registry = Registry::start();
    let desk = Desk::with_tokens(client, [(ACCOUNT.to_owned(), token(&registry.url(), "another-password"))]);
    let answer = connect(&desk, json!({}));
    assert_eq!(answer["ok"]["failures"][0]["error"]["code"], "LoginRefused", "{answer}");
    assert!(!answer.to_string().contains("another-password") && hosts(&desk.named()).is_empty(), "{answer}");
}

pub fn over_tls(client: &Client) {
    let registry = Registry::start_tls();
    let desk = Desk::new(client, &registry);
    let untrusted = connect(&desk, json!({}));
    assert_eq!(untrusted["ok"]["failures"][0]["error"]["code"], "TlsFailed", "{untrusted}");
    assert!(hosts(&desk.named()).is_empty());
    assert_login(&connect(&desk, json!({ "ca_bundle": registry.authority() })), "Succeeded", &registry);
    let more = json!({ "registry_ids": [registry.host], "online": true, "ca_bundle": registry.authority() });
    let checked = crate::support::ask(&desk.request("check", more));
    assert_eq!(checked["ok"]["good"], true, "{checked}");
}

/// Whether a client itself reads the image with the logins of its named file.
fn reads(client: &Client, desk: &Desk<'_>, registry: &Registry) -> bool {
    let named = desk.named();
    let file = named.to_str().unwrap();
    // What was read before must be read again.
    let storage = TempDir::new_in(desk.folder.path()).unwrap();
    let [root, run] = ["root", "run"].map(|name| storage.path().join(name).to_str().unwrap().to_owned());
    let image = format!("{}/app:1", registry.host);
    let own_storage = ["--root", &root, "--runroot", &run, "--storage-driver", "vfs"];
    let pull = ["pull", "--authfile", file, "--tls-verify=false", &image];
    let arguments: Vec<&str> = match client.name {
        "docker" => {
            let folder = named.parent().unwrap().to_str().unwrap();
            return run_client(client, desk, &["--config", folder, "manifest", "inspect", "--insecure", &image]);
        }
        "skopeo" => {
            let image = format!("docker://{image}");
            return run_client(client, desk, &["inspect", "--raw", "--authfile", file, "--tls-verify=false", &image]);
        }
        _ => [&own_storage[..], &pull].concat(),
    };
    run_client(client, desk, &arguments)
}

fn run_client(client: &Client, desk: &Desk<'_>, arguments: &[&str]) -> bool {
    let output = Command::new(find(client.name).expect("it is on PATH"))
        .args(arguments)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("HOME", desk.path("home"))
        .env("XDG_RUNTIME_DIR", desk.path("run"))
        .output()
        .expect("the client runs");
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).to_lowercase();
    let is_refused =
        ["unauthorized", "authentication required", "no basic auth"].iter().any(|word| said.contains(word));
    assert_ne!(output.status.success(), is_refused, "{}: {said}", client.name);
    output.status.success()
}
