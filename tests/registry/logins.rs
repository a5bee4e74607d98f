//! One client, one registry.

use crate::client::{Client, Desk, token};
use crate::home::{Home, borrowed};
use crate::registry::Registry;
use crate::watch::while_nothing_shows;
use local_ecr::ACCOUNT;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

pub fn comes_and_goes(client: &Client) {
    let registry = Registry::start();
    let desk = Desk::new(client, &registry);
    fs::write(desk.named(), json!({ "auths": { "other.example": { "auth": "eDp4" } } }).to_string()).unwrap();
    fs::set_permissions(desk.named(), fs::Permissions::from_mode(0o600)).unwrap();
    assert!(!desk.serves(&desk.named(), &registry));

    let answer = while_nothing_shows(&registry.password, || desk.connect(json!({})));
    assert_login(&answer, "Succeeded", &registry);
    assert!(!answer.to_string().contains(&registry.password));
    assert!(desk.serves(&desk.named(), &registry), "{answer}");
    assert_eq!(hosts(&desk.named()), [registry.host.as_str(), "other.example"]);
    assert_eq!(fs::metadata(desk.named()).unwrap().permissions().mode() & 0o777, 0o600);

    let gone = json!({ "server_address": registry.host });
    assert_login(&desk.disconnect(gone.clone()), "Removed", &registry);
    assert!(!desk.serves(&desk.named(), &registry));
    assert_eq!(hosts(&desk.named()), ["other.example"]);
    assert_login(&desk.disconnect(gone), "NotFound", &registry);
}

/// The client by itself, with what it stores.
pub fn lets_it_push_and_pull(client: &Client) {
    let registry = Registry::start();
    let home = Home::new(client, &registry);
    let artefact = home.artefact();
    home.assert_is_refused(&borrowed(&artefact.push));

    assert_login(&home.desk.connect(json!({})), "Succeeded", &registry);
    home.assert_runs(&borrowed(&artefact.push));
    home.assert_runs(&borrowed(&artefact.pull));
    assert_eq!(fs::read(&artefact.sent).unwrap(), fs::read(&artefact.back).unwrap());

    let gone = json!({ "server_address": registry.host });
    assert_login(&home.desk.disconnect(gone), "Removed", &registry);
    home.assert_is_refused(&borrowed(&artefact.pull));
}

pub fn in_its_own_place(client: &Client) {
    let registry = Registry::start();
    let desk = Desk::new(client, &registry);
    let answer = desk.connect(json!({ "config_path": Value::Null }));
    assert_login(&answer, "Succeeded", &registry);
    assert!(desk.serves(&desk.own(), &registry));
    assert!(desk.own().with_file_name(".ecrlogin.lock").is_file(), "the file that was locked is another");
    let gone = json!({ "config_path": Value::Null, "server_address": registry.host });
    assert_login(&desk.disconnect(gone), "Removed", &registry);
    assert!(!desk.serves(&desk.own(), &registry));
}

pub fn is_refused(client: &Client) {
    let registry = Registry::start();
    let desk = Desk::with_tokens(client, [(ACCOUNT.to_owned(), token(&registry.url(), "another-password"))]);
    let answer = desk.connect(json!({}));
    let error = &answer["ok"]["failures"][0]["error"];
    assert_eq!(error["code"], "ToolFailed", "{answer}");
    let message = error["message"].as_str().unwrap().to_lowercase();
    assert!(message.contains("401 unauthorized: the registry does not accept the password"), "{message}");
    assert!(!message.contains("level=") && !message.contains("connection refused"), "{message}");
    assert!(!message.contains("another-password"));
    assert!(hosts(&desk.named()).is_empty());
}

pub fn is_unseen(client: &Client) {
    let registry = Registry::start();
    let tokens = [(ACCOUNT.to_owned(), token(&registry.url(), "another-password"))];
    let home = Home { desk: Desk::with_tokens(client, tokens), client, registry: &registry };
    assert_login(&home.desk.connect(json!({})), "Succeeded", &registry);
    home.assert_is_refused(&borrowed(&home.artefact().push));
}

