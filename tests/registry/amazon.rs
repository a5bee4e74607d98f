//! Amazon's own credential helper, which serves ECR's hosts by itself.

use crate::client::{Client, Desk, find};
use local_ecr::{ACCESS_KEY, ACCOUNT, SECRET_KEY};
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

/// The name of its program.
pub const PROGRAM: &str = "docker-credential-ecr-login";

pub fn needs_no_login(client: &Client) {
    let desk = Desk::with_tokens(client, []);
    let host = format!("{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com");
    for config in [json!({ "credHelpers": { &host: "ecr-login" } }), json!({ "credsStore": "ecr-login" })] {
        fs::write(desk.named(), config.to_string()).unwrap();
        let answer = desk.connect(json!({}));
        assert_eq!(answer["ok"]["failures"], json!([]), "{answer}");
        let login = &answer["ok"]["logins"][0];
        assert_eq!((&login["status"], &login["store"]), (&json!("NotNeeded"), &json!("ecr-login")), "{answer}");
        assert_eq!(fs::read_to_string(desk.named()).unwrap(), config.to_string());
        let gone = desk.disconnect(json!({ "server_address": host }));
        assert_eq!(gone["ok"]["logins"][0]["status"], "NotFound", "{gone}");
    }
    let before = desk.world.ecr.calls().len();
    for _ in 0..2 {
        let login = get(&desk, &host);
        let password = format!("password-for-{ACCOUNT}");
        assert_eq!((&login["Username"], &login["Secret"]), (&json!("AWS"), &json!(password)));
    }
    assert_eq!(desk.world.ecr.calls().len(), before + 1, "it keeps what it got");
}

/// What it answers, asked as clients ask.
fn get(desk: &Desk<'_>, host: &str) -> Value {
    let env = desk.world.env(&[("AWS_ACCESS_KEY_ID", ACCESS_KEY), ("AWS_SECRET_ACCESS_KEY", SECRET_KEY)]);
    let env = env.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap()));
    let mut child = Command::new(find(PROGRAM).expect("Amazon's helper"))
        .arg("get")
        .env_clear()
        .envs(env)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Amazon's helper starts");
    child.stdin.take().unwrap().write_all(host.as_bytes()).unwrap();
    serde_json::from_slice(&child.wait_with_output().unwrap().stdout).expect("an answer")
}
