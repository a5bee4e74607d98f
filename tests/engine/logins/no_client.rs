//! Logins without a client.

use super::desk::{Desk, HOST, OTHER, PUBLIC, codes, entry, now, password, rows, with_password};
use crate::programs::{CLIENT, put};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use local_ecr::{Settings, Token};
use serde_json::{Value, json};

const DOCKER: &str = ".docker/config.json";

fn connect(desk: &Desk, more: Value) -> Value {
    connect_with(desk, &[], more)
}

fn connect_with(desk: &Desk, variables: &[(&str, &str)], more: Value) -> Value {
    let mut fields = json!({ "no_client": true });
    fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    desk.ask_with("connect", variables, fields)
}

/// How many requests registries got.
fn asked(desk: &Desk) -> usize {
    desk.world.ecr.calls().iter().filter(|call| call.service == "registry").count()
}

#[test]
fn a_login_stands_in_the_file_as_its_client_would_write_it() {
    let own = password(now() + 3600);
    let desk = Desk::with(with_password(&own));
    let answer = connect(&desk, json!({}));
    assert_eq!(
        rows(&answer, &["registry", "tool", "status", "store", "config_path"]),
        [format!("{HOST} docker Succeeded {} {}", desk.text(DOCKER), desk.text(".docker"))]
    );
    assert_eq!(desk.read(DOCKER), json!({ "auths": { HOST: { "auth": STANDARD.encode(format!("AWS:{own}")) } } }));
    assert!(!answer.to_string().contains(&own[..40]), "no secret in the answer");
    assert_eq!(asked(&desk), 2, "the registry has taken it");
    assert_eq!(rows(&desk.ask("logins", json!({})), &["registry", "status"]), [format!("{HOST} Valid")]);
}

#[test]
fn each_client_has_its_own_place() {
    for (tool, config, file) in [
        ("docker", "own", "own/config.json"),
        ("finch", "own", "own/config.json"),
        ("nerdctl", "own", "own/config.json"),
        ("podman", "own/auth.json", "own/auth.json"),
        ("buildah", "own/auth.json", "own/auth.json"),
        ("skopeo", "own/auth.json", "own/auth.json"),
        ("helm", "own/config.json", "own/config.json"),
        ("oras", "own/config.json", "own/config.json"),
        ("crane", "own/config.json", "own/config.json"),
    ] {
        let desk = Desk::new();
        let answer = connect(&desk, json!({ "tool": tool, "config_path": desk.path(config) }));
        assert_eq!(rows(&answer, &["tool", "store"]), [format!("{tool} {}", desk.text(file))], "{answer}");
        let wanted = json!({ "auths": { HOST: entry("password-for-111122223333") } });
        assert_eq!(desk.read(file), wanted, "{tool}");
        let login = &answer["ok"]["logins"][0];
        let back = json!({ "registry_ids": [HOST], "tool": login["tool"], "config_path": login["config_path"] });
        assert_eq!(rows(&desk.ask("disconnect", back), &["status"]), ["Removed"]);
        assert_eq!(desk.read(file), json!({ "auths": {} }));
    }
}

#[test]
fn where_a_client_is_there_its_place_is_taken_and_it_is_not_started() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path("bin")).unwrap();
    put(CLIENT, &desk.path("bin"), "podman");
    let (file, records) = (desk.text("podman.json"), desk.path("records"));
    std::fs::create_dir(&records).unwrap();
    let variables = [("REGISTRY_AUTH_FILE", file.as_str()), ("STAND_IN_RECORDS", records.to_str().unwrap())];
    let answer = connect_with(&desk, &variables, json!({}));
    assert_eq!(rows(&answer, &["tool", "store"]), [format!("podman {file}")]);
    assert_eq!(std::fs::read_dir(records).unwrap().count(), 0);
    let named = connect(&desk, json!({ "tool": "helm", "config_path": desk.path("helm.json") }));
    assert_eq!(rows(&named, &["tool", "status"]), ["helm Succeeded"]);
}

