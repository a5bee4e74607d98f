//! The SDK's log: all there for who asks, and nothing secret in it.

use crate::home::{USER_SECRET, world};
use crate::support::{World, each};
use local_ecr::{ACCESS_KEY, Key, SECRET_KEY, Settings};
use serde_json::{Value, json};

fn lines(answer: &Value, level: &str) -> Vec<String> {
    let log = answer["log"].as_array().cloned().unwrap_or_default();
    log.iter().filter(|line| line["level"] == level).map(|line| line["message"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn there_is_none_unless_it_is_asked_for() {
    let world = World::new(Settings::default());
    assert!(lines(&world.ask(json!({})), "debug").is_empty());
    let log = lines(&world.ask(json!({ "debug": true, "region": "us-east-2" })), "debug");
    assert!(log.iter().any(|line| line.starts_with("aws_")), "{log:?}");
    assert!(log.iter().map(String::len).sum::<usize>() <= 64 * 1024);
}

#[test]
fn no_line_holds_a_secret() {
    let world = world(
        "[profile role]\nrole_arn = arn:aws:iam::111122223333:role/logged\nsource_profile = user\n\
         mfa_serial = arn:aws:iam::111122223333:mfa/device\n",
    );
    let proxy = "http://someone:proxy-password@127.0.0.1:1";
    let env = [("HTTPS_PROXY", proxy), ("LOG_SENSITIVE_BODIES", "true"), ("MY_SECRET", "hunter2")];
    let fields = json!({ "profile": "role", "mfa_code": "123456", "debug": true, "registry_ids": ["111122223333"] });
    let answer = world.ask_with(&env, fields);
    assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
    let log = lines(&answer, "debug").join("\n");
    assert!(log.len() > 100, "{log}");
    let secrets = [
        USER_SECRET,
        "secret-of-temporary-key",
        "session-token-of-temporary-key",
        "password-for-",
        "proxy-password",
        "hunter2",
        "123456",
        "Signature=",
    ];
    for secret in secrets {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

#[test]
fn nor_does_a_line_of_a_failed_call() {
    let mut settings = Settings::default();
    let key = Key { session_token: Some("session-token-1".into()), ..Key::new(SECRET_KEY) };
    settings.keys.insert(ACCESS_KEY.into(), key);
    let world = World::new(settings);
    let answer = world.ask(json!({ "session_token": "hunter2-session-token", "debug": true })).to_string();
    for secret in [SECRET_KEY, "hunter2-session-token", "Signature="] {
        assert!(!answer.contains(secret), "{answer}");
    }
}

#[test]
fn how_an_answer_came_about_is_told() {
    let world = world("[profile user]\nregion = eu-central-1\n");
    let ids: Vec<String> = (0..11).map(|n| format!("{n:012}")).collect();
    let answer = world.ask_with(&[], json!({ "profile": "user", "region": null, "registry_ids": ids }));
    let info = &answer["ok"]["info"];
    assert_eq!(info["credentials_source"], "keys of the profile 'user'");
    assert_eq!((&info["profile"], &info["region"]), (&json!("user"), &json!("eu-central-1")));
    assert_eq!((&info["endpoint"], &info["calls"]), (&json!(world.ecr.url()), &json!(2)));
    assert!(info["elapsed_ms"].is_u64());
    assert!(!answer["ok"]["info"].to_string().contains(USER_SECRET));
}
