use crate::support::{World, each, failure};
use local_ecr::{Fault, Field, Order, Settings, Stage, Token};
use serde_json::{Value, json};

/// The code that a fault ends in, with one attempt. What never answers is not waited for as long as the others.
fn code_under(fault: Fault) -> String {
    let silent = matches!(fault, Fault::Hang { .. } | Fault::Drip { .. });
    let world = World::new(Settings { fault: Some(fault), ..Settings::default() });
    let env = world.env(&[("AWS_MAX_ATTEMPTS", "1")]);
    let answer = world.ask(json!({ "env": env, "read_timeout_ms": if silent { 300 } else { 60_000 } }));
    failure(&answer)["code"].as_str().unwrap().to_owned()
}

fn service_error(status: u16, code: &str) -> Fault {
    Fault::Error { status, code: code.into(), message: "why".into() }
}

#[test]
fn every_fault_has_its_code() {
    let table = [
        (Fault::Hang { at: Stage::Header }, "ReadTimeout"),
        (Fault::Hang { at: Stage::Body }, "ReadTimeout"),
        (Fault::Drip { interval_ms: 50 }, "ReadTimeout"),
        (Fault::Reset { at: Stage::Header }, "ConnectionFailed"),
        (Fault::Reset { at: Stage::Body }, "ConnectionFailed"),
        (Fault::Close { at: Stage::Body }, "ConnectionFailed"),
        (Fault::Html { status: 200 }, "InvalidAnswer"),
        (Fault::Truncated {}, "InvalidAnswer"),
        (Fault::BodyBytes { bytes: 64 << 20, declared: true }, "AnswerTooLarge"),
        (Fault::BodyBytes { bytes: 64 << 20, declared: false }, "AnswerTooLarge"),
        (Fault::Empty {}, "NoAuthorizationData"),
        (Fault::Throttle {}, "Throttled"),
        (service_error(400, "InvalidParameterException"), "InvalidServiceParameter"),
        (service_error(400, "AccessDeniedException"), "AccessDenied"),
        (service_error(400, "ExpiredTokenException"), "ExpiredToken"),
        (service_error(400, "UnrecognizedClientException"), "UnrecognizedClient"),
        (service_error(500, "ServerException"), "ServiceError"),
        (service_error(503, "ServiceUnavailable"), "ServiceError"),
    ];
    for (fault, code) in table {
        let name = format!("{fault:?}");
        assert_eq!(code_under(fault), code, "{name}");
    }
}

#[test]
fn an_error_of_the_service_carries_what_support_asks_for() {
    let world =
        World::new(Settings { fault: Some(service_error(400, "AccessDeniedException")), ..Settings::default() });
    let answer = world.ask(json!({}));
    let error = failure(&answer);
    assert_eq!(error["aws_code"], "AccessDeniedException");
    assert_eq!(error["http_status"], 400);
    assert_eq!(error["request_id"], world.ecr.calls()[0].request_id.as_str());
    assert_eq!(error["retryable"], false);
    assert!(error["hint"].as_str().unwrap().contains("ecr:GetAuthorizationToken"));
}

#[test]
fn what_passes_is_tried_again() {
    for fault in [service_error(500, "ServerException"), Fault::Throttle {}, Fault::Reset { at: Stage::Header }] {
        let world = World::new(Settings { fault: Some(fault), fault_count: Some(2), ..Settings::default() });
        assert_eq!(each(&world.ask(json!({})), "username"), ["AWS"]);
        assert_eq!(world.ecr.calls().len(), 3);
    }
}

#[test]
fn some_calls_fail_and_the_others_are_answered() {
    let ids: Vec<String> = (0..30).map(|n| format!("{n:012}")).collect();
    let fault = service_error(400, "AccessDeniedException");
    let world = World::new(Settings { fault: Some(fault), only_ids: vec![ids[15].clone()], ..Settings::default() });
    let answer = world.ask(json!({ "registry_ids": ids }));
    let answered: Vec<&str> = ids[..10].iter().chain(&ids[20..]).map(String::as_str).collect();
    assert_eq!(each(&answer, "registry_id"), answered);
    assert_eq!(answer["ok"]["failures"][0]["registry_ids"], json!(ids[10..20]));
}