#[test]
fn what_a_registry_refuses_is_not_kept() {
    let desk = Desk::new();
    let token = Token { proxy_endpoint: Some(format!("https://{HOST}")), ..Token::default() };
    desk.set(Settings { tokens: [("222222222222".to_owned(), token)].into(), ..Settings::default() });
    desk.write(DOCKER, &json!({ "auths": { "ghcr.io": entry("x") } }));
    let before = std::fs::read(desk.path(DOCKER)).unwrap();
    let address = json!({ "server_address": OTHER, "registry_ids": ["111122223333"] });
    let answer = connect(&desk, address.clone());
    assert_eq!(codes(&answer), ["LoginRefused"], "{answer}");
    let error = &answer["ok"]["failures"][0]["error"];
    assert!(error["message"].as_str().unwrap().contains("401 Unauthorized"), "{error}");
    assert_eq!((&answer["ok"]["failures"][0]["registry_ids"], &error["http_status"]), (&json!([OTHER]), &json!(401)));
    assert_eq!(std::fs::read(desk.path(DOCKER)).unwrap(), before);

    let mut unasked = address;
    unasked["skip_verification"] = json!(true);
    let calls = asked(&desk);
    assert_eq!(rows(&connect(&desk, unasked), &["registry", "status"]), [format!("{OTHER} Succeeded")]);
    assert_eq!(asked(&desk), calls, "nobody was asked");
}

#[test]
fn of_many_registries_one_that_fails_stops_no_other() {
    let desk = Desk::new();
    let token = Token { proxy_endpoint: Some("https://127.0.0.1:1".into()), ..Token::default() };
    desk.set(Settings { tokens: [("333333333333".to_owned(), token)].into(), ..Settings::default() });
    let answer = connect(&desk, json!({ "registry_ids": ["333333333333", "111122223333"] }));
    assert_eq!((rows(&answer, &["registry"]), codes(&answer)), (vec![HOST.to_owned()], vec!["ConnectionRefused"]));
    let hint = answer["ok"]["failures"][0]["error"]["hint"].as_str().unwrap();
    assert!(hint.contains("registry") && !hint.contains("-EndpointUrl"), "{hint}");
}

#[test]
fn registries_of_several_regions_and_ecr_public_are_one_call() {
    let desk = Desk::new();
    let answer = connect(&desk, json!({ "registry_ids": [HOST, OTHER, PUBLIC], "region": null }));
    assert_eq!(rows(&answer, &["registry"]), [HOST, OTHER, PUBLIC], "{answer}");
    let kept = desk.read(DOCKER)["auths"].clone();
    let wanted = [(HOST, "111122223333"), (OTHER, "222222222222"), (PUBLIC, "public")]
        .map(|(host, account)| (host.to_owned(), entry(&format!("password-for-{account}"))));
    assert_eq!(kept, Value::Object(wanted.into_iter().collect()));
}

#[test]
fn twins_of_a_key_go_and_all_else_stays_in_its_order() {
    let desk = Desk::new();
    let old = entry("old");
    let text = format!(
        "{{\"zebra\":1,\"auths\":{{\"zoo.example\":{old},\"https://{HOST}\":{old},\"{HOST}\":{{\"identitytoken\":\"old\",\
         \"email\":\"me\"}},\"ant.example\":{{}},\"http://{HOST}/v1/\":{old}}},\"ant\":{{\"z\":1.50,\"a\":[null]}}}}"
    );
    desk.write_text(DOCKER, &text);
    assert_eq!(rows(&connect(&desk, json!({})), &["status"]), ["Succeeded"]);
    let written = std::fs::read_to_string(desk.path(DOCKER)).unwrap();
    let new = entry("password-for-111122223333");
    assert_eq!(
        desk.read(DOCKER),
        json!({ "zebra": 1, "auths": { "zoo.example": old, HOST: new, "ant.example": {} }, "ant": { "z": 1.5, "a": [null] } })
    );
    let places = ["\"zebra\"", "\"auths\"", "\"zoo.example\"", HOST, "\"ant.example\"", "\"ant\"", "\"z\"", "\"a\""];
    let order: Vec<_> = places.iter().map(|key| written.find(key).unwrap()).collect();
    assert!(order.is_sorted(), "{written}");
}

