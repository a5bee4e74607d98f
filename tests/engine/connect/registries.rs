use super::stand_in::{Clients, HOST, each, failures};
use local_ecr::{ACCOUNT, Fault, Settings, Token};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn answers_with(endpoint: &str) -> Clients {
    let token = Token { proxy_endpoint: Some(endpoint.into()), ..Token::default() };
    Clients::new(Settings { tokens: [(ACCOUNT.into(), token)].into(), ..Settings::default() }, &["docker"])
}

/// The region and the ids of every call that was made, in no order.
fn asked(clients: &Clients) -> BTreeSet<(String, Vec<String>)> {
    let calls = clients.world.ecr.calls();
    calls.into_iter().map(|call| (call.region.unwrap_or_default(), call.registry_ids)).collect()
}

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| id.to_string()).collect()
}

#[test]
fn without_a_name_it_is_the_callers_own_registry() {
    let clients = Clients::docker();
    let answer = clients.connect(json!({}));
    assert_eq!(each(&answer, "registry"), [HOST]);
    assert_eq!(each(&answer, "status"), ["Succeeded"]);
    assert!(answer["ok"]["logins"][0]["expires_at"].as_f64().unwrap() > 0.0);
    assert_eq!(answer["ok"]["info"]["region"], "eu-west-1");
}

#[test]
fn accounts_are_logged_in_to_in_every_region() {
    let clients = Clients::docker();
    let accounts = ["111111111111", "222222222222"];
    let regions = ["eu-west-1", "us-east-2"];
    let answer = clients.connect(json!({ "registry_ids": accounts, "regions": regions, "region": Value::Null }));
    let hosts: Vec<String> = regions
        .iter()
        .flat_map(|region| accounts.map(|account| format!("{account}.dkr.ecr.{region}.amazonaws.com")))
        .collect();
    assert_eq!(each(&answer, "registry"), hosts);
    assert_eq!(asked(&clients), regions.map(|region| (region.to_owned(), ids(&accounts))).into());
    assert_eq!(clients.hosts(), hosts);
    let passwords: Vec<Vec<u8>> = clients.runs().into_iter().map(|run| run.input).collect();
    assert_eq!(passwords[1], b"password-for-222222222222");
}

#[test]
fn a_host_settles_account_region_and_name() {
    let clients = Clients::docker();
    let names = [
        "111111111111.dkr.ecr.ap-south-1.amazonaws.com/team/app:1",
        "https://222222222222.dkr-ecr.eu-north-1.on.aws",
        "333333333333.dkr.ecr-fips.us-east-1.amazonaws.com",
        "444444444444.dkr.ecr.eusc-de-east-1.amazonaws.eu/app@sha256:abc",
    ];
    let answer = clients.connect(json!({ "registry_ids": names, "region": Value::Null }));
    let hosts = [
        "111111111111.dkr.ecr.ap-south-1.amazonaws.com",
        "222222222222.dkr-ecr.eu-north-1.on.aws",
        "333333333333.dkr.ecr-fips.us-east-1.amazonaws.com",
        "444444444444.dkr.ecr.eusc-de-east-1.amazonaws.eu",
    ];
    assert_eq!(each(&answer, "registry"), hosts, "{answer}");
    let wanted = [
        ("ap-south-1", "111111111111"),
        ("eu-north-1", "222222222222"),
        ("us-east-1", "333333333333"),
        ("eusc-de-east-1", "444444444444"),
    ];
    assert_eq!(asked(&clients), wanted.map(|(region, id)| (region.to_owned(), ids(&[id]))).into());
}

#[test]
fn a_registry_that_is_named_in_several_ways_is_logged_in_to_once() {
    let clients = Clients::docker();
    let names = [format!("{HOST}/app:1"), format!("{HOST}/other"), ACCOUNT.into(), format!("https://{HOST}")];
    let more = json!({ "registry_ids": names, "region": Value::Null });
    let answer = clients.connect_with(&[("AWS_REGION", "eu-west-1")], more);
    assert_eq!(each(&answer, "registry"), [HOST]);
    assert_eq!(clients.hosts(), [HOST]);
    assert!(clients.world.ecr.calls().iter().all(|call| call.registry_ids == ids(&[ACCOUNT])));
}

#[test]
fn a_host_of_another_region_than_the_named_one_is_refused() {
    let clients = Clients::docker();
    let answer = clients.connect(json!({ "registry_ids": [HOST], "region": "us-east-1" }));
    assert_eq!(answer["error"]["code"], "RegionMismatch", "{answer}");
    let message = answer["error"]["message"].as_str().unwrap();
    assert!(message.contains("eu-west-1") && message.contains("us-east-1"), "{message}");
    let regions = json!({ "registry_ids": [HOST], "region": Value::Null, "regions": ["us-east-1", "eu-west-1"] });
    assert_eq!(each(&clients.connect(regions), "registry"), [HOST]);
}

#[test]
fn a_registry_is_logged_in_to_under_the_names_that_were_asked_for() {
    let dual = "111122223333.dkr-ecr.eu-west-1.on.aws";
    for (kind, hosts) in
        [("named", vec![HOST]), ("ipv4", vec![HOST]), ("dual_stack", vec![dual]), ("all", vec![HOST, dual])]
    {
        for name in [ACCOUNT, HOST] {
            let clients = Clients::docker();
            let answer = clients.connect(json!({ "registry_ids": [name], "endpoint_type": kind }));
            assert_eq!(each(&answer, "registry"), hosts, "{kind}");
            assert_eq!(clients.world.ecr.calls().len(), 1);
        }
    }
}

