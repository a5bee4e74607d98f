use super::stand_in::{Clients, HOST, each, failure, failures};
use local_ecr::ACCOUNT;
use serde_json::{Value, json};

#[test]
fn the_ecr_helper_needs_no_login() {
    for config in [json!({ "credHelpers": { HOST: "ecr-login" } }), json!({ "credsStore": "ecr-login" })] {
        let clients = Clients::docker();
        clients.write_config(&config);
        let answer = clients.connect(json!({}));
        assert_eq!(each(&answer, "status"), ["NotNeeded"]);
        assert_eq!(answer["ok"]["logins"][0]["expires_at"], Value::Null);
        assert!(answer["log"][0]["message"].as_str().unwrap().contains("ecr-login"), "{answer}");
        assert!(clients.runs().is_empty());
        assert_eq!(clients.read_config(), config);
    }
}

#[test]
fn the_ecr_helper_of_one_host_leaves_the_others_alone() {
    let clients = Clients::docker();
    clients.write_config(&json!({ "credHelpers": { HOST: "ecr-login" } }));
    let answer = clients.connect(json!({ "registry_ids": [ACCOUNT, "222222222222"] }));
    assert_eq!(each(&answer, "status"), ["NotNeeded", "Succeeded"]);
}

#[test]
fn a_store_without_its_program_is_told_before_any_login() {
    for config in [json!({ "credsStore": "gone" }), json!({ "credHelpers": { HOST: "gone" } })] {
        let clients = Clients::docker();
        clients.write_config(&config);
        let answer = clients.connect(json!({}));
        assert_eq!(failure(&answer)["code"], "CredentialStoreFailed");
        assert!(failure(&answer)["message"].as_str().unwrap().contains("docker-credential-gone"), "{answer}");
        assert!(clients.runs().is_empty());
    }
}

#[test]
fn a_store_with_its_program_is_the_clients_own_matter() {
    let clients = Clients::docker().with_store("there", &[]);
    clients.write_config(&json!({ "credsStore": "there", "credHelpers": { "other.example": "gone" } }));
    assert_eq!(failures(&clients.connect(json!({}))), []);
}

#[test]
fn podman_and_its_like_do_not_read_creds_store() {
    for tool in ["podman", "buildah", "skopeo"] {
        let clients = Clients::new(Default::default(), &[tool]);
        clients.write_config(&json!({ "credsStore": "gone" }));
        let answer = clients.connect(json!({ "tool": tool, "config_path": clients.config() }));
        assert_eq!(each(&answer, "status"), ["Succeeded"], "{answer}");
    }
}
