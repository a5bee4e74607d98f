//! What registries themselves say of a login.

use super::desk::{Desk, HOST, PUBLIC, codes, entry, now, password, with_password};
use local_ecr::{Fault, RegistrySettings, Settings, Token};
use serde_json::{Value, json};
use std::net::TcpListener;

const DOCKER: &str = ".docker/config.json";

fn online(desk: &Desk, host: &str) -> Value {
    desk.ask("check", json!({ "registry_ids": [host], "online": true }))
}

fn good(answer: &Value) -> bool {
    assert_eq!(codes(answer).len(), 0, "{answer}");
    answer["ok"]["good"].as_bool().unwrap()
}

/// The requests that registries got: path, and host without its port.
fn asked(desk: &Desk) -> Vec<String> {
    let calls = desk.world.ecr.calls().into_iter().filter(|call| call.service == "registry");
    calls.map(|call| format!("{} {}", call.path, call.host.unwrap_or_default())).collect()
}

#[test]
fn a_registry_of_ecr_is_shown_user_and_password() {
    let own = password(now() + 3600);
    let desk = Desk::with(with_password(&own));
    desk.write(DOCKER, &json!({ "auths": { HOST: entry(&own) } }));
    assert!(good(&online(&desk, HOST)));
    assert_eq!(asked(&desk), [format!("/v2/ {HOST}"), format!("/v2/ {HOST}")]);
    desk.write(DOCKER, &json!({ "auths": { HOST: entry(&password(now() + 3601)) } }));
    let answer = online(&desk, HOST);
    assert!(!good(&answer));
    assert!(answer["log"].to_string().contains("401 Unauthorized"), "{answer}");
}

#[test]
fn a_login_that_has_ended_is_not_shown_around() {
    let own = password(now() + 60);
    let desk = Desk::with(with_password(&own));
    desk.write(DOCKER, &json!({ "auths": { HOST: entry(&own) } }));
    assert!(!good(&online(&desk, HOST)));
    assert_eq!(asked(&desk).len(), 0);
}

#[test]
fn what_nobody_knows_the_registry_does() {
    let desk = Desk::new();
    desk.write(DOCKER, &json!({ "auths": { HOST: entry("password-for-111122223333") } }));
    assert!(good(&online(&desk, HOST)));
    desk.write(DOCKER, &json!({ "auths": { HOST: entry("another") } }));
    assert!(!good(&online(&desk, HOST)));
}

#[test]
fn ecr_public_wants_a_token_of_its_own() {
    let desk = Desk::new();
    desk.write(DOCKER, &json!({ "auths": { PUBLIC: entry("password-for-public") } }));
    assert!(good(&online(&desk, PUBLIC)));
    assert_eq!(asked(&desk), ["/v2/", "/token/", "/v2/"].map(|path| format!("{path} {PUBLIC}")));
    desk.write(DOCKER, &json!({ "auths": { PUBLIC: entry("another") } }));
    assert!(!good(&online(&desk, PUBLIC)));
}

#[test]
fn a_password_goes_to_no_other_host() {
    for realm in [
        "https://evil.example/token",
        "http://public.ecr.aws/token/",
        "https://public.ecr.aws:444/token/",
        "/token/",
        "x y",
    ] {
        let desk = Desk::new();
        let registry = RegistrySettings { realm: Some(realm.to_owned()), ..RegistrySettings::default() };
        desk.set(Settings { registry, ..Settings::default() });
        desk.write(DOCKER, &json!({ "auths": { PUBLIC: entry("password-for-public") } }));
        let answer = online(&desk, PUBLIC);
        assert_eq!(codes(&answer), ["UnsafeEndpoint"], "{answer}");
        assert_eq!(asked(&desk), [format!("/v2/ {PUBLIC}")], "{realm}");
    }
}

#[test]
fn an_answer_that_is_none_is_an_error() {
    for (status, code) in [
        (500, "ServiceError"),
        (503, "ServiceError"),
        (429, "Throttled"),
        (302, "InvalidAnswer"),
        (404, "InvalidAnswer"),
    ] {
        let desk = Desk::new();
        let registry = RegistrySettings { status: Some(status), ..RegistrySettings::default() };
        desk.set(Settings { registry, ..Settings::default() });
        desk.write(DOCKER, &json!({ "auths": { HOST: entry("password-for-111122223333") } }));
        let answer = online(&desk, HOST);
        assert_eq!(codes(&answer), [code], "{answer}");
        assert_eq!(answer["ok"]["failures"][0]["error"]["http_status"], status);
    }
    for status in [400, 401, 403] {
        let desk = Desk::new();
        let registry = RegistrySettings { status: Some(status), ..RegistrySettings::default() };
        desk.set(Settings { registry, ..Settings::default() });
        desk.write(DOCKER, &json!({ "auths": { HOST: entry("password-for-111122223333") } }));
        assert!(!good(&online(&desk, HOST)), "an old login: {status}");
    }
}

#[test]
fn what_happens_on_the_way_is_an_error_and_no_answer() {
    let desk = Desk::new();
    desk.write(DOCKER, &json!({ "auths": { HOST: entry("password-for-111122223333") } }));
    let ask = |variables: &[(&str, &str)], more: Value| {
        let mut request = json!({ "registry_ids": [HOST], "online": true });
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        desk.ask_with("check", variables, request)
    };
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(codes(&ask(&[("HTTPS_PROXY", &format!("http://{nobody}"))], json!({}))), ["ProxyFailed"]);
    assert_eq!(codes(&ask(&[("AWS_CA_BUNDLE", &desk.text("self-signed.pem"))], json!({}))), ["TlsFailed"]);
    assert_eq!(codes(&ask(&[], json!({ "ca_bundle": desk.text("none.pem") }))), ["InvalidCABundle"]);
    let warned = ask(&[("AWS_CA_BUNDLE", &desk.text("self-signed.pem"))], json!({ "skip_certificate_check": true }));
    assert!(good(&warned) && warned["log"].to_string().contains("not verified"), "{warned}");
    desk.set(Settings {
        fault: Some(Fault::Hang { at: Default::default() }),
        fault_on: vec!["Ping".into()],
        ..Settings::default()
    });
    assert_eq!(codes(&ask(&[], json!({ "read_timeout_ms": 200 }))), ["ReadTimeout"]);
}

