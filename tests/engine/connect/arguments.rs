use super::stand_in::{ALL, Clients, HOST, each};
use crate::home::native;
use local_ecr::{ACCOUNT, Settings, Token};
use serde_json::{Value, json};
use std::env::consts::EXE_SUFFIX;

/// How a tool is told of a config, and what it is started with; `CONFIG` is what was named.
const TABLE: [(&str, &str, &str, &str); 9] = [
    ("docker", "config", "--config CONFIG login --username AWS --password-stdin HOST", ""),
    ("podman", "auth.json", "login --username AWS --password-stdin --authfile CONFIG HOST", ""),
    ("nerdctl", "config", "login --username AWS --password-stdin HOST", "DOCKER_CONFIG=CONFIG"),
    ("finch", "config", "login --username AWS --password-stdin HOST", "DOCKER_CONFIG=CONFIG"),
    ("buildah", "auth.json", "login --username AWS --password-stdin --authfile CONFIG HOST", ""),
    ("skopeo", "auth.json", "login --username AWS --password-stdin --authfile CONFIG HOST", ""),
    ("helm", "auth.json", "registry login --username AWS --password-stdin --registry-config CONFIG HOST", ""),
    ("oras", "auth.json", "login --username AWS --password-stdin --registry-config CONFIG HOST", ""),
    ("crane", "config/config.json", "auth login --username AWS --password-stdin HOST", "DOCKER_CONFIG=FOLDER"),
];

#[test]
fn every_tool_is_told_of_a_config_in_its_own_way() {
    for (tool, config, arguments, variable) in TABLE {
        let clients = Clients::new(Settings::default(), &ALL);
        let config = clients.path(config);
        let filled = |text: &str| {
            let folder = clients.path("config");
            text.replace("CONFIG", config.to_str().unwrap())
                .replace("FOLDER", folder.to_str().unwrap())
                .replace("HOST", HOST)
        };
        let answer = clients.connect(json!({ "tool": tool, "config_path": config }));
        assert_eq!(each(&answer, "tool"), [tool], "{answer}");
        let run = &clients.runs()[0];
        assert_eq!((run.name.as_str(), run.arguments.join(" ")), (tool, filled(arguments)));
        // The name of the variable ends with the word that stands for the path.
        let wanted = variable.split_once('=').map(|(name, value)| format!("{name}={}", filled(value)));
        let set = run.variables.lines().find(|line| line.starts_with("DOCKER_CONFIG="));
        assert_eq!(set.map(str::to_owned), wanted, "{tool}");
    }
}

#[test]
fn a_tool_without_a_config_is_left_to_its_own() {
    for tool in ALL {
        let clients = Clients::new(Settings::default(), &ALL);
        clients.connect(json!({ "tool": tool, "config_path": Value::Null }));
        let words = match tool {
            "helm" => "registry login",
            "crane" => "auth login",
            _ => "login",
        };
        let run = &clients.runs()[0];
        assert_eq!(run.arguments.join(" "), format!("{words} --username AWS --password-stdin {HOST}"), "{tool}");
        assert!(!run.variables.contains("DOCKER_CONFIG"), "{tool}");
    }
}

#[test]
fn a_registry_on_this_machine_may_do_without_tls() {
    let local = Token { proxy_endpoint: Some("http://127.0.0.1:5000".into()), ..Token::default() };
    let options = ["", "--tls-verify=false", "--insecure-registry", "", "--tls-verify=false", "--tls-verify=false"];
    let options = options.into_iter().chain(["--plain-http", "--plain-http", ""]);
    for (tool, option) in ALL.into_iter().zip(options) {
        let settings = Settings { tokens: [(ACCOUNT.into(), local.clone())].into(), ..Settings::default() };
        let clients = Clients::new(settings, &[tool]);
        clients.connect(json!({ "tool": tool, "config_path": Value::Null }));
        let arguments = clients.runs()[0].arguments.join(" ");
        let end = format!("--password-stdin {option} 127.0.0.1:5000").replace("  ", " ");
        assert!(arguments.ends_with(&end), "{tool}: {arguments}");
    }
}

#[test]
fn without_a_tool_the_first_on_path_is_taken() {
    let order = ["docker", "podman", "nerdctl", "finch"];
    for first in 0..order.len() {
        let there: Vec<&str> = ["skopeo", "crane"].iter().chain(&order[first..]).copied().collect();
        let clients = Clients::new(Settings::default(), &there);
        let answer = clients.connect(json!({ "config_path": Value::Null }));
        assert_eq!(each(&answer, "tool"), [order[first]]);
    }
}

#[test]
fn a_program_may_be_named_by_its_path() {
    let clients = Clients::new(Settings::default(), &["podman", "mine"]);
    let folder = clients.path("bin");
    let config = clients.path("config");
    // From the name of the program where the tool is not said, as docker where that says nothing.
    for (path, tool, name) in [
        (folder.join(format!("podman{EXE_SUFFIX}")).to_str().unwrap(), Value::Null, "podman"),
        (&format!("bin/mine{EXE_SUFFIX}"), Value::Null, "docker"),
        (&format!("bin/mine{EXE_SUFFIX}"), json!("skopeo"), "skopeo"),
    ] {
        let more = json!({
            "tool": tool, "tool_path": path, "cwd": config.parent(), "env": clients.world.env(&[
                ("STAND_IN_RECORDS", clients.path("records").to_str().unwrap()),
                ("DOCKER_CONFIG", config.to_str().unwrap()),
            ]),
            "config_path": Value::Null,
        });
        assert_eq!(each(&clients.connect(more), "tool"), [name]);
    }
    assert_eq!(clients.runs().iter().map(|run| run.name.as_str()).collect::<Vec<_>>(), ["podman", "mine", "mine"]);
}

#[test]
fn a_missing_tool_says_what_was_looked_for_before_anything_is_asked() {
    let clients = Clients::new(Settings::default(), &["skopeo"]);
    for (more, said) in [
        (json!({}), "docker, podman, nerdctl, finch"),
        (json!({ "tool": "helm" }), "holds helm."),
        (json!({ "tool_path": "/nowhere/docker" }), &format!("no file {}", native("/nowhere/docker"))),
    ] {
        let answer = clients.connect(more);
        assert_eq!(answer["error"]["code"], "ToolNotFound", "{answer}");
        assert!(answer["error"]["message"].as_str().unwrap().contains(said), "{answer}");
    }
    assert!(clients.world.ecr.calls().is_empty());
}
