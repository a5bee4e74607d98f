//! The verb `explain`: what would come of a host, without asking anybody.

use crate::call::{HOST, Scene};
use crate::home::world;
use crate::trial;
use libtest_mimic::Trial;
use serde_json::{Value, json};
use std::fs;

pub fn trials() -> Vec<Trial> {
    vec![
        trial("a host is explained by its line, and what follows from it", by_its_line),
        trial("a host of others goes to the next store", of_others),
        trial("what is kept is told with its end", kept),
        trial("whether any client asks the helper is told, with what makes one", who_asks),
        trial("what is no host, and a profile that is not there, is an error", errors),
    ]
}

fn scene() -> Scene {
    let scene = Scene::of(world("[profile dev]\nregion = eu-north-1\n"));
    scene.map(json!([
        { "match": HOST, "profile": "user", "role": "arn:aws:iam::{account}:role/pull" },
        { "match": "registry.example.com", "account": "444455556666", "profile": "dev" },
        { "match": "444455556666.dkr.ecr.*.amazonaws.com", "profile": "gone" },
        { "match": "public.ecr.aws", "anonymous": true },
    ]));
    scene
}

/// The lines that a host is explained with.
fn told(scene: &Scene, host: &str) -> Vec<String> {
    let told = scene.call_with(&["explain", host], b"");
    assert!(told.good && told.err.is_empty(), "{told:?}");
    assert!(scene.world.ecr.calls().is_empty());
    told.out.lines().map(str::to_owned).collect()
}

fn assert_told(lines: &[String], wanted: &[&str]) {
    for want in wanted {
        assert!(lines.iter().any(|line| line == want), "'{want}' is missing: {lines:#?}");
    }
}

fn by_its_line() {
    let scene = scene();
    for name in [HOST.to_owned(), format!("https://{HOST}"), format!("{HOST}/app:1")] {
        let lines = told(&scene, &name);
        let endpoint = format!("Endpoint: {}", scene.world.ecr.url());
        assert_told(
            &lines,
            &[
                &format!("Host: {HOST}"),
                "Login from: Amazon ECR",
                "Account: 111122223333",
                "Profile: user",
                "Role: arn:aws:iam::111122223333:role/pull",
                "Region: eu-west-1",
                "Kept login: none",
                &endpoint,
            ],
        );
        assert!(lines.iter().any(|line| line.starts_with("Map: ") && line.ends_with(", line 1")), "{lines:#?}");
    }
    assert_told(
        &told(&scene, "registry.example.com"),
        &["Account: 444455556666", "Profile: dev", "Region: eu-north-1"],
    );
    let lines = told(&scene, "public.ecr.aws");
    assert_told(&lines, &["Login from: nobody: the map says that nobody logs in there", "Kept login: none"]);
    assert!(!lines.iter().any(|line| line.starts_with("Profile")), "{lines:#?}");
}

fn of_others() {
    let scene = scene();
    docker(&scene, &json!({ "credsStore": "ecrlogin" }));
    let lines = told(&scene, "ghcr.io");
    assert!(lines.iter().any(|line| line.starts_with("Login from: the file ")), "{lines:#?}");
    assert!(lines.iter().any(|line| line.starts_with("Map: no line is of it (looked at: ")), "{lines:#?}");
}

fn docker(scene: &Scene, config: &Value) {
    let folder = scene.world.home.path().join(".docker");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.json"), config.to_string()).unwrap();
}

fn who_asks() {
    let scene = scene();
    for (host, remedy) in [(HOST, format!("Install-ECRCredentialHelper {HOST}")), ("ghcr.io", "-AsStore".to_owned())] {
        let lines = told(&scene, host);
        let nobody = format!("Not asked: No client asks this helper for {host}. ");
        let line = lines.iter().find(|line| line.starts_with(&nobody)).unwrap_or_else(|| panic!("{lines:#?}"));
        assert!(line.contains(&remedy), "{line}");
        assert_told(&lines, &["Clients: docker: nothing"]);
        assert!(!lines.iter().any(|line| line.starts_with("Login from: the file")), "{lines:#?}");
    }
    docker(&scene, &json!({ "credHelpers": { HOST: "ecrlogin" } }));
    let lines = told(&scene, HOST);
    assert!(lines.iter().any(|line| line.starts_with("Clients: docker: ecrlogin, by credHelpers in ")), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.contains("No client asks")), "{lines:#?}");
}

fn kept() {
    let scene = scene();
    scene.call("get", HOST).login();
    scene.world.ecr.clear_calls();
    let lines = told(&scene, HOST);
    assert!(lines.iter().any(|line| line.starts_with("Kept login: until 20") && line.ends_with('Z')), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.contains("handed in")), "{lines:#?}");
    let login = json!({ "ServerURL": "public.ecr.aws", "Username": "AWS", "Secret": "handed-in" });
    assert!(scene.call("store", &login.to_string()).good);
    let lines = told(&scene, "public.ecr.aws");
    let is_handed_in =
        |line: &String| line.starts_with("Kept login: until 20") && line.contains("Z, handed in by a client at 20");
    assert!(lines.iter().any(is_handed_in), "{lines:#?}");
    let off = scene.with("ECRLOGIN_CACHE", "off");
    assert_told(&told(&off, HOST), &["Kept login: none"]);
}

fn errors() {
    let scene = scene();
    for (host, word) in [("a b", "names no ECR registry"), ("444455556666.dkr.ecr.us-east-1.amazonaws.com", "'gone'")] {
        let told = scene.call_with(&["explain", host], b"");
        assert!(told.failure().contains(word), "{told:?}");
    }
}
