use super::desk::{Desk, HOST, OTHER, PUBLIC, codes, entry, now, password, rows};
#[cfg(target_os = "linux")]
use serde_json::Value;
use serde_json::json;

const DOCKER: &str = ".docker/config.json";
#[cfg(target_os = "linux")]
const PODMAN: &str = "run/containers/auth.json";

#[test]
fn a_login_tells_its_client_its_end_and_where_it_lies() {
    let desk = Desk::new();
    let (soon, past) = (now() + 600, now() - 1);
    desk.write(DOCKER, &json!({ "auths": { HOST: entry(&password(soon)), OTHER: entry(&password(past)) } }));
    let answer = desk.ask("logins", json!({}));
    assert_eq!(
        answer["ok"],
        json!({ "logins": [
            { "registry": HOST, "tool": "docker", "expires_at": soon as f64, "status": "Valid", "store": null,
              "path": desk.path(DOCKER), "config_path": desk.path(".docker") },
            { "registry": OTHER, "tool": "docker", "expires_at": past as f64, "status": "Expired", "store": null,
              "path": desk.path(DOCKER), "config_path": desk.path(".docker") },
        ], "failures": [] })
    );
    assert!(desk.world.ecr.calls().is_empty());
}

/// On Linux, since podman's own place is another elsewhere.
#[cfg(target_os = "linux")]
#[test]
fn every_file_is_looked_into_and_each_once() {
    let desk = Desk::new();
    let end = now() + 600;
    let file = json!({ "auths": { HOST: entry(&password(end)) } });
    for name in [DOCKER, PODMAN, ".config/helm/registry/config.json"] {
        desk.write(name, &file);
    }
    let tools = |answer: &Value| rows(answer, &["tool"]);
    assert_eq!(tools(&desk.ask("logins", json!({}))), ["docker", "podman", "helm"]);
    for (tool, path) in [("docker", DOCKER), ("crane", DOCKER), ("oras", DOCKER), ("skopeo", PODMAN)] {
        let answer = desk.ask("logins", json!({ "tool": tool }));
        assert_eq!(rows(&answer, &["tool", "path"]), [format!("{tool} {}", desk.text(path))]);
    }
    let shared = desk.ask_with("logins", &[("REGISTRY_AUTH_FILE", &desk.text(DOCKER))], json!({}));
    assert_eq!(tools(&shared), ["docker", "helm"], "a file that two share is named once");
}

/// On Linux, since podman's own place and the lasting one are the same elsewhere.
#[cfg(target_os = "linux")]
#[test]
fn the_file_of_podman_that_outlives_a_reboot_is_looked_into_after_its_own() {
    const LASTING: &str = ".config/containers/auth.json";
    let desk = Desk::new();
    desk.write(LASTING, &json!({ "credHelpers": { HOST: "ecrlogin" } }));
    for more in [json!({}), json!({ "tool": "podman" }), json!({ "tool": "skopeo" })] {
        let answer = desk.ask("logins", more);
        assert_eq!(rows(&answer, &["registry", "status", "path"]), [format!("{HOST} Helper {}", desk.text(LASTING))]);
    }
    desk.write(PODMAN, &json!({ "auths": { HOST: entry(&password(now() + 600)) } }));
    let answer = desk.ask("logins", json!({ "tool": "podman" }));
    assert_eq!(
        rows(&answer, &["status", "config_path"]),
        [format!("Valid {}", desk.text(PODMAN)), format!("Helper {}", desk.text(LASTING))]
    );
    let chosen = [("REGISTRY_AUTH_FILE", desk.text("own.json"))];
    let answer = desk.ask_with("logins", &[(chosen[0].0, &chosen[0].1)], json!({ "tool": "podman" }));
    assert_eq!(rows(&answer, &["status"]).len(), 0, "podman reads the file that was chosen, and no other");
    let shared = desk.ask_with("logins", &[("XDG_RUNTIME_DIR", &desk.text(".config"))], json!({ "tool": "podman" }));
    assert_eq!(rows(&shared, &["status"]), ["Helper"], "a file is named once");
}