#[test]
fn a_store_that_serves_the_host_gets_the_login_as_from_docker() {
    let desk = Desk::new();
    desk.add_store("x", &[&format!("https://{HOST}"), "ghcr.io"]);
    for config in [json!({ "credsStore": "x" }), json!({ "credHelpers": { HOST: "x" } })] {
        let mut before = config.clone();
        before["auths"] = json!({ format!("https://{HOST}"): entry("old") });
        desk.write(DOCKER, &before);
        let answer = connect(&desk, json!({}));
        assert_eq!(rows(&answer, &["status", "store"]), ["Succeeded x"], "{answer}");
        let mut after = config;
        after["auths"] = json!({ HOST: {} });
        assert_eq!(desk.read(DOCKER), after, "docker's own mark, and no login beside it");
        let held = std::fs::read_to_string(desk.path("store")).unwrap();
        assert!(held.lines().any(|line| line == HOST) && held.contains("ghcr.io"), "{held}");
        assert!(!held.contains("https://"), "an older login under another spelling: {held}");
        let gone = desk.ask("disconnect", json!({ "registry_ids": [HOST] }));
        assert_eq!(rows(&gone, &["status", "store"]), ["Removed x"], "{gone}");
    }
    desk.write("podman.json", &json!({ "credHelpers": { HOST: "x" }, "credsStore": "gone" }));
    let podman = json!({ "tool": "podman", "config_path": desk.path("podman.json") });
    assert_eq!(rows(&connect(&desk, podman), &["store"]), ["x"]);
    assert_eq!(desk.read("podman.json").get("auths"), None, "podman leaves no mark");
}

#[test]
fn an_empty_name_for_a_store_means_what_it_means_to_the_client() {
    for (tool, store, helpers) in
        [("docker", "file", json!({ HOST: "" })), ("oras", "x", json!({ HOST: "" })), ("podman", "file", json!({}))]
    {
        let desk = Desk::new();
        desk.add_store("x", &[]);
        desk.write("own/config.json", &json!({ "credHelpers": { HOST: "" }, "credsStore": "x" }));
        let place = if tool == "docker" { desk.path("own") } else { desk.path("own/config.json") };
        let answer = connect(&desk, json!({ "tool": tool, "config_path": place }));
        let file = desk.text("own/config.json");
        assert_eq!(rows(&answer, &["store"]), [if store == "file" { &file } else { store }], "{answer}");
        let config = desk.read("own/config.json");
        assert_eq!(config["credHelpers"], helpers, "{tool}");
        assert_eq!(config["auths"].get(HOST).is_some(), store == "file", "{tool}: {config}");
        let warned = answer["log"].to_string().contains("docker asks its store 'x'");
        assert_eq!(warned, tool == "podman", "what that means to docker is said: {answer}");
    }
}

#[test]
fn a_store_gets_the_login_on_its_standard_input_word_for_word() {
    let own = password(now() + 3600);
    let desk = Desk::with(with_password(&own));
    std::fs::create_dir_all(desk.path("bin")).unwrap();
    put(CLIENT, &desk.path("bin"), "docker-credential-x");
    let records = desk.path("records");
    std::fs::create_dir(&records).unwrap();
    desk.write(DOCKER, &json!({ "credsStore": "x" }));
    let variables = [("STAND_IN_RECORDS", records.to_str().unwrap()), ("STAND_IN", "print {}")];
    assert_eq!(rows(&connect_with(&desk, &variables, json!({})), &["store"]), ["x"]);
    let text = |name: &str| std::fs::read_to_string(records.join("0").join(name)).unwrap();
    assert_eq!(text("arguments"), "store\0");
    let input: Value = serde_json::from_str(&text("input")).unwrap();
    assert_eq!(input, json!({ "ServerURL": HOST, "Username": "AWS", "Secret": own }));
    assert!(!text("variables").contains(&own[..40]));
}

#[test]
fn a_store_that_fails_is_told_and_the_others_are_kept() {
    let desk = Desk::new();
    desk.add_store("x", &[]);
    desk.write(DOCKER, &json!({ "credHelpers": { HOST: "x" } }));
    let both = json!({ "registry_ids": [HOST, OTHER], "region": null });
    let answer = connect_with(&desk, &[("STORE_MUTE", "a library is missing")], both.clone());
    assert_eq!((codes(&answer), rows(&answer, &["registry"])), (vec!["CredentialStoreFailed"], vec![OTHER.to_owned()]));
    assert!(!answer.to_string().contains("password-for"), "{answer}");
    desk.write(DOCKER, &json!({ "credHelpers": { HOST: "gone" } }));
    let answer = connect(&desk, both);
    assert_eq!(
        (codes(&answer), rows(&answer, &["registry"])),
        (vec!["CredentialStoreMissing"], vec![OTHER.to_owned()])
    );
    let hint = answer["ok"]["failures"][0]["error"]["hint"].as_str().unwrap();
    assert!(hint.contains("Remove("), "the line that takes the name out: {hint}");
}

