use crate::home::assert_error;
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
fn more_registries_than_the_service_takes_at_once_are_all_asked_for() {
    let world = World::new(Settings::default());
    let ids: Vec<String> = (0..5200).map(|n| format!("{n:012}")).collect();
    let answer = world.ask(json!({ "registry_ids": ids }));
    assert_eq!(each(&answer, "registry_id"), ids);
    assert_eq!(answer["ok"]["info"]["calls"], 520);
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

/// A registry of each kind of host, with the region it lies in.
const NAMED: [(&str, &str, &str); 6] = [
    ("oci://111111111111.dkr.ecr.ap-south-1.amazonaws.com/team/app:1", "111111111111", "ap-south-1"),
    ("HTTPS://222222222222.dkr-ecr.eu-north-1.on.aws", "222222222222", "eu-north-1"),
    ("docker://333333333333.dkr.ecr.ap-south-1.amazonaws.com:443/app@sha256:abc", "333333333333", "ap-south-1"),
    ("444444444444", "444444444444", "eu-west-1"),
    ("arn:aws:ecr:us-east-1:555555555555:repository/team/app", "555555555555", "us-east-1"),
    ("666666666666.dkr.ecr-fips.us-east-1.amazonaws.com/app", "666666666666", "us-east-1"),
];

#[test]
fn hosts_images_and_arns_name_account_and_region_and_the_order_stays() {
    let world = World::new(Settings::default());
    let names = NAMED.map(|(name, ..)| name);
    let more = json!({ "registry_ids": names, "region": null, "env": world.env(&[("AWS_REGION", "eu-west-1")]) });
    let answer = world.ask(more);
    assert_eq!(each(&answer, "registry_id"), NAMED.map(|(_, id, _)| id));
    let endpoints: Vec<_> = each(&answer, "proxy_endpoint");
    for (endpoint, (_, id, region)) in endpoints.iter().zip(NAMED) {
        assert!(endpoint.contains(id) && endpoint.contains(region), "{endpoint}");
    }
    let mut asked: Vec<_> = world.ecr.calls().into_iter().map(|c| (c.region.unwrap(), c.registry_ids)).collect();
    asked.sort();
    let ids = |ids: &[&str]| ids.iter().map(|id| id.to_string()).collect::<Vec<_>>();
    assert_eq!(
        asked,
        [
            ("ap-south-1".to_owned(), ids(&["111111111111", "333333333333"])),
            ("eu-north-1".to_owned(), ids(&["222222222222"])),
            ("eu-west-1".to_owned(), ids(&["444444444444"])),
            ("us-east-1".to_owned(), ids(&["555555555555"])),
            ("us-east-1".to_owned(), ids(&["666666666666"])),
        ]
    );
    let log = answer["log"].to_string();
    assert!(["ap-south-1", "eu-north-1", "us-east-1"].iter().all(|region| log.contains(region)), "{log}");
}

/// Images have the name that was asked for; what gives the API's own answer gives its name.
#[test]
fn a_command_logs_in_to_the_name_that_was_asked_for() {
    let world = World::new(Settings::default());
    let names = [
        "222222222222.dkr-ecr.eu-west-1.on.aws",
        "666666666666.dkr.ecr-fips.us-east-1.amazonaws.com",
        "222222222222.dkr.ecr.eu-west-1.amazonaws.com",
    ];
    let answer = world.ask(json!({ "registry_ids": names, "region": null, "include_command": true }));
    assert_eq!(each(&answer, "proxy_endpoint"), names.map(|name| format!("https://{name}")));
    for (command, name) in each(&answer, "command").iter().zip(names) {
        assert!(command.ends_with(&format!("https://{name}")), "{command}");
    }
    let answer = world.ask(json!({ "registry_ids": &names[..2], "region": null }));
    let plain = ["222222222222.dkr.ecr.eu-west-1.amazonaws.com", "666666666666.dkr.ecr.us-east-1.amazonaws.com"];
    assert_eq!(each(&answer, "proxy_endpoint"), plain.map(|name| format!("https://{name}")));
}

#[test]
fn several_regions_are_asked_at_once() {
    let world = World::new(Settings { delay_ms: 300, ..Settings::default() });
    let names = ["eu-west-1", "eu-west-2", "eu-west-3", "us-east-1"]
        .map(|region| format!("{ACCOUNT}.dkr.ecr.{region}.amazonaws.com"));
    let answer = world.ask(json!({ "registry_ids": names, "region": null }));
    assert_eq!(each(&answer, "proxy_endpoint"), names.map(|name| format!("https://{name}")));
    assert_eq!(world.ecr.connections().max_in_flight, 4);
    assert_eq!(answer["ok"]["info"]["calls"], 4);
}

#[test]
fn a_registry_that_is_named_in_several_ways_has_one_login() {
    let world = World::new(Settings::default());
    let host = format!("{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com");
    let names = [format!("{host}/app:1"), ACCOUNT.to_owned(), format!("oci://{host}/other")];
    let env = world.env(&[("AWS_REGION", "eu-west-1")]);
    assert_eq!(
        each(&world.ask(json!({ "registry_ids": names, "region": null, "env": env })), "registry_id"),
        [ACCOUNT]
    );
    assert_eq!(each(&world.ask(json!({ "registry_ids": names, "region": "EU-WEST-1" })), "registry_id"), [ACCOUNT]);
}

#[test]
fn another_region_than_a_hosts_is_an_error_that_names_both() {
    let world = World::new(Settings::default());
    let host = format!("{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com");
    let answer = world.ask(json!({ "registry_ids": [host], "region": "us-east-1" }));
    assert_error(&answer["error"], "RegionMismatch", &["eu-west-1", "us-east-1"]);
    assert!(world.ecr.calls().is_empty());
}

#[test]
fn what_one_region_refuses_is_a_failure_that_names_it() {
    let fault = Fault::Error { status: 400, code: "AccessDeniedException".into(), message: "why".into() };
    let only_ids = vec!["222222222222".to_owned()];
    let world = World::new(Settings { fault: Some(fault), only_ids, ..Settings::default() });
    let names =
        [format!("{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com"), "222222222222.dkr.ecr.us-east-1.amazonaws.com".into()];
    let answer = world.ask(json!({ "registry_ids": names, "region": null }));
    assert_eq!(each(&answer, "registry_id"), [ACCOUNT]);
    let failure = &answer["ok"]["failures"][0];
    assert_eq!(
        (&failure["registry_ids"], &failure["error"]["code"]),
        (&json!(["222222222222"]), &json!("AccessDenied"))
    );
    assert!(failure["error"]["message"].as_str().unwrap().starts_with("Region us-east-1: "), "{failure}");
}

#[test]
fn failures_of_several_regions_come_in_the_order_asked() {
    let fault = Fault::Error { status: 400, code: "AccessDeniedException".into(), message: "why".into() };
    let refused = ["333333333333", "111111111111", "222222222222"];
    let only_ids = refused.map(str::to_owned).to_vec();
    let world = World::new(Settings { fault: Some(fault), only_ids, ..Settings::default() });
    let regions = ["us-east-1", "eu-west-1", "us-east-1"];
    let mut names: Vec<_> =
        refused.iter().zip(regions).map(|(id, region)| format!("{id}.dkr.ecr.{region}.amazonaws.com")).collect();
    names.push(format!("{ACCOUNT}.dkr.ecr.eu-west-2.amazonaws.com"));
    let answer = world.ask(json!({ "registry_ids": names, "region": null }));
    let failed: Vec<_> = answer["ok"]["failures"].as_array().unwrap().iter().map(|f| &f["registry_ids"]).collect();
    assert_eq!(failed, [&json!(["333333333333", "222222222222"]), &json!(["111111111111"])], "{answer}");
}

#[test]
fn a_name_of_the_public_registry_is_asked_for_in_its_one_region() {
    let world = World::new(Settings::default());
    let names = json!(["public.ecr.aws/nginx/nginx", ACCOUNT]);
    let answer = world.ask(json!({ "registry_ids": names }));
    assert_eq!(each(&answer, "proxy_endpoint")[0], "https://public.ecr.aws");
    assert_eq!(each(&answer, "registry_id")[1], ACCOUNT);
    let host = format!("{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com");
    let refused = world.ask(json!({ "registry_ids": [host], "public": true }));
    assert_error(&refused["error"], "InvalidParameter", &["-Public"]);
}

#[test]
fn what_is_neither_id_nor_name_is_refused_with_the_reason() {
    let world = World::new(Settings::default());
    let host = format!("{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com");
    let names = json!(["12x", "nginx:latest", format!("{host}:8443/app")]);
    let answer = world.ask(json!({ "registry_ids": names, "region": null }));
    let words = ["Not an AWS account id: '12x'.", "'nginx:latest' names no ECR registry", "no port 8443"];
    assert_error(&answer["error"], "InvalidRegistryId", &words);
    assert_eq!(answer["error"]["details"].as_array().map(Vec::len), Some(3));
    assert!(world.ecr.calls().is_empty());
}

#[test]
fn each_token_bears_the_id_of_the_call_that_gave_it() {
    let world = World::new(Settings::default());
    let ids: Vec<String> = (0..12).map(|n| format!("{n:012}")).collect();
    let answer = world.ask(json!({ "registry_ids": ids }));
    let calls = each(&answer, "request_id");
    assert!(calls.iter().all(|id| !id.is_empty()), "{answer}");
    assert_eq!((calls[..10].iter().all(|id| *id == calls[0]), calls[10] == calls[11]), (true, true), "{answer}");
    assert_ne!(calls[0], calls[11]);
}
