//! Services and proxies that repeat what they were asked with.

use crate::home::{settings, world};
use crate::proxied;
use crate::support::{World, failure};
use local_ecr::{Fault, ProxySettings, Settings};
use serde_json::json;

/// What may stand between the parts of a token: nothing, what no screen shows, and what one does.
const BETWEEN: [&str; 10] =
    ["", "\u{ad}", "\u{61c}", "\u{180e}", "\u{fff9}", "\u{fe0f}", "\u{e0041}", ".", " ", "\u{e4}"];

/// A token of 300 characters that is none of AWS's.
pub fn token() -> String {
    let alphabet: Vec<char> = ('a'..='z').chain('A'..='Z').chain('0'..='9').collect();
    (0..300).map(|n: usize| alphabet[(n * n * 7 + n / 3) % alphabet.len()]).collect()
}

/// Every way to repeat a token.
pub fn echoes(token: &str) -> impl Iterator<Item = String> {
    let parts: Vec<String> = token.as_bytes().chunks(30).map(|part| String::from_utf8_lossy(part).into()).collect();
    BETWEEN.into_iter().map(move |between| parts.join(between))
}

/// Asserts that no part of a token stands in a text, whatever is between its characters.
pub fn assert_none_of(token: &str, text: &str) {
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let parts = token.as_bytes().windows(12).map(|part| std::str::from_utf8(part).unwrap());
    parts.for_each(|part| assert!(!plain.contains(part), "{part} in {text}"));
}

fn says(on: &str, status: u16, code: &str, message: String) -> Settings {
    Settings {
        fault: Some(Fault::Error { status, code: code.into(), message }),
        fault_on: vec![on.into()],
        ..settings()
    }
}

/// The same for every call.
pub fn world_that_says(world: &World, on: &str, code: &str, message: String) {
    world.ecr.set(says(on, 401, code, message));
}

#[test]
fn a_session_token_that_the_service_repeats_is_not_told() {
    let token = token();
    let world = World::new(Settings::default());
    for public in [false, true] {
        for echo in echoes(&token) {
            let fault =
                Fault::Error { status: 400, code: "AccessDeniedException".into(), message: format!("{echo} end") };
            world.ecr.set(Settings { fault: Some(fault), ..Settings::default() });
            let answer = world.ask(json!({ "session_token": token, "public": public, "debug": true }));
            assert_none_of(&token, &answer.to_string());
            assert!(failure(&answer)["message"].as_str().unwrap().contains("***"), "{answer}");
        }
    }
}

#[test]
fn a_one_time_code_that_the_service_repeats_is_not_told() {
    let role = "arn:aws:iam::111122223333:role/echo";
    let world = world(&format!(
        "[profile m]\nrole_arn = {role}\nsource_profile = user\nmfa_serial = arn:aws:iam::111122223333:mfa/me\n"
    ));
    for text in ["Cannot read Action=AssumeRole&TokenCode=135790&Version=2011-06-15", "The code 135790 is wrong"] {
        world.ecr.set(says("AssumeRole", 400, "ValidationError", text.to_owned()));
        let answer = world.ask_with(&[], json!({ "profile": "m", "mfa_code": "135790", "debug": true }));
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(message.contains("***") && !answer.to_string().contains("135790"), "{answer}");
    }
}

#[test]
fn a_password_that_a_proxy_repeats_is_not_told() {
    let world = proxied::world(ProxySettings::default());
    // base64 of "me:pw-1 a", short as it is.
    for echo in ["proxy-authorization: Basic bWU6cHctMSBh", "bWU6cHctMSBh", "pw-1%20a", "pw-1 a", "got Basic AbC"] {
        let mut settings = Settings::default();
        settings.proxy.routes = [("ecr.example:80".into(), world.ecr.url()["http://".len()..].parse().unwrap())].into();
        settings.fault = Some(Fault::Error { status: 400, code: "AccessDenied".into(), message: format!("no {echo}") });
        world.ecr.set(settings);
        let proxy = world.ecr.proxy_url().unwrap().replace("http://", "http://me:pw-1%20a@");
        let answer = world.ask_proxied(&[("HTTP_PROXY", &proxy)], json!({ "endpoint_url": "http://ecr.example" }));
        let message = failure(&answer)["message"].as_str().unwrap().to_owned();
        assert!(message.contains("***") && !message.contains(echo) && !message.contains("bWU6"), "{message}");
    }
}
