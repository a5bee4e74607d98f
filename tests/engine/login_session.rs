//! Sessions that `aws login` left behind.

use crate::echoes;
use crate::home::{assert_error, settings, sha256, world};
use crate::support::{World, each};
use local_ecr::{Key, write_certificates};
use serde_json::{Value, json};
use std::fs;

const IDENTITY: &str = "arn:aws:iam::111122223333:user/local";
const CONFIG: &str = "[profile me]\nlogin_session = arn:aws:iam::111122223333:user/local\n";

/// What the CLI caches, with keys that end then.
fn token(world: &World, expires_at: &str) -> Value {
    write_certificates(world.home.path(), &[]).unwrap();
    json!({
        "accessToken": {
            "accessKeyId": "ASIACACHEDEXAMPLE000", "secretAccessKey": "cached-secret", "sessionToken": "cached-token",
            "accountId": "111122223333", "expiresAt": expires_at,
        },
        "tokenType": "aws_sigv4",
        "refreshToken": "signin-refresh-token",
        "idToken": "a.b.c",
        "clientId": "arn:aws:signin:::devtools/same-device",
        "dpopKey": fs::read_to_string(world.home.path().join("login.key")).unwrap(),
    })
}

fn file() -> String {
    format!("{}.json", sha256(IDENTITY))
}

#[test]
fn keys_that_last_are_taken_from_the_cache() {
    let world = world(CONFIG);
    let mut settings = settings();
    let key = Key { session_token: Some("cached-token".into()), ..Key::new("cached-secret") };
    settings.keys.insert("ASIACACHEDEXAMPLE000".into(), key);
    world.ecr.set(settings);
    world.write(&format!("login/cache/{}", file()), token(&world, "2099-01-01T00:00:00Z").to_string());
    let answer = world.log_in("me");
    assert_eq!(world.signer(), "ASIACACHEDEXAMPLE000");
    assert_eq!(world.token_call().session_token_sha256, Some(sha256("cached-token")));
    assert!(world.calls_of("CreateOAuth2Token").is_empty());
    assert_eq!(answer["ok"]["info"]["credentials_source"], "login session of the profile 'me'");
}

#[test]
fn keys_that_are_over_are_renewed_and_written_back() {
    let world = world(CONFIG);
    let path = world.write(&format!("elsewhere/{}", file()), token(&world, "2020-01-01T00:00:00Z").to_string());
    let env = [("AWS_LOGIN_CACHE_DIRECTORY", path.parent().unwrap().to_str().unwrap())];
    assert_eq!(each(&world.ask_with(&env, json!({ "profile": "me" })), "username"), ["AWS"]);
    assert_eq!(world.signer(), world.issued_by("CreateOAuth2Token"));
    let kept: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    assert_eq!(kept["accessToken"]["accessKeyId"], world.signer());
}

#[test]
fn a_session_that_is_over_or_lost_says_how_to_log_in() {
    let world = world(CONFIG);
    assert_error(&world.refused("me"), "CredentialsFailed", &["'me'", "aws login --profile me"]);
    world.write(&format!("login/cache/{}", file()), token(&world, "2020-01-01T00:00:00Z").to_string());
    let mut settings = settings();
    settings.signin.error = Some("TOKEN_EXPIRED".into());
    world.ecr.set(settings);
    let error = world.refused("me");
    assert_error(&error, "CredentialsFailed", &["'me'", "aws login --profile me"]);
    for secret in ["cached-secret", "cached-token", "signin-refresh-token", "EC PRIVATE KEY"] {
        assert!(!error.to_string().contains(secret), "{error}");
    }
}

#[test]
fn keys_of_the_credentials_file_go_before_it() {
    let world = world("[profile user]\nlogin_session = arn:aws:iam::111122223333:user/local\n");
    world.log_in("user");
    assert_eq!(world.signer(), crate::home::USER_KEY);
}

#[test]
fn what_the_service_repeats_of_a_session_is_not_told() {
    let secret = echoes::token();
    for field in ["refreshToken", "dpopKey"] {
        for echo in echoes::echoes(&secret) {
            let world = world(CONFIG);
            let mut token = token(&world, "2020-01-01T00:00:00Z");
            let shown = if field == "dpopKey" { token[field].as_str().unwrap()[40..100].to_owned() } else { echo };
            if field != "dpopKey" {
                token[field] = secret.as_str().into();
            }
            world.write(&format!("login/cache/{}", file()), token.to_string());
            echoes::world_that_says(&world, "CreateOAuth2Token", "AccessDeniedException", format!("No {shown} here"));
            let answer = world.ask_with(&[], json!({ "profile": "me", "debug": true }));
            assert_error(&answer["error"], "CredentialsFailed", &["aws login --profile me"]);
            let hidden =
                if field == "dpopKey" { shown.trim().replace(char::is_whitespace, "") } else { secret.clone() };
            echoes::assert_none_of(&hidden, &answer.to_string());
        }
    }
}