#[test]
fn a_path_alone_tells_whose_file_it_is() {
    let desk = Desk::new();
    let file = json!({ "auths": { HOST: entry(&password(now() + 600)) } });
    desk.write("own/config.json", &file);
    desk.write("own/auth.json", &file);
    for (path, tool, back) in
        [("own", "docker", "own"), ("own/config.json", "docker", "own"), ("own/auth.json", "podman", "own/auth.json")]
    {
        let answer = desk.ask("logins", json!({ "config_path": desk.path(path) }));
        assert_eq!(rows(&answer, &["tool", "config_path"]), [format!("{tool} {}", desk.text(back))], "{path}");
        let login = &answer["ok"]["logins"][0];
        let gone = json!({ "registry_ids": [HOST], "tool": login["tool"], "config_path": login["config_path"] });
        let gone = desk.ask("disconnect", gone);
        assert_eq!(rows(&gone, &["status"]), ["Removed"], "{gone}");
        desk.write("own/config.json", &file);
    }
}

#[test]
fn what_says_no_end_is_unknown_and_what_is_of_others_is_left_out() {
    let desk = Desk::new();
    let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3NjQzNzA2ODl9.c2lnbmVk";
    desk.write(
        DOCKER,
        &json!({ "auths": {
            HOST: entry(jwt),
            OTHER: { "identitytoken": "hunter2" },
            "333333333333.dkr.ecr.us-east-1.amazonaws.com": { "auth": "%%%" },
            PUBLIC: {},
            "https://index.docker.io/v1/": entry("hunter2"),
            "mirror.example": entry(&password(now() + 600)),
            "ghcr.io": entry(jwt),
        } }),
    );
    let answer = desk.ask("logins", json!({}));
    assert_eq!(
        rows(&answer, &["registry", "status", "store"]),
        [
            &format!("{HOST} Unknown null"),
            &format!("{OTHER} Unknown null"),
            "333333333333.dkr.ecr.us-east-1.amazonaws.com Unknown null",
            "mirror.example Valid null",
        ]
    );
    assert!(!answer.to_string().contains("hunter2") && !answer.to_string().contains(jwt));
    let named = desk.ask("logins", json!({ "registry_ids": ["ghcr.io", PUBLIC] }));
    assert_eq!(rows(&named, &["registry", "status"]), ["ghcr.io Unknown"]);
}

#[test]
fn names_choose_among_the_logins() {
    let desk = Desk::new();
    let login = entry(&password(now() + 600));
    let dual = "111122223333.dkr-ecr.eu-west-1.on.aws";
    desk.write(DOCKER, &json!({ "auths": { HOST: login, dual: login, OTHER: login, "localhost:5000": login } }));
    for (name, found) in [
        (json!("111122223333"), vec![HOST, dual]),
        (json!(111122223333u64), vec![HOST, dual]),
        (json!(format!("{HOST}/app:1")), vec![HOST]),
        (json!("localhost:5000"), vec!["localhost:5000"]),
        (json!("444455556666"), vec![]),
    ] {
        let answer = desk.ask("logins", json!({ "registry_ids": [name] }));
        assert_eq!(rows(&answer, &["registry"]), found, "{name}");
    }
    let answer = desk.ask("logins", json!({ "registry_ids": ["no registry"] }));
    assert_eq!(answer["error"]["code"], "InvalidRegistryName");
}

#[test]
fn spellings_of_a_host_are_one_login() {
    let desk = Desk::new();
    let (new, old) = (entry(&password(now() + 600)), entry(&password(now() - 600)));
    let auths =
        json!({ format!("https://{HOST}/v1/"): old, format!("{HOST}/"): {}, HOST: new, OTHER.to_uppercase(): new });
    desk.write(DOCKER, &json!({ "auths": auths }));
    let answer = desk.ask("logins", json!({}));
    assert_eq!(rows(&answer, &["registry", "status"]), [format!("{HOST} Valid"), format!("{OTHER} Valid")]);
}

