//! Which endpoint is asked: one that was configured for the service, or the region's own.

use crate::home::{assert_error, error, settings};
use crate::proxied;
use crate::support::{World, each};
use local_ecr::{LocalEcr, ProxySettings, Settings};
use serde_json::{Value, json};

/// A home with a role, the endpoint of everything, and another endpoint.
fn two(role: &str) -> (World, LocalEcr) {
    let world = crate::home::world("");
    world.write("config", profile(role, ""));
    (world, LocalEcr::start(settings()))
}

fn profile(role: &str, lines: &str) -> String {
    format!("[profile role]\nrole_arn = arn:aws:iam::111122223333:role/{role}\nsource_profile = user\n{lines}\n")
}

/// The operations that an endpoint was asked for.
fn asked(ecr: &LocalEcr) -> Vec<String> {
    ecr.calls().into_iter().map(|call| call.operation).collect()
}

/// Keys that one endpoint handed out are strange to the other: what counts is who was asked.
fn ask(world: &World, env: &[(&str, &str)], more: Value) -> Value {
    let mut fields = json!({ "profile": "role" });
    fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    world.ask_with(env, fields)
}

#[test]
fn a_variable_for_one_service_goes_before_the_one_for_all() {
    let (world, other) = two("for-ecr");
    let answer = ask(&world, &[("AWS_ENDPOINT_URL_ECR", other.url())], json!({}));
    assert_eq!(asked(&world.ecr), ["AssumeRole"]);
    assert_eq!(asked(&other), ["GetAuthorizationToken"]);
    assert_eq!(answer["ok"]["info"]["endpoint"], other.url());

    let (world, other) = two("for-sts");
    ask(&world, &[("AWS_ENDPOINT_URL_STS", other.url())], json!({}));
    assert_eq!(asked(&other), ["AssumeRole"]);
    assert_eq!(asked(&world.ecr), ["GetAuthorizationToken"]);
}

#[test]
fn the_parameter_is_for_ecr_alone() {
    let (world, other) = two("by-parameter");
    ask(&world, &[("AWS_ENDPOINT_URL_ECR", "http://127.0.0.1:1")], json!({ "endpoint_url": other.url() }));
    assert_eq!(asked(&world.ecr), ["AssumeRole"]);
    assert_eq!(asked(&other), ["GetAuthorizationToken"]);
}

#[test]
fn a_profile_names_endpoints_for_all_or_for_one() {
    let (world, other) = two("by-profile");
    let lines = format!(
        "endpoint_url = {}\nservices = mine\n[services mine]\nsts =\n  endpoint_url = {}",
        other.url(),
        world.ecr.url()
    );
    world.write("config", profile("by-profile", &lines));
    let mut request = world.request_with(&[], json!({ "profile": "role" }));
    request["env"].as_object_mut().unwrap().remove("AWS_ENDPOINT_URL");
    crate::support::ask(&request);
    assert_eq!(asked(&world.ecr), ["AssumeRole"]);
    assert_eq!(asked(&other), ["GetAuthorizationToken"]);
}

#[test]
fn ecr_public_has_two_names_in_a_services_section() {
    for name in ["ecr_public", "ecr-public"] {
        let world = World::new(Settings::default());
        let lines =
            format!("[profile p]\nservices = mine\n[services mine]\n{name} =\n  endpoint_url = {}\n", world.ecr.url());
        world.write("config", lines);
        let mut request = world.request(json!({ "profile": "p", "public": true }));
        request["env"].as_object_mut().unwrap().remove("AWS_ENDPOINT_URL");
        assert_eq!(each(&crate::support::ask(&request), "username"), ["AWS"], "{name}");
    }
    let world = World::new(Settings::default());
    let env =
        world.env(&[("AWS_ENDPOINT_URL", "http://127.0.0.1:1"), ("AWS_ENDPOINT_URL_ECR_PUBLIC", world.ecr.url())]);
    assert_eq!(each(&world.ask(json!({ "env": env, "public": true })), "username"), ["AWS"]);
}

