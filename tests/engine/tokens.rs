use crate::support::{World, each};
use local_ecr::{ACCOUNT, Fault, Order, Settings, Token};
use serde_json::json;
use std::collections::BTreeSet;

#[test]
fn without_ids_the_callers_own_registry_is_asked_for() {
    let world = World::new(Settings::default());
    let answer = world.ask(json!({}));
    assert_eq!(each(&answer, "registry_id"), [ACCOUNT]);
    assert_eq!(each(&answer, "username"), ["AWS"]);
    assert_eq!(each(&answer, "proxy_endpoint"), [format!("https://{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com")]);
    assert_eq!(answer["ok"]["info"]["calls"], 1);
    assert_eq!(answer["ok"]["info"]["region"], "eu-west-1");
    let call = &world.ecr.calls()[0];
    assert!(call.registry_ids.is_empty());
    assert_eq!(call.region.as_deref(), Some("eu-west-1"));
}

#[test]
fn every_registry_keeps_its_own_token_whatever_the_order_of_the_answer() {
    let ids = ["333333333333", "111111111111", "222222222222"];
    let world = World::new(Settings { order: Order::Reversed, ..Settings::default() });
    let answer = world.ask(json!({ "registry_ids": ids }));
    assert_eq!(each(&answer, "registry_id"), ids);
    assert_eq!(each(&answer, "password"), ids.map(|id| format!("password-for-{id}")));
}

#[test]
fn a_thousand_ids_are_a_hundred_calls_each_id_once_and_in_order() {
    // Answers that take a moment show how many are waited for at once.
    let world = World::new(Settings { delay_ms: 5, ..Settings::default() });
    let ids: Vec<String> = (0..1000).map(|n| format!("{:012}", (n * 7919) % 1_000_003)).collect();
    let twice: Vec<&String> = ids.iter().chain(&ids[..50]).collect();
    let answer = world.ask(json!({ "registry_ids": twice }));
    assert_eq!(each(&answer, "registry_id"), ids);
    let calls = world.ecr.calls();
    assert_eq!(calls.len(), 100);
    assert!(calls.iter().all(|call| call.registry_ids.len() == 10));
    let asked: BTreeSet<_> = calls.iter().flat_map(|call| &call.registry_ids).collect();
    assert_eq!(asked.len(), 1000);
    let flying = world.ecr.connections().max_in_flight;
    assert!((2..=25).contains(&flying), "calls run in parallel, but bounded: {flying}");
}

#[test]
fn what_is_more_than_the_service_takes_at_once_is_asked_for_at_its_pace() {
    let world = World::new(Settings::default());
    let ids: Vec<String> = (0..2200).map(|n| format!("{n:012}")).collect();
    let started = std::time::Instant::now();
    let answer = world.ask(json!({ "registry_ids": ids }));
    assert_eq!(answer["ok"]["info"]["calls"], 220);
    // The last of 20 calls above the burst starts 19 pauses after the first.
    assert!(started.elapsed() >= std::time::Duration::from_millis(19 * 5), "{:?}", started.elapsed());
}

#[test]
fn lost_zeros_come_back_with_a_word_for_a_number_and_a_warning_for_a_text() {
    let world = World::new(Settings { delay_ms: 20, ..Settings::default() });
    let ids = json!([12345678901_u64, "1234-5678-9012", "23456789012", 12345678901_u64]);
    let answer = world.ask(json!({ "registry_ids": ids }));
    assert_eq!(each(&answer, "registry_id"), ["012345678901", "123456789012", "023456789012"]);
    let log = answer["log"].as_array().unwrap();
    assert_eq!(log.len(), 2, "{answer}");
    assert_eq!(log[0]["level"], "verbose");
    assert!(log[0]["message"].as_str().unwrap().contains("012345678901"));
    assert_eq!(log[1]["level"], "warning");
    let warning = log[1]["message"].as_str().unwrap();
    assert!(warning.contains("'23456789012'") && warning.contains(" 023456789012."), "{warning}");
}