#[test]
fn user_and_password_by_themselves_are_a_login_of_docker_alone() {
    let desk = Desk::new();
    let file = json!({ "auths": { HOST: { "username": "AWS", "password": password(now() + 600) } } });
    desk.write("x.json", &file);
    desk.write("x/config.json", &file);
    let of = |tool: &str, path: &str| desk.ask("logins", json!({ "tool": tool, "config_path": desk.path(path) }));
    assert_eq!(rows(&of("docker", "x"), &["status"]), ["Valid"]);
    assert_eq!(rows(&of("podman", "x.json"), &["status"]).len(), 0);
}

#[test]
fn a_helper_that_makes_logins_is_named_as_such() {
    for name in ["ecr-login", "ecrlogin"] {
        let desk = Desk::new();
        desk.write(DOCKER, &json!({ "credHelpers": { HOST: name, "registry.example.com": name, PUBLIC: "pass" } }));
        let answer = desk.ask("logins", json!({}));
        let wanted = [
            format!("{HOST} Helper {name}"),
            format!("registry.example.com Helper {name}"),
            format!("{PUBLIC} Unknown pass"),
        ];
        assert_eq!(rows(&answer, &["registry", "status", "store"]), wanted);

        desk.write(DOCKER, &json!({ "credsStore": name, "auths": { OTHER: {}, "ghcr.io": {} } }));
        assert_eq!(rows(&desk.ask("logins", json!({})), &["registry", "status"]), [format!("{OTHER} Helper")]);
        let named = desk.ask("logins", json!({ "registry_ids": [HOST] }));
        assert_eq!(rows(&named, &["registry", "status", "expires_at"]), [format!("{HOST} Helper null")]);
    }
}

#[test]
fn a_store_is_asked_only_where_that_is_wanted() {
    let desk = Desk::new();
    desk.add_store("x", &[HOST, "https://index.docker.io/v1/"]);
    desk.write(DOCKER, &json!({ "credsStore": "x", "auths": { OTHER: {}, "ghcr.io": {} } }));
    let gives = json!({ "ServerURL": HOST, "Username": "AWS", "Secret": password(now() + 600) }).to_string();
    let variables = [("STORE_GIVES", gives.as_str())];

    let unasked = desk.ask_with("logins", &variables, json!({}));
    assert_eq!(rows(&unasked, &["registry", "status", "store"]), [format!("{OTHER} Unknown x")]);
    let asked = desk.ask_with("logins", &variables, json!({ "include_store": true }));
    let wanted = [format!("{OTHER} Valid x"), format!("{HOST} Valid x")];
    assert_eq!(rows(&asked, &["registry", "status", "store"]), wanted, "{asked}");
    assert!(!asked.to_string().contains(&password(now() + 600)[..40]));
    let empty = desk.ask("logins", json!({ "include_store": true }));
    assert_eq!((rows(&empty, &["status"]), codes(&empty)), (vec![], vec![]), "it has none of them: {empty}");
}

#[test]
fn a_login_that_a_store_overrules_is_not_the_clients() {
    let desk = Desk::new();
    desk.add_store("x", &[]);
    let login = entry(&password(now() + 600));
    desk.write(DOCKER, &json!({ "credsStore": "x", "auths": { HOST: login } }));
    let answer = desk.ask("logins", json!({ "include_store": true }));
    assert_eq!(rows(&answer, &["registry"]).len(), 0, "{answer}");
    assert!(answer["log"][0]["message"].as_str().unwrap().contains("passes over the login"), "{answer}");
    desk.write("podman.json", &desk.read(DOCKER));
    let podman = desk.ask("logins", json!({ "tool": "podman", "config_path": desk.path("podman.json") }));
    assert_eq!(rows(&podman, &["status", "store"]), ["Valid null"], "podman does not read credsStore");
}

