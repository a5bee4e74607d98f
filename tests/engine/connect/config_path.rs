use super::stand_in::{ALL, Clients};
use local_ecr::Settings;
use serde_json::{Value, json};
use std::fs;

#[test]
fn a_config_of_the_wrong_kind_is_refused_before_anything_is_asked() {
    let clients = Clients::new(Settings::default(), &ALL);
    let file = clients.path("file");
    fs::write(&file, "{}").unwrap();
    for tool in ALL {
        let takes_a_folder = matches!(tool, "docker" | "nerdctl" | "finch");
        let wrong = if takes_a_folder { file.clone() } else { clients.path("config") };
        let answer = clients.connect(json!({ "tool": tool, "config_path": wrong }));
        assert_eq!(answer["error"]["code"], "InvalidParameter", "{tool}: {answer}");
        let wanted = if takes_a_folder { "a folder" } else { "a file" };
        assert!(answer["error"]["message"].as_str().unwrap().contains(wanted), "{answer}");
    }
    let answer = clients.connect(json!({ "tool": "crane", "config_path": file }));
    assert!(answer["error"]["message"].as_str().unwrap().contains("config.json"), "{answer}");
    assert!(clients.world.ecr.calls().is_empty());
}

#[test]
fn paths_start_at_the_callers_folder_or_home() {
    let clients = Clients::docker();
    clients.connect(json!({ "config_path": "config", "cwd": clients.path("") }));
    clients.connect(json!({ "config_path": "~/here" }));
    let folders: Vec<String> = clients.runs().iter().map(|run| run.arguments[1].clone()).collect();
    let home = clients.world.home.path().join("here");
    assert_eq!(folders, [clients.path("config").to_str().unwrap(), home.to_str().unwrap()]);
}

/// The lock file shows which config file the engine guards.
#[test]
fn the_file_that_is_guarded_is_the_one_that_the_client_will_write() {
    let containers = if cfg!(target_os = "linux") { "run/containers" } else { "home/.config/containers" };
    let helm = match std::env::consts::OS {
        "windows" => "data/helm/registry",
        "macos" => "home/Library/Preferences/helm/registry",
        _ => "home/.config/helm/registry",
    };
    let table: [(&str, &[&str], &str); 12] = [
        ("docker", &[], "home/.docker"),
        ("docker", &["DOCKER_CONFIG=dc"], "dc"),
        ("crane", &["DOCKER_CONFIG=dc"], "dc"),
        ("oras", &[], "home/.docker"),
        ("nerdctl", &[], "home/.docker"),
        ("podman", &["XDG_RUNTIME_DIR=run"], containers),
        ("buildah", &["XDG_RUNTIME_DIR=run", "DOCKER_CONFIG=dc"], "dc"),
        ("skopeo", &["XDG_RUNTIME_DIR=run", "DOCKER_CONFIG=dc", "REGISTRY_AUTH_FILE=own/auth.json"], "own"),
        ("helm", &[], helm),
        ("helm", &["XDG_CONFIG_HOME=xdg"], "xdg/helm/registry"),
        ("helm", &["HELM_CONFIG_HOME=helm", "XDG_CONFIG_HOME=xdg"], "helm/registry"),
        ("helm", &["HELM_REGISTRY_CONFIG=own/config.json", "HELM_CONFIG_HOME=helm"], "own"),
    ];
    for (tool, variables, folder) in table {
        let clients = Clients::new(Settings::default(), &[tool]);
        let variables: Vec<(&str, String)> = variables
            .iter()
            .chain(&["HOME=home", "USERPROFILE=home", "APPDATA=data"])
            .filter_map(|variable| variable.split_once('='))
            .map(|(name, path)| (name, clients.path(path).to_str().unwrap().to_owned()))
            .collect();
        let variables: Vec<(&str, &str)> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = clients.connect_with(&variables, json!({ "tool": tool, "config_path": Value::Null }));
        assert!(clients.path(folder).join(".ecrlogin.lock").is_file(), "{tool} {variables:?}: {answer}");
    }
}

#[test]
fn a_config_that_cannot_be_read_stops_the_login_before_the_client_starts() {
    for text in ["{", "[]", "\"text\"", "{} {}"] {
        let clients = Clients::docker();
        fs::write(clients.config(), text).unwrap();
        let answer = clients.connect(json!({}));
        assert_eq!(answer["ok"]["failures"][0]["error"]["code"], "ClientConfigInvalid", "{answer}");
        assert!(clients.runs().is_empty());
        assert_eq!(fs::read_to_string(clients.config()).unwrap(), text);
    }
}

#[test]
fn a_config_that_is_empty_is_read() {
    for text in ["", " \n"] {
        let clients = Clients::docker();
        fs::write(clients.config(), text).unwrap();
        assert_eq!(clients.connect(json!({}))["ok"]["failures"], json!([]), "{text:?}");
    }
}

/// Docker takes such a file for none and writes over it.
#[test]
fn a_config_in_an_encoding_of_windows_is_made_plain_before_the_client_writes_over_it() {
    let text = "\u{feff}{\"auths\":{},\"unknown\":\"\u{e4}\"}";
    let utf16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
    for (bytes, name) in [
        (text.as_bytes().to_vec(), "byte order mark"),
        (utf16(u16::to_le_bytes), "UTF-16"),
        (utf16(u16::to_be_bytes), "UTF-16"),
    ] {
        let clients = Clients::docker();
        fs::write(clients.config(), bytes).unwrap();
        let answer = clients.connect(json!({}));
        assert_eq!(answer["ok"]["failures"], json!([]), "{answer}");
        assert!(answer["log"][0]["message"].as_str().unwrap().contains(name), "{answer}");
        assert_eq!(answer["log"][0]["level"], "warning");
        assert_eq!(clients.read_config()["unknown"], "\u{e4}");
    }
    let clients = Clients::docker();
    fs::write(clients.config(), b"{\"a\xe4\":1}").unwrap();
    let answer = clients.connect(json!({}));
    let error = &answer["ok"]["failures"][0]["error"];
    assert_eq!(error["code"], "ClientConfigInvalid");
    assert!(error["message"].as_str().unwrap().contains("UTF-8"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_device_in_the_place_of_a_config_is_left_what_it_is() {
    use crate::nodes::{assert_untouched, nodes};
    for (tool, variable) in [("podman", "REGISTRY_AUTH_FILE"), ("helm", "HELM_REGISTRY_CONFIG")] {
        let clients = Clients::new(Settings::default(), &[tool]);
        let folder = clients.path("nodes");
        let all = nodes(&folder);
        for node in &all {
            let path = node.to_str().unwrap();
            for fields in [json!({ "config_path": path }), json!({ "config_path": null })] {
                let mut fields = fields;
                fields["tool"] = tool.into();
                let answer = clients.connect_with(&[(variable, path)], fields);
                let error = &answer["ok"]["failures"][0]["error"];
                assert_eq!(error["code"], "ClientConfigInvalid", "{answer}");
                assert!(error["message"].as_str().unwrap().contains("it is no file"), "{error}");
            }
        }
        assert!(clients.runs().is_empty());
        assert_untouched(&folder, &all);
    }
}
