//! Which calls go through which proxy, and what is said when one fails.

use crate::home::assert_error;
use crate::proxied::world;
use crate::support::{World, each, failure};
use local_ecr::{ProxySettings, Settings};
use serde_json::{Value, json};

const PASSWORD: &str = "p@ss:w\u{f6}rd/1";
const ENCODED: &str = "user:p%40ss%3Aw%C3%B6rd%2F1";

/// A proxy that wants a user and a password.
fn locked() -> World {
    world(ProxySettings { user: Some("user".into()), password: Some(PASSWORD.into()), ..ProxySettings::default() })
}

fn open() -> World {
    world(ProxySettings::default())
}

#[test]
fn a_user_and_a_password_open_the_way_to_the_regions_host() {
    let world = locked();
    let proxy = world.proxy(ENCODED);
    let answer = world.ask_proxied(&[("HTTPS_PROXY", &proxy)], json!({}));
    assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
    let tunnel = world.ecr.tunnels().pop().unwrap();
    assert_eq!((tunnel.method.as_str(), tunnel.target.as_str()), ("CONNECT", "api.ecr.eu-west-1.amazonaws.com:443"));
    assert_eq!(tunnel.user.as_deref(), Some("user"));
    assert_eq!(world.token_call().host.as_deref(), Some("api.ecr.eu-west-1.amazonaws.com"));
    assert_eq!(world.token_call().tls_version.as_deref(), Some("1.3"));
}

#[test]
fn each_variable_counts_in_either_case_and_the_systems_proxy_last() {
    let world = open();
    let proxy = world.ecr.proxy_url().unwrap();
    let closed = "http://127.0.0.1:1";
    // Windows knows no case of names: what stands in capitals has been added by the caller.
    let (small, capital) = if cfg!(windows) { (closed, proxy) } else { (proxy, closed) };
    let table: [(&[(&str, &str)], Value); 7] = [
        (&[("HTTPS_PROXY", proxy)], json!({})),
        (&[("https_proxy", proxy)], json!({})),
        (&[("https_proxy", small), ("HTTPS_PROXY", capital)], json!({})),
        (&[("ALL_PROXY", proxy)], json!({})),
        (&[("HTTPS_PROXY", proxy), ("ALL_PROXY", closed)], json!({ "system_proxy": closed })),
        (&[("HTTP_PROXY", closed)], json!({ "system_proxy": proxy })),
        (&[("HTTPS_PROXY", proxy.strip_prefix("http://").unwrap())], json!({})),
    ];
    for (env, more) in table {
        let answer = world.ask_proxied(env, more);
        assert_eq!(each(&answer, "username"), ["AWS"], "{env:?}");
    }
}

#[test]
fn hosts_of_no_proxy_are_asked_directly() {
    let world = open();
    let proxy = world.ecr.proxy_url().unwrap();
    let ask = |no: &str, url: &str| {
        let env = [("HTTPS_PROXY", proxy), ("NO_PROXY", no)];
        world.ask_proxied(&env, json!({ "endpoint_url": url, "connect_timeout_ms": 2000 }))
    };
    for no in ["ecr.invalid", "INVALID", ".invalid", "*.invalid", "a.example , ecr.invalid", "*", "ecr.invalid:443"] {
        assert_eq!(failure(&ask(no, "https://ecr.invalid"))["code"], "DnsFailed", "{no}");
    }
    assert!(world.ecr.tunnels().is_empty());
    for no in ["cr.invalid", "invalid.example", "127.0.0.0/8", ""] {
        ask(no, "https://ecr.example");
        assert_eq!(world.targets().pop().unwrap(), "ecr.example:443", "{no}");
    }
}

#[test]
fn this_machine_is_asked_directly() {
    let world = open();
    let proxy = world.ecr.proxy_url().unwrap();
    let env = [("HTTPS_PROXY", proxy), ("HTTP_PROXY", proxy), ("ALL_PROXY", proxy)];
    for url in [world.ecr.url(), &world.ecr.https_urls()[0], &world.ecr.url().replace("127.0.0.1", "localhost")] {
        let answer = world.ask_proxied(&env, json!({ "endpoint_url": url, "system_proxy": proxy }));
        assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
    }
    assert!(world.ecr.tunnels().is_empty());
}