#[test]
fn what_a_store_says_when_it_fails_is_told_without_the_password() {
    let desk = Desk::with(with_password("open sesame"));
    std::fs::create_dir_all(desk.path("bin")).unwrap();
    put(CLIENT, &desk.path("bin"), "docker-credential-x");
    desk.write(DOCKER, &json!({ "credsStore": "x" }));
    for steps in ["say cannot keep open sesame\nexit 1", "input\nexit 1", "print cannot keep open sesame\nexit 1"] {
        let answer = connect_with(&desk, &[("STAND_IN", steps)], json!({}));
        assert_eq!(codes(&answer), ["CredentialStoreFailed"], "{answer}");
        assert!(!answer.to_string().contains("sesame"), "{answer}");
        assert!(steps.starts_with("input") || answer.to_string().contains("cannot keep ***"), "{answer}");
        assert_eq!(desk.read(DOCKER), json!({ "credsStore": "x" }), "nothing is kept beside it");
    }
}

#[test]
fn a_host_that_a_helper_serves_needs_no_login() {
    let desk = Desk::new();
    desk.add_store("ecr-login", &[]);
    desk.write(DOCKER, &json!({ "credHelpers": { HOST: "ecr-login" } }));
    let before = std::fs::read(desk.path(DOCKER)).unwrap();
    assert_eq!(rows(&connect(&desk, json!({})), &["status", "store"]), ["NotNeeded ecr-login"]);
    assert_eq!(std::fs::read(desk.path(DOCKER)).unwrap(), before);
}

#[test]
fn a_registry_of_this_machine_is_asked_over_plain_http() {
    let desk = Desk::new();
    let url = desk.world.ecr.url().to_owned();
    let token = Token { proxy_endpoint: Some(url.clone()), ..Token::default() };
    desk.set(Settings { tokens: [("111122223333".to_owned(), token)].into(), ..Settings::default() });
    let answer = connect(&desk, json!({}));
    let host = url.trim_start_matches("http://");
    assert_eq!(rows(&answer, &["registry", "status"]), [format!("{host} Succeeded")], "{answer}");
    assert_eq!(asked(&desk), 2);
    assert_eq!(desk.read(DOCKER), json!({ "auths": { host: entry("password-for-111122223333") } }));
}

#[test]
fn what_a_login_would_do_is_told_without_a_client() {
    let desk = Desk::new();
    let answer = connect(&desk, json!({ "plan": true, "registry_ids": [HOST] }));
    assert_eq!(answer["ok"]["planned"], json!([{ "name": HOST, "hosts": [HOST] }]), "{answer}");
    assert!(!desk.path(DOCKER).exists() && desk.world.ecr.calls().is_empty());
    let with_client = desk.ask("connect", json!({ "plan": true, "registry_ids": [HOST] }));
    assert_eq!(with_client["error"]["code"], "ToolNotFound");
}

#[test]
fn what_does_not_go_together_is_refused() {
    let desk = Desk::new();
    for more in [json!({ "tool_path": "/x/docker" }), json!({ "no_client": false, "skip_verification": true })] {
        let answer = connect(&desk, more);
        assert_eq!(answer["error"]["code"], "InvalidParameter", "{answer}");
    }
    assert!(desk.world.ecr.calls().is_empty());
}

#[cfg(unix)]
#[test]
fn no_login_is_put_in_the_place_of_a_pipe_or_a_device() {
    use crate::nodes::{assert_untouched, nodes};
    let desk = Desk::new();
    let all = nodes(&desk.path("nodes"));
    for (number, node) in all.iter().enumerate() {
        let docker = format!("docker{number}");
        std::fs::create_dir(desk.path(&docker)).unwrap();
        std::os::unix::fs::symlink(node, desk.path(&docker).join("config.json")).unwrap();
        for (variables, fields) in [
            (&[("REGISTRY_AUTH_FILE", node.to_str().unwrap())][..], json!({ "tool": "podman" })),
            (&[], json!({ "tool": "podman", "config_path": node })),
            (&[], json!({ "tool": "docker", "config_path": desk.path(&docker) })),
        ] {
            let answer = connect_with(&desk, variables, fields);
            let error = answer["ok"]["failures"][0]["error"].to_string();
            assert!(error.contains("ClientConfigInvalid") && error.contains("it is no file"), "{answer}");
        }
        assert_eq!(std::fs::read_dir(desk.path(&docker)).unwrap().count(), 1, "no lock beside the link");
    }
    assert_untouched(&desk.path("nodes"), &all);
}

