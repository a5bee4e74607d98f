//! A program called docker that is podman.

use super::stand_in::{Clients, HOST, each, failure};
use local_ecr::Settings;
use serde_json::{Value, json};
use std::fs;

const PODMAN: (&str, &str) = ("STAND_IN_VERSION", "podman version 4.3.1");

/// Docker's name for podman's program: a link to it, or the script that distributions have.
fn shims() -> [Clients; 2] {
    ["shim/podman", "shim/docker"].map(|script| {
        let clients = Clients::new(Settings::default(), &["podman"]);
        clients.link("docker", script);
        clients
    })
}

/// Where podman keeps its logins.
fn own(clients: &Clients) -> std::path::PathBuf {
    let linux = cfg!(target_os = "linux");
    if linux {
        clients.path("run/containers/auth.json")
    } else {
        clients.world.home.path().join(".config/containers/auth.json")
    }
}

#[test]
fn the_login_goes_into_the_folder_that_was_named_for_docker() {
    for clients in shims() {
        let answer = clients.connect_with(&[PODMAN], json!({}));
        assert_eq!((each(&answer, "status"), each(&answer, "tool")), (vec!["Succeeded"], vec!["podman"]), "{answer}");
        let file = clients.config();
        assert_eq!(each(&answer, "config_path"), [file.to_str().unwrap()]);
        assert!(clients.read_config()["auths"][HOST]["auth"].is_string());
        assert!(clients.runs()[0].arguments.contains(&"--authfile".to_owned()));
        let back = json!({ "registry_ids": [HOST], "tool": "podman", "config_path": file });
        assert_eq!(each(&clients.disconnect(back), "status"), ["Removed"]);
        assert_eq!(clients.read_config()["auths"], json!({}));
    }
}

#[test]
fn without_a_folder_login_and_logout_are_those_of_podman() {
    for clients in shims() {
        let answer = clients.connect_with(&[PODMAN], json!({ "config_path": Value::Null }));
        assert_eq!(each(&answer, "store"), [own(&clients).to_str().unwrap()], "{answer}");
        let request = json!({ "registry_ids": [HOST], "config_path": Value::Null });
        let gone = crate::support::ask(&clients.request("disconnect", &[PODMAN], request));
        assert_eq!((each(&gone, "status"), each(&gone, "tool")), (vec!["Removed"], vec!["podman"]), "{gone}");
        assert!(!fs::read_to_string(own(&clients)).unwrap().contains(HOST));
    }
}

#[test]
fn a_login_of_docker_itself_goes_too_which_podman_would_still_read() {
    for clients in shims() {
        let file = clients.world.home.path().join(".docker/config.json");
        fs::create_dir(file.parent().unwrap()).unwrap();
        fs::write(&file, json!({ "auths": { HOST: { "auth": "eA==" } } }).to_string()).unwrap();
        let request = json!({ "registry_ids": [HOST], "config_path": Value::Null });
        let gone = crate::support::ask(&clients.request("disconnect", &[PODMAN], request));
        assert_eq!((each(&gone, "status"), each(&gone, "store")), (vec!["Removed"], vec![file.to_str().unwrap()]));
    }
}

#[test]
fn a_program_that_does_not_show_it_is_asked_before_anything_is_said() {
    let clients = Clients::docker();
    let request = json!({ "config_path": Value::Null });
    let answer = clients.connect_with(&[PODMAN], request);
    assert_eq!((each(&answer, "status"), each(&answer, "tool")), (vec!["Succeeded"], vec!["podman"]), "{answer}");
    assert_eq!(each(&answer, "store"), [own(&clients).to_str().unwrap()]);
    let request = json!({ "registry_ids": [HOST], "config_path": Value::Null });
    let gone = crate::support::ask(&clients.request("disconnect", &[PODMAN], request));
    assert_eq!((each(&gone, "status"), each(&gone, "tool")), (vec!["Removed"], vec!["podman"]), "{gone}");
}

#[test]
fn a_docker_that_says_it_is_one_is_believed() {
    let clients = Clients::docker();
    let answer = clients.connect_with(&[("STAND_IN", "print Login Succeeded")], json!({ "config_path": Value::Null }));
    assert_eq!(failure(&answer)["code"], "LoginNotKept");
    assert_eq!(each(&clients.connect(json!({})), "tool"), ["docker"]);
}
