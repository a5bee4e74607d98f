//! One-time codes: asked for before the call, once for each session.

use crate::home::{USER_KEY, assert_error, settings, world};
use crate::support::{World, each, failure};
use local_ecr::{LocalEcr, Role};
use serde_json::{Value, json};

const SERIAL: &str = "arn:aws:iam::111122223333:mfa/device";

/// A profile `admin` whose role wants a code. Sessions are kept by role, so each test has its own.
fn guarded(name: &str) -> World {
    let role = format!("arn:aws:iam::111122223333:role/{name}");
    let world = world(&format!("[profile admin]\nrole_arn = {role}\nsource_profile = user\nmfa_serial = {SERIAL}\n"));
    let mut settings = settings();
    settings.sts.any_role = false;
    settings.sts.roles = [(role, Role { mfa_required: true, ..Role::default() })].into();
    world.ecr.set(settings);
    world
}

fn ask(world: &World, code: Option<&str>, region: &str) -> Value {
    world.ask_with(&[], json!({ "profile": "admin", "mfa_code": code, "region": region }))
}

#[test]
fn a_code_is_asked_for_before_any_call() {
    let world = guarded("mfa-asked");
    let answer = ask(&world, None, "eu-west-1");
    let wanted = json!({ "kind": "mfa_code", "profile": "admin", "detail": { "serial": SERIAL } });
    assert_eq!(answer["needs"], wanted, "{answer}");
    assert!(answer["ok"].is_null() && answer["error"].is_null());
    assert!(world.ecr.calls().is_empty());
}

#[test]
fn one_code_opens_a_session_that_serves_every_region() {
    let world = guarded("mfa-once");
    assert_eq!(each(&ask(&world, Some(" 123456 "), "eu-west-1"), "username"), ["AWS"]);
    let call = &world.calls_of("AssumeRole")[0];
    assert_eq!(call.parameters["SerialNumber"], SERIAL);
    assert_eq!(call.parameters["TokenCode"], "123456");
    assert_eq!(call.access_key.as_deref(), Some(USER_KEY));
    for region in ["eu-west-1", "us-east-1"] {
        assert_eq!(each(&ask(&world, None, region), "username"), ["AWS"]);
        assert_eq!(world.signer(), world.issued_by("AssumeRole"));
    }
    assert_eq!(world.calls_of("AssumeRole").len(), 1);
}

#[test]
fn a_session_that_one_endpoint_refuses_serves_the_others() {
    let world = guarded("mfa-elsewhere");
    assert_eq!(each(&ask(&world, Some("123456"), "eu-west-1"), "username"), ["AWS"]);
    let mut strange = settings();
    strange.keys.clear();
    let elsewhere = LocalEcr::start(strange);
    let answer = world.ask_with(&[], json!({ "profile": "admin", "endpoint_url": elsewhere.url() }));
    assert_eq!(failure(&answer)["code"], "UnrecognizedClient", "{answer}");
    assert_eq!(elsewhere.calls().len(), 1);
    assert_eq!(each(&ask(&world, None, "us-east-1"), "username"), ["AWS"]);
}

#[test]
fn a_wrong_or_spent_code_is_told_and_the_next_one_works() {
    let world = guarded("mfa-wrong");
    let answer = ask(&world, Some("654321"), "eu-west-1");
    assert_error(&answer["error"], "MfaCodeInvalid", &["role/mfa-wrong", "-MfaCode", "next code"]);
    assert!(!answer.to_string().contains("654321"), "{answer}");
    assert_eq!(each(&ask(&world, Some("234567"), "eu-west-1"), "username"), ["AWS"]);

    let other = format!(
        "[profile admin]\nrole_arn = arn:aws:iam::111122223333:role/mfa-wrong\nsource_profile = user\n\
         mfa_serial = {SERIAL}\nrole_session_name = another\n"
    );
    world.write("config", other);
    assert_error(&ask(&world, Some("234567"), "eu-west-1")["error"], "MfaCodeInvalid", &["-MfaCode"]);
}

#[test]
fn what_is_no_code_is_sent_nowhere() {
    let world = guarded("mfa-malformed");
    for code in ["", "12345", "1234567", "12 456", "hunter", "\u{663}\u{663}\u{663}\u{663}\u{663}\u{663}"] {
        let answer = ask(&world, Some(code), "eu-west-1");
        assert_error(&answer["error"], "MfaCodeInvalid", &["6 digits", "-MfaCode"]);
        assert!(!answer.to_string().contains("hunter"), "{answer}");
    }
    assert!(world.ecr.calls().is_empty());
}

#[test]
fn an_unknown_device_is_told() {
    let world = guarded("mfa-device");
    world.write(
        "config",
        "[profile admin]\nrole_arn = arn:aws:iam::111122223333:role/mfa-device\nsource_profile = user\n\
         mfa_serial = arn:aws:iam::111122223333:mfa/lost\n",
    );
    assert_error(&ask(&world, Some("123456"), "eu-west-1")["error"], "MfaCodeInvalid", &["serial number"]);
}

#[test]
fn after_what_is_no_code_or_the_wrong_one_the_right_one_works_at_once() {
    let world = guarded("mfa-again");
    for code in ["12345", "999999"] {
        assert_error(&ask(&world, Some(code), "eu-west-1")["error"], "MfaCodeInvalid", &["-MfaCode"]);
    }
    assert_eq!(each(&ask(&world, Some("123456"), "eu-west-1"), "username"), ["AWS"]);
    assert_eq!(world.calls_of("AssumeRole").len(), 2);
}

#[test]
fn a_wrong_code_is_told_once_for_several_regions_and_the_next_one_serves_all() {
    let world = guarded("mfa-several");
    let hosts = ["eu-west-1", "us-east-1"].map(|region| format!("111122223333.dkr.ecr.{region}.amazonaws.com"));
    let ask = |code: &str| {
        let more = json!({ "profile": "admin", "mfa_code": code, "region": null, "registry_ids": hosts });
        world.ask_with(&[], more)
    };
    assert_error(&ask("999999")["error"], "MfaCodeInvalid", &["role/mfa-several", "next code"]);
    assert_eq!(each(&ask("123456"), "proxy_endpoint"), hosts.clone().map(|host| format!("https://{host}")));
    assert_eq!(world.calls_of("AssumeRole").len(), 2);
}