pub fn over_tls(client: &Client) {
    let registry = Registry::start_tls();
    let desk = Desk::new(client, &registry);
    let answer = desk.connect(json!({}));
    let error = &answer["ok"]["failures"][0]["error"];
    assert!(error["hint"].as_str().is_some_and(|hint| hint.contains("certificate")), "{answer}");

    let certs = desk.path(client.cert_folder().expect("a folder for authorities")).join(&registry.host);
    fs::create_dir_all(&certs).unwrap();
    fs::copy(registry.authority(), certs.join("ca.crt")).unwrap();
    assert_login(&desk.connect(json!({})), "Succeeded", &registry);
    assert!(desk.serves(&desk.named(), &registry));
}

pub fn in_a_store(client: &Client) {
    let registry = Registry::start();
    let desk = Desk::new(client, &registry);
    symlink(env!("CARGO_BIN_EXE_store"), desk.path("docker-credential-test")).unwrap();
    fs::write(desk.named(), json!({ "credsStore": "test" }).to_string()).unwrap();
    fs::write(desk.path("store"), "").unwrap();
    let ask = |op: &str, more: Value| {
        let mut request = desk.request(op, more);
        let path = format!("{}:{}", desk.folder.path().display(), request["env"]["PATH"].as_str().unwrap());
        request["env"]["PATH"] = path.into();
        request["env"]["STORE_FILE"] = desk.path("store").to_str().into();
        crate::support::ask(&request)
    };
    assert_login(&ask("connect", json!({})), "Succeeded", &registry);
    assert_eq!(fs::read_to_string(desk.path("store")).unwrap(), format!("{}\n", registry.host));
    assert!(!fs::read_to_string(desk.named()).unwrap().contains("\"auth\":"));
    assert_login(&ask("disconnect", json!({ "server_address": registry.host })), "Removed", &registry);
    assert_eq!(fs::read_to_string(desk.path("store")).unwrap(), "");
    assert!(hosts(&desk.named()).is_empty());
}

pub fn replaces_spellings(client: &Client) {
    let registry = Registry::start();
    let desk = Desk::new(client, &registry);
    let old = json!({ "auth": "QVdTOm9sZA==" });
    let host = &registry.host;
    let auths = json!({ format!("https://{host}"): old, format!("http://{host}/v1/"): old, format!("{host}/"): old });
    fs::write(desk.named(), json!({ "auths": auths }).to_string()).unwrap();
    assert_login(&desk.connect(json!({})), "Succeeded", &registry);
    assert_eq!(hosts(&desk.named()), [host.as_str()]);
    assert!(desk.serves(&desk.named(), &registry));
}

pub fn in_utf16(client: &Client) {
    let registry = Registry::start();
    let desk = Desk::new(client, &registry);
    let text = "\u{feff}{\"HttpHeaders\":{\"X-Test\":\"kept\"}}";
    fs::write(desk.named(), text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()).unwrap();
    assert_login(&desk.connect(json!({})), "Succeeded", &registry);
    let config: Value = serde_json::from_slice(&fs::read(desk.named()).unwrap()).unwrap();
    assert_eq!(config["HttpHeaders"]["X-Test"], "kept");
    assert!(desk.serves(&desk.named(), &registry));
}

pub fn assert_login(answer: &Value, status: &str, registry: &Registry) {
    assert_eq!(answer["ok"]["failures"], json!([]), "{answer}");
    assert_eq!(answer["ok"]["logins"][0]["registry"], registry.host.as_str(), "{answer}");
    assert_eq!(answer["ok"]["logins"][0]["status"], status, "{answer}");
}

/// The hosts that a file has logins for.
pub fn hosts(file: &Path) -> Vec<String> {
    let Ok(text) = fs::read(file) else { return Vec::new() };
    let config: Value = serde_json::from_slice(&text).expect("the file is JSON");
    config["auths"].as_object().map(|auths| auths.keys().cloned().collect()).unwrap_or_default()
}
