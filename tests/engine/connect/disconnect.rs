use super::stand_in::{Clients, HOST, each, failure, failures};
use crate::support::ask;
use local_ecr::{ACCOUNT, Settings};
use serde_json::{Value, json};
use std::fs;

fn login() -> Value {
    json!({ "auth": "eA==" })
}

#[test]
fn a_login_goes_under_every_form_of_its_key_and_all_else_stays() {
    for key in [HOST.to_owned(), format!("https://{HOST}"), format!("http://{HOST}")] {
        let clients = Clients::docker();
        let other = json!({ "auths": { "other.example": login() }, "unknown": { "kept": [1, null] }, "n": 1.5 });
        let mut config = other.clone();
        config["auths"][&key] = login();
        clients.write_config(&config);
        clients.set_mode(0o604);
        let answer = clients.disconnect(json!({ "registry_ids": [ACCOUNT] }));
        assert_eq!((each(&answer, "registry"), each(&answer, "status")), (vec![HOST], vec!["Removed"]), "{answer}");
        assert_eq!(clients.read_config(), other);
        clients.assert_mode(0o604);
        let again = clients.disconnect(json!({ "registry_ids": [HOST] }));
        assert_eq!(each(&again, "status"), ["NotFound"]);
        assert!(clients.world.ecr.calls().is_empty());
    }
}

#[test]
fn all_forms_at_once_go_too() {
    let clients = Clients::docker();
    let upper = HOST.to_uppercase();
    let forms = ["", "/", "/v1/", "/v2/"].map(|path| ["", "https://", "http://", "HTTPS://"].map(|s| (s, path)));
    let keys = forms.iter().flatten().flat_map(|(s, path)| [HOST, &upper].map(|host| format!("{s}{host}{path}")));
    let auths: serde_json::Map<String, Value> = keys.map(|key| (key, login())).collect();
    assert_eq!(auths.len(), 32);
    clients.write_config(&json!({ "auths": auths }));
    clients.disconnect(json!({ "registry_ids": [format!("https://{HOST}/app:1")] }));
    assert_eq!(clients.read_config(), json!({ "auths": {} }));
}

#[test]
fn neither_a_client_nor_a_config_need_be_there() {
    let clients = Clients::new(Settings::default(), &[]);
    let answer = clients.disconnect(json!({ "registry_ids": [ACCOUNT] }));
    assert_eq!(each(&answer, "status"), ["NotFound"]);
    assert!(!clients.config().exists() && clients.world.ecr.calls().is_empty());
}

#[test]
fn a_login_under_another_host_goes_by_that_host() {
    let clients = Clients::docker();
    clients.write_config(&json!({ "auths": { "localhost:5123": login(), "mirror.example": login() } }));
    let answer = clients.disconnect(json!({ "registry_ids": ["localhost:5123", "mirror.example"] }));
    assert_eq!(each(&answer, "status"), ["Removed", "Removed"], "{answer}");
    assert_eq!(clients.read_config(), json!({ "auths": {} }));
}

#[test]
fn where_there_is_no_config_none_is_made() {
    let clients = Clients::docker();
    let folder = clients.path("nothing-here");
    let answer = clients.disconnect(json!({ "registry_ids": [HOST], "config_path": folder }));
    assert_eq!(each(&answer, "status"), ["NotFound"]);
    assert!(!folder.exists());
}

/// Windows lets administrators alone make links by name.
#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let clients = Clients::docker();
    let real = clients.path("real.json");
    fs::write(&real, json!({ "auths": { HOST: login() } }).to_string()).unwrap();
    std::os::unix::fs::symlink(&real, clients.config()).unwrap();
    clients.disconnect(json!({ "registry_ids": [HOST] }));
    assert!(fs::symlink_metadata(clients.config()).unwrap().is_symlink());
    assert_eq!(clients.read_config(), json!({ "auths": {} }));
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_are_not_taken_for_no_login() {
    let clients = Clients::docker();
    std::os::unix::fs::symlink(clients.config(), clients.path("config/other")).unwrap();
    std::os::unix::fs::symlink(clients.path("config/other"), clients.config()).unwrap();
    let answer = clients.disconnect(json!({ "registry_ids": [HOST] }));
    let error = failure(&answer);
    assert_eq!(error["code"], "ClientConfigInvalid", "{answer}");
    assert!(error["message"].as_str().unwrap().contains(clients.config().to_str().unwrap()), "{answer}");
}

#[test]
fn regions_names_and_addresses_say_what_goes() {
    let dual = "111122223333.dkr-ecr.us-east-1.on.aws";
    let us = HOST.replace("eu-west-1", "us-east-1");
    for (more, hosts) in [
        (json!({ "registry_ids": [ACCOUNT], "regions": ["eu-west-1", "us-east-1"] }), vec![HOST, &us]),
        (json!({ "registry_ids": [us], "endpoint_type": "all" }), vec![&us, dual]),
        (json!({ "registry_ids": ["public.ecr.aws"] }), vec!["public.ecr.aws"]),
        (json!({ "public": true }), vec!["public.ecr.aws"]),
        (json!({ "registry_ids": [ACCOUNT], "server_address": "https://my.example:5000" }), vec!["my.example:5000"]),
        (json!({ "server_address": "my.example:5000", "region": Value::Null }), vec!["my.example:5000"]),
        (json!({ "registry_ids": [HOST, ACCOUNT] }), vec![HOST]),
    ] {
        let clients = Clients::docker();
        let auths: serde_json::Map<String, Value> = hosts.iter().map(|host| (host.to_string(), login())).collect();
        clients.write_config(&json!({ "auths": auths }));
        let answer = clients.disconnect(more);
        assert_eq!(each(&answer, "registry"), hosts, "{answer}");
        assert_eq!(clients.read_config(), json!({ "auths": {} }));
    }
    let answer = Clients::docker().disconnect(json!({}));
    assert_eq!(answer["error"]["code"], "InvalidParameter", "{answer}");
}

