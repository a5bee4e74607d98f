//! Logins that are kept, for those who ask for it. A program of its own, since clearing the cache ends every session
//! of the process.
#![allow(clippy::disallowed_methods, missing_docs)]

#[path = "../engine/support.rs"]
mod support;

use crate::support::{World, ask, each, failure};
use local_ecr::{ACCESS_KEY, ACCOUNT, Fault, Key, SECRET_KEY, Settings, Token};
use serde_json::{Value, json};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Held by every test: one of them empties the cache.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64()
}

fn cached(world: &World, more: Value) -> Value {
    let mut request = world.request(more);
    request["use_cache"] = true.into();
    ask(&request)
}

fn info(answer: &Value) -> (u64, u64) {
    let info = &answer["ok"]["info"];
    (info["calls"].as_u64().unwrap(), info["kept"].as_u64().unwrap())
}

#[test]
fn a_login_is_asked_for_once_and_without_the_cache_each_time() {
    let _alone = alone();
    let world = World::new(Settings::default());
    for expected in [(1, 0), (0, 1), (0, 1)] {
        let answer = cached(&world, json!({}));
        assert_eq!(each(&answer, "registry_id"), [ACCOUNT]);
        assert_eq!(info(&answer), expected);
    }
    assert_eq!(info(&world.ask(json!({}))), (1, 0));
    assert_eq!(world.ecr.calls().len(), 2);
}

#[test]
fn without_the_cache_nothing_is_kept() {
    let _alone = alone();
    let world = World::new(Settings::default());
    world.ask(json!({}));
    assert_eq!(info(&cached(&world, json!({}))), (1, 0));
}

#[test]
fn only_the_missing_ids_are_asked_for_and_the_order_stays() {
    let _alone = alone();
    let world = World::new(Settings::default());
    cached(&world, json!({ "registry_ids": ["222222222222", "444444444444"] }));
    let ids = ["444444444444", "111111111111", "222222222222", "333333333333"];
    let answer = cached(&world, json!({ "registry_ids": ids }));
    assert_eq!(each(&answer, "registry_id"), ids);
    assert_eq!(each(&answer, "password"), ids.map(|id| format!("password-for-{id}")));
    assert_eq!(info(&answer), (1, 2));
    assert_eq!(world.ecr.calls()[1].registry_ids, ["111111111111", "333333333333"]);
    // The caller's own registry is none of them.
    assert_eq!(info(&cached(&world, json!({}))), (1, 0));
}

#[test]
fn a_token_serves_for_half_of_its_life() {
    let _alone = alone();
    // Times are milliseconds at the endpoint, so a life this short is over before the second call.
    for (life, expected) in [(3600.0, (0, 1)), (0.002, (1, 0)), (-60.0, (1, 0))] {
        let token = Token { expires_at: Some(now() + life), ..Token::default() };
        let world = World::new(Settings { tokens: [(ACCOUNT.into(), token)].into(), ..Settings::default() });
        cached(&world, json!({}));
        std::thread::sleep(Duration::from_millis(5));
        assert_eq!(info(&cached(&world, json!({}))), expected, "{life}");
    }
}