#[test]
fn plain_http_is_passed_on_by_its_own_proxy() {
    let world = locked();
    let plain = world.ecr.url().strip_prefix("http://").unwrap().parse().unwrap();
    let mut settings = world.ecr.settings();
    settings.proxy.routes = [("ecr.example:80".into(), plain)].into();
    world.ecr.set(settings);
    let env = [("HTTP_PROXY", world.proxy(ENCODED)), ("HTTPS_PROXY", "http://127.0.0.1:1".into())];
    let env: Vec<_> = env.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = world.ask_proxied(&env, json!({ "endpoint_url": "http://ecr.example" }));
    assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
    assert_eq!(world.token_call().host.as_deref(), Some("ecr.example"));
    assert_eq!(world.targets(), ["ecr.example:80"]);
}

#[test]
fn credentials_are_had_through_it_too() {
    let world = open();
    let role = "arn:aws:iam::111122223333:role/behind-a-proxy";
    world.write("config", format!("[profile role]\nrole_arn = {role}\ncredential_source = Environment\n"));
    let env = [
        ("HTTPS_PROXY", world.ecr.proxy_url().unwrap()),
        ("AWS_ACCESS_KEY_ID", local_ecr::ACCESS_KEY),
        ("AWS_SECRET_ACCESS_KEY", local_ecr::SECRET_KEY),
    ];
    world.ask_proxied(&env, json!({ "profile": "role", "access_key": null, "secret_key": null }));
    assert_eq!(world.signer(), world.issued_by("AssumeRole"));
    assert_eq!(world.targets(), ["sts.eu-west-1.amazonaws.com:443", "api.ecr.eu-west-1.amazonaws.com:443"]);
}

#[test]
fn a_proxy_that_refuses_or_fails_is_told_without_its_password() {
    let world = locked();
    let with = |change: fn(&mut Settings)| {
        let mut settings = world.ecr.settings();
        change(&mut settings);
        world.ecr.set(settings);
    };
    let ask = |proxy: &str, more: Value| {
        let answer = world.ask_proxied(&[("HTTPS_PROXY", proxy)], more);
        for secret in ["hunter2", "p%40ss", PASSWORD] {
            assert!(!answer.to_string().contains(secret), "{answer}");
        }
        failure(&answer).clone()
    };
    let wrong = world.proxy("user:hunter2");
    assert_error(&ask(&wrong, json!({})), "ProxyFailed", &["authorization", "HTTPS_PROXY", "api.ecr.eu-west-1"]);
    assert_error(&ask(world.ecr.proxy_url().unwrap(), json!({})), "ProxyFailed", &["authorization"]);
    let right = world.proxy(ENCODED);
    with(|settings| settings.proxy.refuse = Some(403));
    assert_error(&ask(&right, json!({})), "ProxyFailed", &["the proxy", "NO_PROXY"]);
    with(|settings| (settings.proxy.refuse, settings.proxy.hang) = (None, true));
    assert_error(&ask(&right, json!({ "connect_timeout_ms": 200 })), "ConnectTimeout", &["proxy"]);
    for url in ["http://user:hunter2@127.0.0.1:1", "http://user:hunter2@proxy.invalid:3128"] {
        assert_error(&ask(url, json!({})), "ProxyFailed", &["the proxy", "HTTPS_PROXY"]);
    }
}

#[test]
fn a_proxy_that_cannot_be_one_is_told_and_not_passed_by() {
    let world = open();
    for url in ["socks5://user:hunter2@127.0.0.1:1080", "http://user:hunter2@x@127.0.0.1:1", "ftp://hunter2", "http://"]
    {
        let answer = world.ask_proxied(&[("HTTPS_PROXY", url)], json!({}));
        assert_error(failure(&answer), "ProxyFailed", &["http or https URL", "HTTPS_PROXY"]);
        assert!(!answer.to_string().contains("hunter2"), "{answer}");
        let answer = world.ask_proxied(&[("HTTPS_PROXY", url)], json!({ "endpoint_url": world.ecr.url() }));
        assert_eq!(each(&answer, "username"), ["AWS"], "where none is needed, none is missed");
    }
}