#[test]
fn a_number_that_is_no_id_is_told_like_a_text() {
    let world = World::new(Settings::default());
    for (id, told) in [(json!(-5), "'-5'"), (json!(1.5), "'1.5'"), (json!(1234567890123_u64), "'1234567890123'")] {
        let answer = world.ask(json!({ "registry_ids": [id] }));
        assert_eq!(answer["error"]["code"], "InvalidRegistryId", "{answer}");
        assert_eq!(answer["error"]["details"], json!([told]));
    }
    for id in [json!(true), json!([1]), json!(null)] {
        let answer = world.ask(json!({ "registry_ids": [id] }));
        assert_eq!(answer["error"]["code"], "InvalidRequest", "{answer}");
    }
}

#[test]
fn a_command_comes_where_it_is_asked_for_and_is_safe_or_a_failure() {
    let token = |password: &str| Token { password: Some(password.into()), ..Token::default() };
    let tokens = [("111122223333", "plain="), ("222233334444", "it's $(x)"), ("333344445555", "a\"b")];
    let tokens = tokens.map(|(account, password)| (account.into(), token(password))).into();
    let world = World::new(Settings { tokens, ..Settings::default() });
    let ids = ["111122223333", "222233334444", "333344445555"];
    let answer = world.ask(json!({ "registry_ids": ids, "include_command": true }));
    let commands = each(&answer, "command");
    assert!(commands[0].starts_with("docker login --username AWS --password plain= https://111122223333."));
    assert!(commands[1].starts_with("docker login --username AWS --password 'it''s $(x)' https://222233334444."));
    let failures = answer["ok"]["failures"].as_array().unwrap();
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0]["registry_ids"], json!(["333344445555"]));
    assert_eq!(failures[0]["error"]["code"], "UnsafeCommandValue");
    assert!(!failures[0].to_string().contains("a\\"), "the value is not repeated");

    let answer = world.ask(json!({ "registry_ids": ids }));
    assert_eq!(each(&answer, "registry_id"), ids, "without a command nothing is wrong");
    assert!(answer["ok"]["tokens"][0].get("command").is_none());
}

#[test]
fn expiry_keeps_its_fraction() {
    let token = Token { expires_at: Some(1_448_875_853.241), ..Token::default() };
    let world = World::new(Settings { tokens: [(ACCOUNT.into(), token)].into(), ..Settings::default() });
    let expires = world.ask(json!({}))["ok"]["tokens"][0]["expires_at"].as_f64().unwrap();
    assert!((expires - 1_448_875_853.241).abs() < 0.000_5, "{expires}");
}

#[test]
fn a_password_may_be_anything_after_the_first_colon() {
    let password = "a:b=\"\\\u{1F600}\n\u{7f}";
    let token = Token { username: Some("AWS".into()), password: Some(password.into()), ..Token::default() };
    let world = World::new(Settings { tokens: [(ACCOUNT.into(), token)].into(), ..Settings::default() });
    assert_eq!(each(&world.ask(json!({})), "password"), [password]);
}

#[test]
fn the_base64_token_comes_along_only_when_asked_for() {
    let world = World::new(Settings::default());
    assert!(world.ask(json!({}))["ok"]["tokens"][0].get("authorization_token").is_none());
    let answer = world.ask(json!({ "include_token": true }));
    assert_eq!(each(&answer, "authorization_token"), ["QVdTOnBhc3N3b3JkLWZvci0xMTExMjIyMjMzMzM="]);
}

#[test]
fn extra_and_repeated_entries_neither_disturb_nor_get_lost() {
    let world = World::new(Settings { fault: Some(Fault::Duplicates {}), ..Settings::default() });
    assert_eq!(each(&world.ask(json!({ "registry_ids": ["111111111111", "222222222222"] })), "registry_id").len(), 2);
    world
        .ecr
        .set(Settings { fault: Some(Fault::Extra { accounts: vec!["999999999999".into()] }), ..Settings::default() });
    let answer = world.ask(json!({ "registry_ids": ["222222222222", "111111111111"] }));
    assert_eq!(each(&answer, "registry_id"), ["222222222222", "111111111111", "999999999999"]);
}
