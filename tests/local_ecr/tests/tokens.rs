//! GetAuthorizationToken: what is answered, and what is refused.

mod common;

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{PRIVATE, PUBLIC, Signer, send, stamp, tokens, tokens_as};
use local_ecr::{Field, Key, LocalEcr, Order, Settings, Token};
use serde_json::Value;

fn password(entry: &Value) -> String {
    let token = entry["authorizationToken"].as_str().unwrap();
    String::from_utf8(STANDARD.decode(token).unwrap()).unwrap()
}

#[test]
fn the_default_registry_is_answered_for_when_none_is_named() {
    let ecr = LocalEcr::start(Settings::default());
    let reply = tokens(ecr.url(), &[]).unwrap();
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), "application/x-amz-json-1.1");
    assert!(!reply.header("x-amzn-requestid").is_empty());

    let json = reply.json();
    let entry = &json["authorizationData"][0];
    assert_eq!(password(entry), "AWS:password-for-111122223333");
    assert_eq!(entry["proxyEndpoint"], "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com");
    assert_ne!(entry["expiresAt"].as_f64().unwrap().fract(), 0.0);

    let call = &ecr.calls()[0];
    assert_eq!(call.access_key.as_deref(), Some(local_ecr::ACCESS_KEY));
    assert_eq!(call.region.as_deref(), Some("eu-west-1"));
    assert_eq!(call.signing_name.as_deref(), Some("ecr"));
    assert_eq!(call.target.as_deref(), Some(PRIVATE));
    assert_eq!(call.status, Some(200));
}

#[test]
fn entries_are_as_they_were_set_and_in_the_order_that_was_set() {
    let token = Token {
        username: Some("user".into()),
        password: Some("a:b".into()),
        proxy_endpoint: Some("http://localhost:5000".into()),
        expires_at: Some(1790000000.25),
        ..Token::default()
    };
    let raw = Token {
        raw_token: Some("no base64".into()),
        omit: vec![Field::ProxyEndpoint, Field::ExpiresAt],
        ..Token::default()
    };
    let ecr = LocalEcr::start(Settings {
        tokens: BTreeMap::from([("000000000001".into(), token), ("000000000002".into(), raw)]),
        order: Order::Reversed,
        ..Settings::default()
    });
    let json = tokens(ecr.url(), &["000000000001", "000000000002"]).unwrap().json();
    let [second, first] = &json["authorizationData"].as_array().unwrap()[..] else {
        panic!("{json}");
    };
    assert_eq!(password(first), "user:a:b");
    assert_eq!(first["proxyEndpoint"], "http://localhost:5000");
    assert_eq!(first["expiresAt"], 1790000000.25);
    assert_eq!(second.as_object().unwrap().len(), 1);
    assert_eq!(second["authorizationToken"], "no base64");
    assert_eq!(ecr.calls()[0].registry_ids.len(), 2);
}

#[test]
fn a_key_has_its_own_registry() {
    let key = Key { account: Some("000000000009".into()), session_token: Some("token".into()), ..Key::new("secret") };
    let ecr = LocalEcr::start(Settings { keys: BTreeMap::from([("ASIATEST".into(), key)]), ..Settings::default() });
    let signer = Signer {
        access_key: "ASIATEST".into(),
        secret: "secret".into(),
        session_token: Some("token".into()),
        ..Signer::new("ecr")
    };
    let json = tokens_as(&signer, ecr.url(), &[]).unwrap().json();
    assert_eq!(password(&json["authorizationData"][0]), "AWS:password-for-000000000009");
    assert!(ecr.calls()[0].session_token_present);

    let without_token = Signer { session_token: None, ..signer };
    let reply = tokens_as(&without_token, ecr.url(), &[]).unwrap();
    assert_eq!(reply.code(), "UnrecognizedClientException");
}

#[test]
fn what_is_not_signed_well_is_refused_as_aws_does() {
    let ecr = LocalEcr::start(Settings::default());
    let url = format!("{}/", ecr.url());
    let reply = send("POST", &url, &[("x-amz-target", PRIVATE)], "{}").unwrap();
    assert_eq!(reply.status, 400);
    assert_eq!(reply.code(), "MissingAuthenticationTokenException");
    assert_eq!(reply.header("x-amzn-errortype"), "MissingAuthenticationTokenException");

    let long_ago = time::OffsetDateTime::now_utc() - time::Duration::minutes(16);
    for (code, signer) in [
        ("UnrecognizedClientException", Signer { access_key: "AKIANOBODY".into(), ..Signer::new("ecr") }),
        ("UnrecognizedClientException", Signer { session_token: Some("not of this key".into()), ..Signer::new("ecr") }),
        ("InvalidSignatureException", Signer { secret: "wrong".into(), ..Signer::new("ecr") }),
        ("InvalidSignatureException", Signer::new("sts")),
        ("InvalidSignatureException", Signer { stamp: stamp(long_ago), ..Signer::new("ecr") }),
    ] {
        let reply = tokens_as(&signer, ecr.url(), &[]).unwrap();
        assert_eq!((reply.status, reply.code().as_str()), (400, code));
    }
    let calls = ecr.calls();
    assert_eq!(calls.len(), 6);
    assert!(calls.iter().all(|call| call.error.is_some()));
}

#[test]
fn a_clock_that_is_ahead_refuses_and_shows_its_time() {
    let ecr = LocalEcr::start(Settings { clock_offset_s: 3600, ..Settings::default() });
    let reply = tokens(ecr.url(), &[]).unwrap();
    assert_eq!(reply.code(), "InvalidSignatureException");
    assert!(reply.json()["message"].as_str().unwrap().starts_with("Signature expired: "));
    let date = httpdate::parse_http_date(reply.header("date")).unwrap();
    let ahead = date.duration_since(std::time::SystemTime::now()).unwrap();
    assert!(ahead.as_secs() > 3500);
}

#[test]
fn lists_of_ids_have_limits() {
    let ecr = LocalEcr::start(Settings::default());
    let eleven = ["111122223333"; 11];
    for ids in [&eleven[..], &["1234"], &["1111-2222-3333"]] {
        let reply = tokens(ecr.url(), ids).unwrap();
        assert_eq!(reply.status, 400);
        assert_eq!(reply.code(), "InvalidParameterException");
    }
    assert_eq!(tokens(ecr.url(), &eleven[..10]).unwrap().status, 200);
}

#[test]
fn ecr_public_gives_one_object_in_one_region() {
    let ecr = LocalEcr::start(Settings::default());
    let mut signer = Signer::new("ecr-public");
    let headers = [("x-amz-target", PUBLIC)];
    let reply = signer.post(ecr.url(), &headers, "{}").unwrap();
    assert_eq!(reply.code(), "UnsupportedCommandException");

    signer.region = "us-east-1".into();
    let json = signer.post(ecr.url(), &headers, "{}").unwrap().json();
    let data = &json["authorizationData"];
    assert_eq!(password(data), "AWS:password-for-public");
    assert_eq!(data.as_object().unwrap().len(), 2);
    assert_eq!(ecr.calls()[1].service, "ecr-public");
}
