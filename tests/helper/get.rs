//! The verb `get` of hosts of ECR, without a map.

use crate::call::{HOST, Scene};
use crate::home::{USER_KEY, world};
use crate::trial;
use libtest_mimic::Trial;
use local_ecr::{Fault, Settings, Token};
use std::collections::BTreeMap;

pub fn trials() -> Vec<Trial> {
    vec![
        trial("every form of a host gets that host's login", forms),
        trial("a host names its account, region and endpoint", hosts),
        trial("ECR Public is asked in its one region", public),
        trial("the default credentials serve where there is no map", default_credentials),
        trial("what is none of ours is not found, and nobody is asked", not_ours),
        trial("a failure is told on both streams, with a remedy that fits", failures),
        trial("a login of another account, or with an empty password, is none", odd_answers),
    ]
}

fn forms() {
    let scene = Scene::new(Settings::default());
    for name in [
        HOST.to_owned(),
        format!("https://{HOST}"),
        format!("http://{HOST}/"),
        format!("https://{HOST}/v2/"),
        format!("{HOST}/team/app"),
        format!("{HOST}:443"),
        HOST.to_uppercase(),
    ] {
        let told = scene.call("get", &name);
        assert_eq!(told.login(), ("AWS".to_owned(), "password-for-111122223333".to_owned()), "{name}");
        assert!(told.out.contains(&format!("{{\"ServerURL\":\"{name}\"")), "{told:?}");
    }
}

fn hosts() {
    let scene = Scene::new(Settings::default());
    for (host, region) in [
        ("444455556666.dkr.ecr.us-east-2.amazonaws.com", "us-east-2"),
        ("444455556666.dkr-ecr.us-west-2.on.aws", "us-west-2"),
        ("444455556666.dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1"),
    ] {
        assert_eq!(scene.call("get", host).login().1, "password-for-444455556666", "{host}");
        let call = scene.world.token_call();
        assert_eq!((call.region.as_deref(), call.registry_ids), (Some(region), vec!["444455556666".to_owned()]));
    }
}

fn public() {
    let scene = Scene::new(Settings::default());
    for host in ["public.ecr.aws", "https://public.ecr.aws/", "public.ecr.aws/docker/library/alpine"] {
        assert_eq!(scene.call("get", host).login().1, "password-for-public", "{host}");
    }
    let call = scene.world.token_call();
    assert_eq!((call.service.as_str(), call.region.as_deref()), ("ecr-public", Some("us-east-1")));
}

fn default_credentials() {
    let scene = Scene::of(world("[default]\nsource_profile = user\nrole_arn = arn:aws:iam::111122223333:role/r\n"));
    let scene = scene.with("AWS_PROFILE", "user");
    scene.call("get", HOST).login();
    assert_eq!(scene.world.signer(), USER_KEY);
}

fn not_ours() {
    let mut scene = Scene::new(Settings::default());
    scene.offline();
    for name in [
        "index.docker.io",
        "https://index.docker.io/v1/",
        "https://not.a.real.registry/url",
        "ghcr.io/team/app",
        "localhost:5000",
        "111122223333",
        "111122223333.dkr.ecr.eu-west-1.amazonaws.com:5000",
        "111122223333.dkr.ecr.eu-west-1.amazonaws.com.evil.test",
        "user@111122223333.dkr.ecr.eu-west-1.amazonaws.com",
        "oci://111122223333.dkr.ecr.eu-west-1.amazonaws.com",
        "://",
        "https://",
        "%%%",
        "a b\tc",
        "\u{202e}",
    ] {
        scene.call("get", name).assert_not_found();
    }
    assert!(scene.world.ecr.calls().is_empty());
}

fn failures() {
    let denied = Fault::Error { status: 400, code: "AccessDeniedException".into(), message: "not you".into() };
    let scene = Scene::new(Settings { fault: Some(denied), ..Settings::default() });
    let told = scene.call("get", HOST);
    for word in ["AccessDeniedException", "not you", "ecr:GetAuthorizationToken"] {
        assert!(told.failure().contains(word), "{told:?}");
    }

    let mut offline = Scene::new(Settings::default());
    offline.offline();
    let told = offline.call("get", HOST);
    assert!(told.failure().contains("Check AWS_ENDPOINT_URL and proxy settings."), "{told:?}");

    let none = Scene::of(world(""));
    let told = none.call("get", HOST);
    assert!(told.failure().contains("No credentials were found.") && told.out.contains("registries.json"), "{told:?}");
    let unknown = none.with("AWS_PROFILE", "nobody");
    let told = unknown.call("get", HOST);
    assert!(told.failure().contains("'nobody'") && !told.out.contains("-ProfileName"), "{told:?}");
}

fn odd_answers() {
    let answered = |token: Token| {
        let tokens = BTreeMap::from([("111122223333".to_owned(), token)]);
        Scene::new(Settings { tokens, ..Settings::default() }).call("get", HOST)
    };
    let other = Token {
        proxy_endpoint: Some("https://444455556666.dkr.ecr.eu-west-1.amazonaws.com".into()),
        ..Token::default()
    };
    assert!(answered(other).failure().contains("no token for the registry 111122223333"));
    let empty = Token { password: Some(String::new()), ..Token::default() };
    assert!(answered(empty).failure().contains("empty password"));
    let junk = Token { raw_token: Some("hunter2!".into()), ..Token::default() };
    assert!(answered(junk).failure().contains("is not base64"));
}
