//! Logins that clients hand in for hosts of ours.

use crate::call::{HOST, Scene};
use crate::trial;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use libtest_mimic::Trial;
use local_ecr::Settings;
use serde_json::{Value, json};
use std::time::SystemTime;

pub fn trials() -> Vec<Trial> {
    vec![
        trial("a login that was handed in serves till its own end", own_end),
        trial("one that says no end serves as long as any token does", no_end),
        trial("one that has ended is refused", ended),
        trial("it goes before what would be asked for, and falls with the logout", before_ours),
        trial("the map wins over a login that was handed in before it said so", the_map_wins),
        trial("what a client got from here and hands back is not made its own", handed_back),
        trial("a logout of what is not there is fine", unknown),
    ]
}

fn now() -> i64 {
    i64::try_from(SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs()).unwrap()
}

/// A password of ECR that ends at this time.
fn token(expiration: i64) -> String {
    let payload =
        json!({ "payload": "x", "datakey": "y", "version": "2", "type": "DATA_KEY", "expiration": expiration });
    STANDARD.encode(payload.to_string())
}

fn login(secret: &str) -> String {
    json!({ "ServerURL": HOST, "Username": "AWS", "Secret": secret }).to_string()
}

fn store(scene: &Scene, secret: &str) {
    let told = scene.call("store", &login(secret));
    assert_eq!((told.good, told.out, told.err), (true, String::new(), String::new()));
}

/// Moves the times of the one login that is kept into the past.
fn age(scene: &Scene, seconds: i64) {
    scene.change(|kept| {
        let login = &mut kept["logins"][0];
        for key in ["since", "expires_at"] {
            login[key] = (login[key].as_i64().unwrap() - seconds).into();
        }
    });
}

fn own_end() {
    let mut scene = Scene::new(Settings::default());
    let secret = token(now() + 12 * 3600);
    store(&scene, &secret);
    scene.offline();
    assert_eq!(scene.call("get", HOST).login(), ("AWS".to_owned(), secret.clone()));
    age(&scene, 11 * 3600 + 1800);
    assert_eq!(scene.call("get", HOST).login().1, secret, "after half of its life too");
    age(&scene, 1800);
    scene.call("get", HOST).failure();
}

fn no_end() {
    let mut scene = Scene::new(Settings::default());
    scene.offline();
    for secret in ["eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmVk", "plain"] {
        store(&scene, secret);
        assert_eq!(scene.call("get", HOST).login().1, secret);
    }
    age(&scene, 12 * 3600);
    scene.call("get", HOST).failure();
}

fn ended() {
    let scene = Scene::new(Settings::default());
    let secret = token(now() - 3600);
    let told = scene.call("store", &login(&secret));
    assert!(told.failure().contains("has ended") && !told.out.contains(&secret), "{told:?}");
    assert_eq!(scene.call("list", "").out, "{}");
}

fn before_ours() {
    let scene = Scene::new(Settings::default());
    scene.call("get", HOST).login();
    let secret = token(now() + 3600);
    store(&scene, &secret);
    assert_eq!(scene.call("get", &format!("https://{HOST}")).login().1, secret);
    // Whoever asks.
    let scene = scene.with("AWS_ACCESS_KEY_ID", "another");
    assert_eq!(scene.call("get", HOST).login().1, secret);
    let listed: Value = serde_json::from_str(&scene.call("list", "").out).unwrap();
    assert_eq!(listed, json!({ HOST: "AWS" }));
    assert!(scene.call("erase", HOST).good);
    assert_eq!(scene.call("list", "").out, "{}");
    scene.call("get", HOST).failure();
}

fn the_map_wins() {
    let scene = Scene::of(crate::home::world(""));
    let line = json!({ "match": HOST, "profile": "user" });
    let with_role = json!({ "match": HOST, "profile": "user", "role": "arn:aws:iam::{account}:role/pull" });
    let secret = token(now() + 3600);
    store(&scene, &secret);
    let got = || scene.call("get", HOST).login().1;
    assert_eq!(got(), secret);
    let asked = "password-for-111122223333";
    for lines in
        [json!([line]), json!([with_role]), json!([{ "match": "*.dkr.ecr.*.amazonaws.com", "profile": "user" }])]
    {
        scene.map(lines);
        assert_eq!(got(), asked, "the map has changed");
        store(&scene, &secret);
        assert_eq!(got(), secret, "handed in again");
    }
    // A line that says the same of the host, elsewhere and of more hosts, is no other.
    scene.map(json!([{ "match": "ghcr.io", "anonymous": true }, { "match": "111122223333.dkr.*.*.amazonaws.com", "profile": "user" }]));
    assert_eq!(got(), secret);
    // Nobody logs in any more.
    scene.map(json!([{ "match": HOST, "anonymous": true }]));
    scene.call("get", HOST).assert_not_found();
    // One that was handed in anew is the only one.
    store(&scene, "another");
    assert_eq!(got(), "another");
    scene.map(json!([line]));
    assert_eq!(got(), asked);
    let listed: Value = serde_json::from_str(&scene.kept()).unwrap();
    let handed_in = listed["logins"].as_array().unwrap().iter().filter(|login| login["share"].is_null());
    assert_eq!(handed_in.count(), 1, "{listed}");
}

fn handed_back() {
    let scene = Scene::new(Settings::default());
    let secret = scene.call("get", HOST).login().1;
    store(&scene, &secret);
    // It stays whose it was.
    let scene = scene.with("AWS_ACCESS_KEY_ID", "another");
    scene.call("get", HOST).failure();
}

fn unknown() {
    let mut scene = Scene::new(Settings::default());
    scene.offline();
    for name in [HOST, "ghcr.io", "https://index.docker.io/v1/", "%%%"] {
        let told = scene.call("erase", name);
        assert_eq!((told.good, told.out, told.err), (true, String::new(), String::new()), "{name}");
    }
    assert!(!scene.caches().exists());
}
