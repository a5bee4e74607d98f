//! Logins that no client made, and real clients that use them.

use crate::client::{Client, Desk, token};
use crate::home::Home;
use crate::logins::{assert_login, hosts};
use crate::registry::Registry;
use crate::watch::while_nothing_shows;
use local_ecr::ACCOUNT;
use serde_json::{Value, json};
use std::fs;

/// A login of the engine's own, by a request with more.
fn connect(desk: &Desk<'_>, more: Value) -> Value {
    let mut fields = json!({ "no_client": true });
    fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    desk.connect(fields)
}

pub fn serves_its_client(client: &Client) {
    let registry = Registry::start();
    let home = Home::new(client, &registry);
    home.fill_registry();
    let desk = &home.desk;
    fs::write(desk.named(), json!({ "auths": { "other.example": { "auth": "eDp4" } } }).to_string()).unwrap();
    let answer = while_nothing_shows(&registry.password, || connect(desk, json!({})));
    assert_login(&answer, "Succeeded", &registry);
    assert_eq!(answer["ok"]["logins"][0]["tool"], client.name, "{answer}");
    assert!(!answer.to_string().contains(&registry.password));
    assert_eq!(hosts(&desk.named()), ["other.example", registry.host.as_str()]);
    home.assert_gets();

    let checked =
        crate::support::ask(&desk.request("check", json!({ "registry_ids": [registry.host], "online": true })));
    assert_eq!(checked["ok"], json!({ "good": true, "failures": [] }), "{checked}");

    assert_login(&desk.disconnect(json!({ "server_address": registry.host })), "Removed", &registry);
    home.assert_refused();
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