#[test]
fn a_bad_entry_is_an_error_of_its_own() {
    let ids = ["111111111111", "222222222222", "333333333333", "444444444444"];
    let raw = |token: &str| Token { raw_token: Some(token.into()), ..Token::default() };
    let tokens = [
        (ids[0].to_owned(), raw("%%%")),
        (ids[1].to_owned(), raw("bm8gY29sb24=")),
        (ids[2].to_owned(), Token { omit: vec![Field::AuthorizationToken], ..Token::default() }),
    ];
    // Failures too come in the order asked, not in that of the answer.
    let world = World::new(Settings { tokens: tokens.into(), order: Order::Reversed, ..Settings::default() });
    let answer = world.ask(json!({ "registry_ids": ids }));
    assert_eq!(each(&answer, "registry_id"), [ids[3]]);
    let failures = answer["ok"]["failures"].as_array().unwrap();
    let codes: Vec<_> = failures
        .iter()
        .map(|f| (f["registry_ids"][0].as_str().unwrap(), f["error"]["code"].as_str().unwrap()))
        .collect();
    assert_eq!(codes, [(ids[0], "InvalidToken"), (ids[1], "InvalidToken"), (ids[2], "MissingToken")]);
}

#[test]
fn an_entry_without_endpoint_and_a_registry_left_out_are_told() {
    let lame = Token { omit: vec![Field::ProxyEndpoint], ..Token::default() };
    let world = World::new(Settings { tokens: [("111111111111".into(), lame)].into(), ..Settings::default() });
    assert_eq!(failure(&world.ask(json!({ "registry_ids": ["111111111111"] })))["code"], "MissingEndpoint");
    world.ecr.set(Settings { fault: Some(Fault::Fewer { count: 1 }), ..Settings::default() });
    let answer = world.ask(json!({ "registry_ids": ["111111111111", "222222222222"] }));
    assert_eq!(answer["ok"]["failures"][0]["error"]["code"], "MissingRegistry");
    assert_eq!(answer["ok"]["failures"][0]["registry_ids"], json!(["222222222222"]));
}

#[test]
fn junk_ids_are_refused_before_any_call() {
    let world = World::new(Settings::default());
    let answer = world.ask(json!({ "registry_ids": ["12x", "1234567890123"] }));
    assert_eq!(answer["error"]["code"], "InvalidRegistryId");
    assert_eq!(answer["error"]["details"], json!(["'12x'", "'1234567890123'"]));
    assert!(world.ecr.calls().is_empty());
}

#[test]
fn nobody_listens_or_nobody_answers() {
    let world = World::new(Settings::default());
    let env = world.env(&[("AWS_MAX_ATTEMPTS", "1")]);
    let code = |more: Value| failure(&world.ask(more))["code"].as_str().unwrap().to_owned();
    assert_eq!(code(json!({ "env": env, "endpoint_url": "http://127.0.0.1:1" })), "ConnectionRefused");
    assert_eq!(code(json!({ "env": env, "endpoint_url": "http://name.invalid" })), "DnsFailed");
    assert_eq!(code(json!({ "env": env, "endpoint_url": world.ecr.url().replace("http:", "https:") })), "TlsFailed");
}

#[test]
fn a_timeout_holds_from_the_connection_to_the_last_byte() {
    let world = World::new(Settings { fault: Some(Fault::Drip { interval_ms: 20 }), ..Settings::default() });
    let env = world.env(&[("AWS_MAX_ATTEMPTS", "1")]);
    // Without a limit the answer would come, byte by byte.
    assert_eq!(failure(&world.ask(json!({ "env": env, "read_timeout_ms": 200 })))["code"], "ReadTimeout");
    world.ecr.set(Settings { delay_ms: 400, ..Settings::default() });
    assert_eq!(each(&world.ask(json!({ "read_timeout_ms": 0, "connect_timeout_ms": 0 })), "username"), ["AWS"]);
}

#[test]
fn no_failure_repeats_a_secret() {
    let world =
        World::new(Settings { fault: Some(service_error(400, "AccessDeniedException")), ..Settings::default() });
    let answer = world.ask(json!({ "session_token": "a-session-token" })).to_string();
    assert!(!answer.contains(local_ecr::SECRET_KEY) && !answer.contains("a-session-token"), "{answer}");
}

#[test]
fn a_clock_that_is_wrong_is_made_up_for_or_told() {
    let world = World::new(Settings { clock_offset_s: 3600, ..Settings::default() });
    let env = world.env(&[("AWS_MAX_ATTEMPTS", "1")]);
    let answer = world.ask(json!({ "env": env }));
    assert_eq!(failure(&answer)["code"], "ClockSkew", "{answer}");
    assert_eq!(failure(&answer)["hint"], "Set the clock of this machine.");
    assert_eq!(each(&world.ask(json!({})), "username"), ["AWS"]);
}

#[test]
fn a_clock_that_is_set_right_between_two_calls_is_made_up_for() {
    let world = World::new(Settings { clock_offset_s: 3600, ..Settings::default() });
    for offset in [3600, 0, -3600] {
        world.ecr.set(Settings { clock_offset_s: offset, ..Settings::default() });
        assert_eq!(each(&world.ask(json!({})), "username"), ["AWS"], "{offset}");
    }
}