#[test]
fn what_a_store_does_not_say_is_an_error_beside_the_others() {
    for (variables, code) in [
        (&[("STORE_SAYS", "no such vault"), ("STORE_STATUS", "1")][..], "CredentialStoreFailed"),
        (&[("STORE_GIVES", "{")], "CredentialStoreFailed"),
        (&[("STORE_MUTE", "a library is missing")], "CredentialStoreFailed"),
    ] {
        let desk = Desk::new();
        desk.add_store("x", &[]);
        let auths = json!({ OTHER: entry(&password(now() + 600)), HOST: {} });
        desk.write(DOCKER, &json!({ "credHelpers": { HOST: "x" }, "auths": auths }));
        let answer = desk.ask_with("logins", variables, json!({ "include_store": true }));
        assert_eq!(rows(&answer, &["registry", "status"]), [format!("{OTHER} Valid")], "{answer}");
        assert_eq!(codes(&answer)[0], code, "{answer}");
    }
    let desk = Desk::new();
    desk.write(DOCKER, &json!({ "credsStore": "gone", "auths": { HOST: {}, OTHER: {} } }));
    let answer = desk.ask("logins", json!({ "include_store": true }));
    assert_eq!(codes(&answer)[0], "CredentialStoreMissing", "{answer}");
}

#[test]
fn a_broken_file_is_one_error_and_the_others_are_read() {
    for text in [
        "{",
        "[]",
        "{\"auths\":",
        "\u{0}",
        "{\"auths\":[]}",
        "{\"auths\":{\"h\":\"x\"}}",
        "{\"auths\":{\"h\":[1]}}",
        "{\"credHelpers\":\"x\"}",
        "{\"credsStore\":1}",
    ] {
        let desk = Desk::new();
        desk.write_text(DOCKER, text);
        desk.write("podman.json", &json!({ "auths": { HOST: entry(&password(now() + 600)) } }));
        let env = [("REGISTRY_AUTH_FILE", desk.text("podman.json"))];
        let answer = desk.ask_with("logins", &[(env[0].0, &env[0].1)], json!({}));
        assert_eq!(rows(&answer, &["tool", "registry"]), [format!("podman {HOST}")], "{answer}");
        assert_eq!(codes(&answer), ["ClientConfigInvalid"], "{text}");
        let message = answer["ok"]["failures"][0]["error"]["message"].as_str().unwrap();
        assert!(message.contains(&desk.text(DOCKER)), "{message}");
        let alone = desk.ask("logins", json!({ "tool": "docker" }));
        assert_eq!(alone["error"]["code"], "ClientConfigInvalid", "{alone}");
    }
}

#[test]
fn what_is_not_where_it_should_be_is_passed_over() {
    let desk = Desk::new();
    for config in [
        json!({}),
        json!({ "auths": null, "credHelpers": null, "credsStore": null }),
        json!({ "auths": { HOST: null, OTHER: {}, PUBLIC: { "auth": null } } }),
    ] {
        desk.write(DOCKER, &config);
        let answer = desk.ask("logins", json!({ "include_store": true }));
        assert_eq!((rows(&answer, &["registry"]), codes(&answer)), (vec![], vec![]), "{config}: {answer}");
    }
}

#[test]
fn reading_leaves_nothing_behind_and_waits_for_nobody() {
    let desk = Desk::new();
    desk.write(DOCKER, &json!({ "auths": { HOST: entry(&password(now() + 600)) } }));
    let lock = std::fs::File::create(desk.path(".docker/.ecrlogin.lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(rows(&desk.ask("logins", json!({})), &["status"]), ["Valid"]);
    let elsewhere = desk.ask("logins", json!({ "tool": "docker", "config_path": desk.path("nowhere") }));
    assert_eq!(rows(&elsewhere, &["status"]).len(), 0);
    assert!(!desk.path("nowhere").exists() && !desk.path("run").exists());
}