#[test]
fn the_public_registry_has_one_login_from_its_one_region() {
    for more in [json!({ "public": true }), json!({ "registry_ids": ["public.ecr.aws/nginx/nginx"] })] {
        let clients = Clients::docker();
        assert_eq!(each(&clients.connect(more), "registry"), ["public.ecr.aws"]);
        assert_eq!(asked(&clients), [("us-east-1".to_owned(), vec![])].into());
    }
    let clients = Clients::docker();
    let answer = clients.connect(json!({ "public": true, "registry_ids": [ACCOUNT] }));
    assert_eq!(answer["error"]["code"], "InvalidParameter", "{answer}");
}

#[test]
fn a_server_address_takes_the_place_of_the_registrys_own() {
    for address in ["registry.example.com:5000", "https://registry.example.com:5000"] {
        let clients = Clients::docker();
        let answer = clients.connect(json!({ "server_address": address, "endpoint_type": "all" }));
        assert_eq!(each(&answer, "registry"), ["registry.example.com:5000"]);
        assert_eq!(clients.hosts(), ["registry.example.com:5000"]);
    }
    let clients = Clients::docker();
    for (address, ids) in [("--config=x", vec![]), ("registry.example.com", vec!["111111111111", "222222222222"])] {
        let answer = clients.connect(json!({ "server_address": address, "registry_ids": ids }));
        assert_eq!(answer["error"]["code"], "InvalidParameter", "{answer}");
    }
    assert!(clients.world.ecr.calls().is_empty());
}

#[test]
fn no_client_is_started_for_an_endpoint_that_is_not_safe() {
    for endpoint in [
        "http://evil.example",
        "https://user@evil.example",
        "https://evil.example/path",
        "https://evil\"example",
        "https://evil'example",
        "https://$(id)",
        "https://-evil.example",
        "--config=evil",
        "https://evil.example\nhttps://other.example",
        "https://index.docker.io",
    ] {
        let clients = answers_with(endpoint);
        let answer = clients.connect(json!({}));
        assert_eq!(failures(&answer)[0].0, "UnsafeEndpoint", "{endpoint:?}: {answer}");
        assert!(clients.runs().is_empty(), "{endpoint:?}");
    }
    assert_eq!(answers_with("http://127.0.0.1:5000").connect(json!({}))["ok"]["failures"], json!([]));
}

#[test]
fn a_login_goes_to_the_asked_registry_or_to_this_machine_alone() {
    let foreign = [
        format!("https://{ACCOUNT}.evil.example"),
        format!("https://{HOST}.evil.example"),
        format!("https://{HOST}:444"),
        format!("https://{HOST}:443"),
        format!("https://{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com"),
        "https://public.ecr.aws".to_owned(),
    ];
    let own = [json!([]), json!([ACCOUNT]), json!([HOST])];
    for (endpoint, ids) in foreign.iter().flat_map(|endpoint| own.iter().map(move |ids| (endpoint, ids))) {
        let clients = answers_with(endpoint);
        let answer = clients.connect(json!({ "registry_ids": ids }));
        assert_eq!(failures(&answer).first().map(|failure| failure.0), Some("UnsafeEndpoint"), "{endpoint}: {answer}");
        assert!(clients.runs().is_empty(), "{endpoint}");
    }
    let fips = HOST.replace("dkr.ecr.", "dkr.ecr-fips.");
    for host in [HOST, "127.0.0.1:5000", "localhost:5000", fips.as_str()] {
        let clients = answers_with(&format!("https://{host}"));
        assert_eq!(each(&clients.connect(json!({})), "registry"), [host]);
    }
}

#[test]
fn no_login_goes_where_nobody_asked_for_one() {
    let fault = Fault::Extra { accounts: vec!["999999999999".into()] };
    let clients = Clients::docker();
    clients.world.ecr.set(Settings { fault: Some(fault), ..Settings::default() });
    let answer = clients.connect(json!({ "registry_ids": [ACCOUNT] }));
    assert_eq!(each(&answer, "registry"), [HOST]);
    assert_eq!(failures(&answer)[0].0, "UnsafeEndpoint", "{answer}");
    assert_eq!(clients.hosts(), [HOST]);
}

#[test]
fn what_the_service_refuses_is_a_failure_beside_the_logins() {
    let fault = Fault::Error { status: 400, code: "AccessDeniedException".into(), message: "why".into() };
    let only_ids = vec!["222222222222".to_owned()];
    let clients = Clients::new(Settings { fault: Some(fault), only_ids, ..Settings::default() }, &["docker"]);
    let names = [HOST, "222222222222.dkr.ecr.us-east-1.amazonaws.com"];
    let answer = clients.connect(json!({ "registry_ids": names, "region": Value::Null }));
    assert_eq!(each(&answer, "registry"), [HOST]);
    assert_eq!(failures(&answer), [("AccessDenied", vec!["222222222222"])]);
    let message = answer["ok"]["failures"][0]["error"]["message"].as_str().unwrap();
    assert!(message.starts_with("Region us-east-1: "), "{message}");
}

#[test]
fn a_region_that_cannot_be_asked_does_not_stop_the_others() {
    let clients = Clients::docker();
    let answer = clients.connect(json!({ "registry_ids": [ACCOUNT], "regions": ["not a region", "eu-west-1"] }));
    assert_eq!(each(&answer, "registry"), [HOST]);
    assert_eq!(failures(&answer), [("InvalidRegion", vec![ACCOUNT])]);
    let answer = clients.connect(json!({ "regions": ["not a region"] }));
    assert_eq!(answer["error"]["code"], "InvalidRegion", "{answer}");
}