#[test]
fn endpoints_that_are_to_be_ignored_are() {
    let world = proxied::world(ProxySettings::default());
    let proxy = world.ecr.proxy_url().unwrap();
    let closed = "http://127.0.0.1:1";
    world.write(
        "config",
        format!(
            "[profile ignoring]\nignore_configured_endpoint_urls = true\nendpoint_url = {closed}\nservices = mine\n\
             role_arn = arn:aws:iam::111122223333:role/ignoring\ncredential_source = Environment\n\
             [services mine]\necr =\n  endpoint_url = {closed}\nsts =\n  endpoint_url = {closed}\n"
        ),
    );
    let keys = [
        ("HTTPS_PROXY", proxy),
        ("AWS_ACCESS_KEY_ID", local_ecr::ACCESS_KEY),
        ("AWS_SECRET_ACCESS_KEY", local_ecr::SECRET_KEY),
        ("AWS_ENDPOINT_URL", closed),
        ("AWS_ENDPOINT_URL_ECR", closed),
        ("AWS_ENDPOINT_URL_STS", closed),
    ];
    let fields = json!({ "access_key": null, "secret_key": null });
    let mut named = fields.clone();
    named["profile"] = "ignoring".into();
    assert_eq!(each(&world.ask_proxied(&keys, named), "username"), ["AWS"]);
    assert_eq!(world.targets(), ["sts.eu-west-1.amazonaws.com:443", "api.ecr.eu-west-1.amazonaws.com:443"]);
    let ignoring = [&keys[..], &[("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")]].concat();
    assert_eq!(each(&world.ask_proxied(&ignoring, fields.clone()), "username"), ["AWS"]);
    let mut by_hand = fields;
    by_hand["endpoint_url"] = world.ecr.url().into();
    assert_eq!(each(&world.ask_proxied(&ignoring, by_hand), "username"), ["AWS"], "the parameter is never ignored");
}

#[test]
fn each_kind_of_endpoint_has_its_host() {
    let world = proxied::world(ProxySettings::default());
    let proxy = ("HTTPS_PROXY", world.ecr.proxy_url().unwrap());
    world.write("config", "[profile fips]\nuse_fips_endpoint = true\n[profile dual]\nuse_dualstack_endpoint = true\n");
    let fips = ("AWS_USE_FIPS_ENDPOINT", "true");
    let dual = ("AWS_USE_DUALSTACK_ENDPOINT", "true");
    type Row<'a> = (&'a [(&'a str, &'a str)], Value, &'a str);
    let table: [Row<'_>; 13] = [
        (&[], json!({}), "api.ecr.eu-west-1.amazonaws.com"),
        (&[], json!({ "region": "cn-north-1" }), "api.ecr.cn-north-1.amazonaws.com.cn"),
        (&[], json!({ "use_dual_stack": true }), "ecr.eu-west-1.api.aws"),
        (&[dual], json!({}), "ecr.eu-west-1.api.aws"),
        (&[("AWS_PROFILE", "dual")], json!({}), "ecr.eu-west-1.api.aws"),
        (&[], json!({ "region": "us-east-1", "use_fips": true }), "ecr-fips.us-east-1.amazonaws.com"),
        (&[fips], json!({ "region": "us-east-1" }), "ecr-fips.us-east-1.amazonaws.com"),
        (&[("AWS_PROFILE", "fips")], json!({ "region": "us-east-1" }), "ecr-fips.us-east-1.amazonaws.com"),
        (&[fips, dual], json!({ "region": "us-east-1" }), "ecr-fips.us-east-1.api.aws"),
        (&[fips, dual], json!({ "use_fips": false, "use_dual_stack": false }), "api.ecr.eu-west-1.amazonaws.com"),
        (&[], json!({ "public": true }), "api.ecr-public.us-east-1.amazonaws.com"),
        (&[], json!({ "public": true, "use_dual_stack": true }), "ecr-public.us-east-1.api.aws"),
        (&[("AWS_REGION", "eu-west-1")], json!({ "region": null }), "api.ecr.eu-west-1.amazonaws.com"),
    ];
    for (env, more, host) in table {
        let env = [&[proxy], env].concat();
        let answer = world.ask_proxied(&env, more);
        assert_eq!(each(&answer, "username"), ["AWS"], "{host}: {answer}");
        let call = world.token_call();
        assert_eq!(call.host.as_deref(), Some(host));
        let region = answer["ok"]["info"]["region"].as_str();
        assert_eq!(call.region.as_deref(), region, "{host}");
    }
}