#[test]
fn what_a_store_repeats_of_a_login_is_not_told() {
    let secret = "pass\"word \u{e4}1";
    let desk = Desk::with(with_password(secret));
    desk.add_store("x", &[HOST]);
    desk.write(DOCKER, &json!({ "credsStore": "x" }));
    let escaped = json!(secret).to_string();
    for says in [
        format!("cannot keep {{\"ServerURL\":\"{HOST}\",\"Username\":\"AWS\",\"Secret\":{escaped}}}"),
        format!("cannot keep {escaped}"),
        "cannot keep \"pass\\\"word \\u00e41\"".to_owned(),
    ] {
        let answer =
            connect_with(&desk, &[("STORE_FAILS", &format!("store: {says}"))], json!({ "skip_verification": true }));
        let message = answer["ok"]["failures"][0]["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.contains("cannot keep") && message.contains("***"), "{message}");
        assert!(!message.contains("word") && !message.contains("e41"), "{message}");
    }
    for verb in ["get", "list"] {
        let says = format!("{verb}: keyring says {{\"Secret\":\"hunter2 horse\"}}");
        let answer = desk.ask_with("logins", &[("STORE_FAILS", &says)], json!({ "include_store": true }));
        assert!(answer.to_string().contains("keyring says ***") && !answer.to_string().contains("horse"), "{answer}");
    }
}

#[test]
fn a_file_that_clients_refuse_or_read_in_another_way_is_not_written() {
    let desk = Desk::new();
    for (text, what) in [
        (r#"{"credsStore":5}"#, "a credsStore that is no text"),
        (r#"{"credHelpers":5}"#, "credHelpers that are no object of texts"),
        (r#"{"auths":{"a":{}},"auths":{"b":{}}}"#, "auths twice"),
        (r#"{"auths":{"a":{"auth":5}}}"#, "auths that are no object of logins"),
    ] {
        desk.write_text(DOCKER, text);
        for (op, fields) in [("connect", json!({ "no_client": true })), ("logins", json!({}))] {
            let answer = desk.ask(op, fields);
            let error = if op == "logins" { &answer["error"] } else { &answer["ok"]["failures"][0]["error"] };
            let told =
                if error.is_null() { answer["ok"]["failures"][0]["error"].to_string() } else { error.to_string() };
            assert!(told.contains("ClientConfigInvalid") && told.contains(what), "{op} {text}: {answer}");
        }
        assert_eq!(std::fs::read_to_string(desk.path(DOCKER)).unwrap(), text);
    }
}

#[test]
fn a_store_counts_in_whichever_capitals_its_key_is_written() {
    for (text, tool, is_stored) in [
        (r#"{"CredsStore":"x"}"#.to_owned(), "docker", true),
        (format!(r#"{{"CREDHELPERS":{{"{HOST}":"x"}}}}"#), "docker", true),
        (format!(r#"{{"CredHelpers":{{"{HOST}":"x"}}}}"#), "podman", true),
        // They look for the keys by themselves.
        (r#"{"CredsStore":"x"}"#.to_owned(), "oras", false),
        (format!(r#"{{"CredHelpers":{{"{HOST}":"x"}}}}"#), "helm", false),
    ] {
        let desk = Desk::new();
        desk.add_store("x", &[]);
        let file = "own/config.json";
        desk.write_text(file, &text);
        let path = if tool == "docker" { desk.path("own") } else { desk.path(file) };
        let answer = connect(&desk, json!({ "tool": tool, "config_path": path }));
        let store = if is_stored { "x".to_owned() } else { desk.text(file) };
        assert_eq!(rows(&answer, &["status", "store"]), [format!("Succeeded {store}")], "{tool} {text}: {answer}");
        let kept = desk.read(file);
        let key = text.split('"').nth(1).unwrap();
        assert!(kept.get(key).is_some() && kept.as_object().unwrap().len() <= 2, "the key stays as it was: {kept}");
    }
}