#[test]
fn a_registry_of_this_machine_may_speak_plain_http() {
    let desk = Desk::new();
    let host = desk.world.ecr.url().trim_start_matches("http://").to_owned();
    for settings in [
        Settings::default(),
        Settings { registry: RegistrySettings { bearer: true, ..Default::default() }, ..Default::default() },
    ] {
        desk.set(settings);
        desk.write(DOCKER, &json!({ "auths": { &host: entry("password-for-111122223333") } }));
        assert!(good(&online(&desk, &host)));
        desk.write(DOCKER, &json!({ "auths": { &host: entry("another") } }));
        assert!(!good(&online(&desk, &host)));
    }
    let secure = desk.world.ecr.https_urls()[0].trim_start_matches("https://").to_owned();
    desk.write(DOCKER, &json!({ "auths": { &secure: entry("password-for-111122223333") } }));
    assert!(good(&online(&desk, &secure)));
    let untrusted = [("AWS_CA_BUNDLE", desk.text("self-signed.pem"))];
    let more = json!({ "registry_ids": [secure], "online": true });
    let answer = desk.ask_with("check", &[(untrusted[0].0, &untrusted[0].1)], more);
    assert_eq!(codes(&answer), ["TlsFailed"], "no password goes over it in the clear: {answer}");
}

#[test]
fn a_token_may_be_named_in_either_way_or_in_both() {
    let desk = Desk::new();
    let host = desk.world.ecr.url().trim_start_matches("http://").to_owned();
    desk.write(DOCKER, &json!({ "auths": { &host: entry("password-for-111122223333") } }));
    let asked = |given: Value| {
        let registry = RegistrySettings { bearer: true, given: Some(given), ..Default::default() };
        desk.set(Settings { registry, ..Default::default() });
        online(&desk, &host)
    };
    for given in [
        json!({ "token": "registry-token" }),
        json!({ "access_token": "registry-token" }),
        json!({ "token": "registry-token", "access_token": "registry-token", "expires_in": 300 }),
        json!({ "token": "", "access_token": "registry-token" }),
        json!({ "token": null, "access_token": "registry-token" }),
    ] {
        assert!(good(&asked(given.clone())), "{given}");
    }
    for given in [json!({}), json!({ "token": "", "access_token": "" }), json!({ "token": "two\nlines" }), json!([])] {
        assert_eq!(codes(&asked(given.clone())), ["InvalidAnswer"], "{given}");
    }
}

#[test]
fn a_registry_that_wants_no_login_takes_any() {
    let desk = Desk::new();
    desk.set(Settings { registry: RegistrySettings { open: true, ..Default::default() }, ..Default::default() });
    desk.write(DOCKER, &json!({ "auths": { HOST: entry("another") } }));
    assert!(good(&online(&desk, HOST)));
}

#[test]
fn the_login_that_a_helper_makes_is_shown_too() {
    let own = password(now() + 3600);
    let desk = Desk::with(with_password(&own));
    desk.add_store("ecrlogin", &[]);
    desk.write(DOCKER, &json!({ "credHelpers": { HOST: "ecrlogin" } }));
    for (secret, wanted) in [(own.as_str(), true), ("another", false)] {
        let gives = json!({ "ServerURL": HOST, "Username": "AWS", "Secret": secret }).to_string();
        let more = json!({ "registry_ids": [HOST], "online": true });
        let answer = desk.ask_with("check", &[("STORE_GIVES", &gives)], more);
        assert_eq!(good(&answer), wanted, "{answer}");
    }
    assert!(!good(&online(&desk, HOST)), "it makes none");
}

#[test]
fn our_helper_that_fails_is_quoted_with_its_own_remedy_alone() {
    const SAID: &str = "The SSO session has ended. Run 'aws sso login --profile over'.";
    for (name, remedy) in [("ecrlogin", ""), ("x", "Repair or remove the store in the client's config file.")] {
        let desk = Desk::new();
        desk.add_store(name, &[]);
        desk.write(DOCKER, &json!({ "credHelpers": { HOST: name } }));
        for (op, verb, more) in
            [("check", "get", json!({ "online": true })), ("logins", "list", json!({ "include_store": true }))]
        {
            let answer = desk.ask_with(op, &[("STORE_FAILS", &format!("{verb}: {SAID}"))], more);
            assert_eq!(codes(&answer), ["CredentialStoreFailed"], "{answer}");
            let error = &answer["ok"]["failures"][0]["error"];
            assert_eq!(error["hint"], remedy, "{answer}");
            assert!(error["message"].as_str().unwrap().ends_with("--profile over'."), "{answer}");
        }
    }
}

#[test]
fn a_token_of_any_account_is_told_apart() {
    let desk = Desk::new();
    let token = Token { password: Some("of-the-other".into()), ..Token::default() };
    desk.set(Settings { tokens: [("222222222222".to_owned(), token)].into(), ..Settings::default() });
    desk.write(DOCKER, &json!({ "auths": { HOST: entry("of-the-other") } }));
    assert!(!good(&online(&desk, HOST)), "the password of another account");
}