#[test]
fn fips_holds_for_the_calls_before_it() {
    let world = proxied::world(ProxySettings::default());
    let role = "arn:aws:iam::111122223333:role/fips";
    world.write("config", format!("[profile role]\nrole_arn = {role}\ncredential_source = Environment\n"));
    let env = [
        ("HTTPS_PROXY", world.ecr.proxy_url().unwrap()),
        ("AWS_ACCESS_KEY_ID", local_ecr::ACCESS_KEY),
        ("AWS_SECRET_ACCESS_KEY", local_ecr::SECRET_KEY),
    ];
    let mut fields = json!({
        "profile": "role", "access_key": null, "secret_key": null, "region": "us-east-1", "use_fips": true,
    });
    world.ask_proxied(&env, fields.clone());
    let hosts = ["sts-fips.us-east-1.amazonaws.com:443", "ecr-fips.us-east-1.amazonaws.com:443"];
    assert_eq!(world.targets(), hosts);
    world.write("config", format!("[profile role]\nrole_arn = {role}-2\ncredential_source = Environment\n"));
    fields["use_dual_stack"] = true.into();
    world.ask_proxied(&env, fields);
    assert_eq!(world.targets()[2..], ["sts-fips.us-east-1.api.aws:443", "ecr-fips.us-east-1.api.aws:443"]);
}

#[test]
fn a_custom_endpoint_is_neither_fips_nor_dual_stack() {
    let world = World::new(Settings::default());
    for more in [
        json!({ "use_fips": true }),
        json!({ "use_dual_stack": true }),
        json!({ "use_fips": true, "endpoint_url": "https://ecr.example" }),
        json!({ "env": world.env(&[("AWS_USE_FIPS_ENDPOINT", "true")]) }),
    ] {
        assert_error(error(&world.ask(more)), "InvalidParameter", &["FIPS or dual-stack", "Leave out one"]);
    }
    assert!(world.ecr.calls().is_empty());
}

#[test]
fn an_endpoint_that_is_no_url_is_told() {
    let world = World::new(Settings::default());
    for name in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_ECR"] {
        let answer = world.ask(json!({ "env": world.env(&[(name, "ecr.example:80")]) }));
        assert_error(error(&answer), "InvalidParameter", &["'ecr.example:80'", "no"]);
    }
    let (world, _) = two("no-url");
    let answer = ask(&world, &[("AWS_ENDPOINT_URL_STS", "sts example")], json!({}));
    assert_eq!(error(&answer)["code"], "InvalidParameter", "{answer}");
}

#[test]
fn a_password_in_an_endpoint_is_refused_and_not_repeated() {
    let world = World::new(Settings::default());
    for more in [
        json!({ "endpoint_url": "http://user:hunter2@127.0.0.1:9" }),
        json!({ "endpoint_url": "http://user:hunter2/x@127.0.0.1:9" }),
        json!({ "endpoint_url": "http://127.0.0.1:9/a?hunter2@x" }),
        json!({ "env": world.env(&[("AWS_ENDPOINT_URL_ECR", "http://user:hunter2@127.0.0.1:9")]) }),
    ] {
        let answer = world.ask(more);
        assert_eq!(answer["error"]["code"], "InvalidParameter", "{answer}");
        assert!(!answer.to_string().contains("hunter2"), "{answer}");
    }
}