#[test]
fn use_does_not_make_a_kept_token_younger() {
    let _alone = alone();
    let token = Token { expires_at: Some(now() + 2.0), ..Token::default() };
    let world = World::new(Settings { tokens: [(ACCOUNT.into(), token)].into(), ..Settings::default() });
    let end = Instant::now() + Duration::from_millis(1500);
    while Instant::now() < end {
        cached(&world, json!({}));
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(world.ecr.calls().len() > 1);
}

#[test]
fn a_time_beyond_all_clocks_is_kept_for_half_a_day_or_not_at_all() {
    let _alone = alone();
    for end in [1e300, 1e19, 9_223_372_036_854_775_807.0, 1e12] {
        let token = Token { expires_at: Some(end), ..Token::default() };
        let world = World::new(Settings { tokens: [(ACCOUNT.into(), token)].into(), ..Settings::default() });
        for _ in 0..2 {
            assert_eq!(each(&cached(&world, json!({})), "username"), ["AWS"], "{end}");
        }
    }
}

#[test]
fn the_login_of_another_account_than_asked_is_not_kept() {
    let _alone = alone();
    let stranger = Token {
        proxy_endpoint: Some("https://999999999999.dkr.ecr.eu-west-1.amazonaws.com".into()),
        ..Token::default()
    };
    let world = World::new(Settings { tokens: [("111111111111".into(), stranger)].into(), ..Settings::default() });
    for _ in 0..2 {
        let answer = cached(&world, json!({ "registry_ids": ["111111111111"] }));
        assert_eq!(answer["ok"]["failures"][0]["error"]["code"], "MissingRegistry", "{answer}");
        assert_eq!(info(&answer), (1, 0));
    }
}

#[test]
fn a_call_that_is_under_way_keeps_nothing_after_a_clearing() {
    let _alone = alone();
    let world = World::new(Settings { delay_ms: 300, ..Settings::default() });
    std::thread::scope(|scope| {
        let running = scope.spawn(|| cached(&world, json!({})));
        while world.ecr.connections().max_in_flight == 0 {
            std::thread::sleep(Duration::from_millis(5));
        }
        ask(&json!({ "version": 1, "op": "clear_cache" }));
        assert_eq!(info(&running.join().unwrap()), (1, 0));
    });
    let cleared = ask(&json!({ "version": 1, "op": "clear_cache" }));
    assert_eq!(cleared["ok"]["tokens"], 0, "{cleared}");
}

#[test]
fn each_identity_region_and_trust_has_its_own() {
    let _alone = alone();
    let keys = [(ACCESS_KEY, SECRET_KEY), ("AKIAOTHER", "another-secret")];
    let keys = keys.map(|(key, secret)| (key.to_owned(), Key::new(secret)));
    let world = World::new(Settings { keys: keys.into(), ..Settings::default() });
    cached(&world, json!({}));
    for more in [
        json!({ "region": "us-west-2" }),
        json!({ "access_key": "AKIAOTHER", "secret_key": "another-secret" }),
        json!({ "skip_certificate_check": true }),
    ] {
        let answer = cached(&world, more.clone());
        assert_eq!((each(&answer, "username"), info(&answer)), (vec!["AWS"], (1, 0)), "{more}");
    }
    // What the identity does not hang on: a variable that changes with every step of a build.
    let env = world.env(&[("BUILD_STEP", "2")]);
    assert_eq!(info(&cached(&world, json!({ "env": env }))), (0, 1));
    // The bare access key gets nobody a login.
    assert_eq!(failure(&cached(&world, json!({ "secret_key": "wrong" })))["code"], "InvalidSignature");
}

#[test]
fn a_failure_is_not_kept() {
    let _alone = alone();
    let fault = Fault::Error { status: 400, code: "AccessDeniedException".into(), message: "no".into() };
    let world = World::new(Settings { fault: Some(fault), fault_count: Some(1), ..Settings::default() });
    assert_eq!(failure(&cached(&world, json!({})))["code"], "AccessDenied");
    assert_eq!(info(&cached(&world, json!({}))), (1, 0));
}

#[test]
fn clearing_forgets_logins_and_sessions() {
    let _alone = alone();
    let world = World::new(Settings::default());
    cached(&world, json!({ "registry_ids": ["111111111111", "222222222222"] }));
    let cleared = ask(&json!({ "version": 1, "op": "clear_cache" }));
    assert!(cleared["ok"]["tokens"].as_u64().unwrap() >= 2, "{cleared}");
    assert!(cleared["ok"]["sessions"].as_u64().unwrap() >= 1, "{cleared}");
    assert_eq!(info(&cached(&world, json!({ "registry_ids": ["111111111111"] }))), (1, 0));
}

#[test]
fn logins_of_several_regions_are_kept_each_for_its_own() {
    let _alone = alone();
    let world = World::new(Settings::default());
    let names = ["us-east-1", "eu-west-1"].map(|region| format!("{ACCOUNT}.dkr.ecr.{region}.amazonaws.com"));
    for calls in [2, 2] {
        let answer = cached(&world, json!({ "registry_ids": names, "region": null }));
        assert_eq!(each(&answer, "proxy_endpoint"), names.clone().map(|name| format!("https://{name}")));
        assert_eq!(world.ecr.calls().len(), calls);
    }
}