#[test]
fn a_store_is_emptied_of_every_form_too() {
    for config in [json!({ "credsStore": "x" }), json!({ "credHelpers": { HOST: "x" } })] {
        let keys = [HOST, &format!("https://{HOST}"), "https://other.example"];
        let clients = Clients::docker().with_store("x", &keys);
        let mut with_marker = config.clone();
        with_marker["auths"] = json!({ HOST: {} });
        clients.write_config(&with_marker);
        let answer = clients.disconnect(json!({ "registry_ids": [HOST] }));
        assert_eq!(each(&answer, "status"), ["Removed"], "{answer}");
        assert_eq!(fs::read_to_string(clients.path("store")).unwrap(), "https://other.example\n");
        assert_eq!(clients.read_config()["auths"], json!({}));
        assert_eq!(each(&clients.disconnect(json!({ "registry_ids": [HOST] })), "status"), ["NotFound"]);
    }
}

#[test]
fn a_store_that_keeps_its_login_is_told() {
    let clients = Clients::docker().with_store("x", &[HOST]);
    clients.write_config(&json!({ "credsStore": "x" }));
    let request = clients.request("disconnect", &[("STORE_KEEPS", "1")], json!({ "registry_ids": [HOST] }));
    let answer = ask(&request);
    assert_eq!(failures(&answer), [("StillLoggedIn", vec![HOST])]);
}

#[test]
fn a_store_that_fails_is_told_with_its_words_and_the_file_is_clean_all_the_same() {
    for (says, status, said) in [("locked up", "1", "locked up"), ("no JSON", "0", "no known form")] {
        let clients = Clients::docker().with_store("x", &[]);
        clients.write_config(&json!({ "credsStore": "x", "auths": { HOST: login() } }));
        let variables = [("STORE_SAYS", says), ("STORE_STATUS", status)];
        let answer = ask(&clients.request("disconnect", &variables, json!({ "registry_ids": [HOST] })));
        assert_eq!(failure(&answer)["code"], "CredentialStoreFailed");
        assert!(failure(&answer)["message"].as_str().unwrap().contains(said), "{answer}");
        assert_eq!(clients.read_config()["auths"], json!({}));
    }
}

#[test]
fn a_store_that_has_nothing_is_no_failure() {
    for (says, status) in [("credentials not found in native keychain", "1"), ("null", "0"), ("{}", "0")] {
        let clients = Clients::docker().with_store("x", &[]);
        clients.write_config(&json!({ "credsStore": "x" }));
        let variables = [("STORE_SAYS", says), ("STORE_STATUS", status)];
        let answer = ask(&clients.request("disconnect", &variables, json!({ "registry_ids": [HOST] })));
        assert_eq!(each(&answer, "status"), ["NotFound"], "{answer}");
    }
}

#[test]
fn the_ecr_helper_is_left_alone() {
    let clients = Clients::docker();
    clients.write_config(&json!({ "credHelpers": { HOST: "ecr-login" } }));
    assert_eq!(each(&clients.disconnect(json!({ "registry_ids": [HOST] })), "status"), ["NotFound"]);
}

#[test]
fn a_store_that_hangs_is_left_when_the_time_is_over() {
    let clients = Clients::docker().with_store("slow", &[HOST]);
    clients.write_config(&json!({ "credsStore": "slow" }));
    let fields = json!({ "registry_ids": [HOST], "tool_timeout_ms": 300 });
    let answer = ask(&clients.request("disconnect", &[("STORE_HANGS", "yes")], fields));
    let error = &answer["ok"]["failures"][0]["error"];
    assert_eq!(error["code"], "CredentialStoreFailed", "{answer}");
    assert!(error["message"].as_str().unwrap().contains("did not end within 0.3 s"), "{answer}");
}

#[test]
fn a_host_that_a_helper_logs_in_to_again_is_told_with_the_remedy() {
    for (config, remedy) in [
        (json!({ "credHelpers": { HOST: "ecrlogin" } }), Some("run Uninstall-ECRCredentialHelper.")),
        (json!({ "credsStore": "ecrlogin" }), Some("run Uninstall-ECRCredentialHelper.")),
        (json!({ "credHelpers": { HOST: "ecr-login" } }), Some("take its name out there.")),
        (json!({ "credHelpers": { "public.ecr.aws": "ecrlogin" }, "auths": { HOST: login() } }), None),
    ] {
        let clients = Clients::docker().with_store("ecrlogin", &[]);
        clients.write_config(&config);
        let answer = clients.disconnect(json!({ "registry_ids": [HOST] }));
        let log = answer["log"].as_array().unwrap();
        let warned: Vec<&str> = log
            .iter()
            .filter(|line| line["level"] == "warning")
            .map(|line| line["message"].as_str().unwrap())
            .collect();
        assert_eq!(warned.len(), usize::from(remedy.is_some()), "{answer}");
        if let Some(remedy) = remedy {
            assert!(warned[0].contains(HOST) && warned[0].ends_with(remedy), "{answer}");
        }
    }
}
