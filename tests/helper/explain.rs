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
        trial("a host that clients serve by themselves is theirs", of_the_clients),
        #[cfg(target_os = "linux")]
        trial("podman's list of helpers is told with its file", by_podmans_list),
        trial("a login that was handed in is told where the map wants none", anonymous),
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
    let lines = told(&scene, HOST);
    let nobody = format!(
        "Not asked: No client asks this helper for {HOST}. Run Install-ECRCredentialHelper {HOST} in PowerShell."
    );
    assert_told(&lines, &[&nobody, "Clients: docker: nothing"]);
    docker(&scene, &json!({ "credHelpers": { HOST: "ecrlogin" } }));
    let lines = told(&scene, HOST);
    assert!(lines.iter().any(|line| line.starts_with("Clients: docker: ecrlogin, by credHelpers in ")), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.contains("No client asks")), "{lines:#?}");
}

fn of_the_clients() {
    const OWN: &str = "Login from: the clients' own files and stores: this helper is not asked";
    let scene = scene();
    assert_told(&told(&scene, "docker.io"), &["Clients: docker: nothing", OWN]);
    let login = json!({ "https://index.docker.io/v1/": { "auth": "eDp5" } });
    docker(&scene, &json!({ "credHelpers": { HOST: "ecrlogin" }, "auths": login }));
    let lines = told(&scene, "docker.io");
    let file = scene.world.home.path().join(".docker").join("config.json");
    assert_told(&lines, &[&format!("Clients: docker: a login in {}", file.display()), OWN]);
    assert!(!lines.iter().any(|line| line.contains("Install-ECRCredentialHelper")), "{lines:#?}");
    let others = |scene: &Scene| told(scene, HOST).into_iter().any(|line| line.starts_with("Other registries: "));
    assert!(!others(&scene), "nobody asks for them");
    docker(&scene, &json!({ "credsStore": "ecrlogin" }));
    assert!(others(&scene));
}

#[cfg(target_os = "linux")]
fn by_podmans_list() {
    let scene = scene();
    let folder = scene.world.home.path().join(".config/containers/registries.conf.d");
    fs::create_dir_all(&folder).unwrap();
    let list = folder.join("50-ecrlogin.conf");
    fs::write(&list, "credential-helpers = [\"ecrlogin\", \"containers-auth.json\"]\n").unwrap();
    let bin = scene.world.home.path().join("bin");
    program(&bin.join("podman"));
    let scene = scene.with("PATH", bin.to_str().unwrap());
    assert_told(
        &told(&scene, HOST),
        &[&format!("Clients: podman: ecrlogin, by credential-helpers in {}", list.display())],
    );
}

#[cfg(target_os = "linux")]
fn program(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "#!/bin/sh\n").unwrap();
    fs::set_permissions(path, PermissionsExt::from_mode(0o755)).unwrap();
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

fn anonymous() {
    let scene = scene();
    let served = |scene: &Scene| {
        let lines = told(scene, "public.ecr.aws").into_iter();
        lines.filter_map(|line| line.strip_prefix("Login from: ").map(str::to_owned)).collect::<String>()
    };
    assert!(served(&scene).starts_with("nobody: "), "{}", served(&scene));
    scene.call("get", "public.ecr.aws").assert_not_found();
    let login = json!({ "ServerURL": "public.ecr.aws", "Username": "AWS", "Secret": "handed-in" });
    assert!(scene.call("store", &login.to_string()).good);
    assert!(served(&scene).starts_with("the client that handed it in; then nobody, "), "{}", served(&scene));
    assert_eq!(scene.call("get", "public.ecr.aws").login().1, "handed-in");
    assert!(scene.call("erase", "public.ecr.aws").good);
    assert!(served(&scene).starts_with("nobody: "), "{}", served(&scene));
}

fn errors() {
    let scene = scene();
    for (host, word) in [("a b", "names no ECR registry"), ("444455556666.dkr.ecr.us-east-1.amazonaws.com", "'gone'")] {
        let told = scene.call_with(&["explain", host], b"");
        assert!(told.failure().contains(word), "{told:?}");
    }
    let told = scene.call_with(&["explain", "555566667777"], b"");
    let words = "The account 555566667777 has a registry in each region: name its host.";
    assert!(told.failure().contains(words) && told.failure().contains("AWS_REGION"), "{told:?}");
}
