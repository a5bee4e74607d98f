use super::desk::{Desk, HOST, OTHER, codes, entry, now, password};
use serde_json::{Value, json};

const DOCKER: &str = ".docker/config.json";

fn good(answer: &Value) -> bool {
    assert_eq!(codes(answer).len(), 0, "{answer}");
    answer["ok"]["good"].as_bool().unwrap_or_else(|| panic!("neither: {answer}"))
}

#[test]
fn a_login_is_good_for_as_long_as_it_must_last() {
    let desk = Desk::new();
    desk.write(
        DOCKER,
        &json!({ "auths": { HOST: entry(&password(now() + 45 * 60)), OTHER: entry(&password(now() - 1)) } }),
    );
    for (name, minutes, wanted) in [
        (HOST, None, true),
        (HOST, Some(30), true),
        (HOST, Some(60), false),
        (HOST, Some(0), true),
        (OTHER, Some(0), false),
        ("111122223333", None, true),
        ("222222222222", None, false),
        ("333333333333", None, false),
    ] {
        let life = minutes.map(|minutes: i64| minutes * 60_000);
        let answer = desk.ask("check", json!({ "registry_ids": [name], "minimum_life_ms": life }));
        assert_eq!(good(&answer), wanted, "{name} {minutes:?}: {answer}");
    }
    assert!(good(&desk.ask("check", json!({}))), "without a name any will do");
    assert!(!good(&desk.ask("check", json!({ "registry_ids": [HOST, OTHER] }))), "all must be good");
    assert!(desk.world.ecr.calls().is_empty());
}

#[test]
fn an_account_is_its_registry_in_the_region_in_force() {
    let desk = Desk::new();
    desk.write(DOCKER, &json!({ "auths": { HOST: entry(&password(now() + 3600)) } }));
    for (region, regions, wanted) in [
        (json!("eu-west-1"), Value::Null, true),
        (json!("us-east-1"), Value::Null, false),
        (Value::Null, Value::Null, true),
        (Value::Null, json!(["eu-west-1", "us-east-1"]), false),
    ] {
        let more = json!({ "registry_ids": ["111122223333"], "region": region, "regions": regions });
        assert_eq!(good(&desk.ask("check", more)), wanted, "{region} {regions}");
    }
    let of_env = json!({ "registry_ids": ["111122223333"], "region": null });
    assert!(!good(&desk.ask_with("check", &[("AWS_REGION", "us-east-1")], of_env)));
}

#[test]
fn what_nobody_knows_is_not_good_and_why_is_said() {
    let desk = Desk::new();
    desk.write(DOCKER, &json!({ "auths": { HOST: entry("hunter2"), OTHER: entry(&password(now() + 60)) } }));
    for (name, why) in [
        (HOST, "nobody knows how long"),
        (OTHER, "the login lasts 0 minutes yet"),
        ("public.ecr.aws", "config.json has no login"),
    ] {
        let answer = desk.ask("check", json!({ "registry_ids": [name] }));
        assert!(!good(&answer));
        let log = answer["log"].to_string();
        assert!(log.contains(why) && log.contains(name) && !log.contains("hunter2"), "{log}");
    }
}

#[test]
fn stores_are_asked_for_the_login() {
    let desk = Desk::new();
    desk.add_store("x", &[HOST]);
    desk.write(DOCKER, &json!({ "credsStore": "x" }));
    let gives = |end| json!({ "ServerURL": HOST, "Username": "AWS", "Secret": password(end) }).to_string();
    for (end, wanted) in [(now() + 3600, true), (now() + 60, false)] {
        for names in [json!([HOST]), json!(["111122223333"]), json!([])] {
            let more = json!({ "registry_ids": names, "region": null });
            let answer = desk.ask_with("check", &[("STORE_GIVES", &gives(end))], more);
            assert_eq!(good(&answer), wanted, "{names}: {answer}");
        }
    }
    assert!(!good(&desk.ask("check", json!({ "registry_ids": [HOST] }))), "it has none");
    let broken = [("STORE_MUTE", "a library is missing")];
    let answer = desk.ask_with("check", &broken, json!({ "registry_ids": [HOST] }));
    assert_eq!(codes(&answer), ["CredentialStoreFailed"], "that nobody can say is no answer: {answer}");
}

#[test]
fn a_helper_is_good_if_it_is_there() {
    for name in ["ecr-login", "ecrlogin"] {
        let desk = Desk::new();
        desk.write(DOCKER, &json!({ "credHelpers": { HOST: name } }));
        assert!(!good(&desk.ask("check", json!({ "registry_ids": [HOST] }))));
        desk.add_store(name, &[]);
        assert!(good(&desk.ask("check", json!({ "registry_ids": [HOST] }))));
        assert!(good(&desk.ask("check", json!({ "registry_ids": [HOST], "minimum_life_ms": 40_000_000 }))));
    }
}

#[test]
fn a_helper_of_all_hosts_is_a_login_to_any_registry() {
    for name in ["ecr-login", "ecrlogin"] {
        let desk = Desk::new();
        desk.write(DOCKER, &json!({ "credsStore": name }));
        assert_eq!(desk.ask("check", json!({}))["ok"]["good"], false, "it is not there");
        desk.add_store(name, &[]);
        assert!(good(&desk.ask("check", json!({}))));
        assert!(!good(&desk.ask("check", json!({ "online": true }))), "no registry is named that could be asked");
        desk.write("auth.json", &json!({ "credsStore": name }));
        let podman = desk.ask("check", json!({ "tool": "podman", "config_path": desk.path("auth.json") }));
        assert!(!good(&podman), "podman does not read credsStore");
    }
    let desk = Desk::new();
    desk.add_store("x", &[]);
    desk.write(DOCKER, &json!({ "credsStore": "x" }));
    assert!(!good(&desk.ask("check", json!({}))), "a store that keeps logins has none");
}

#[test]
fn the_client_is_the_one_that_a_login_would_take() {
    let desk = Desk::new();
    let file = json!({ "auths": { HOST: entry(&password(now() + 3600)) } });
    desk.write("podman.json", &file);
    let podman = desk.text("podman.json");
    let variables = [("REGISTRY_AUTH_FILE", podman.as_str())];
    assert!(!good(&desk.ask_with("check", &variables, json!({}))), "docker's place, where no client is there");
    assert!(good(&desk.ask_with("check", &variables, json!({ "tool": "podman" }))));
    assert!(good(&desk.ask("check", json!({ "config_path": podman }))));
    std::fs::create_dir_all(desk.path("bin")).unwrap();
    crate::programs::put(crate::programs::CLIENT, &desk.path("bin"), "podman");
    assert!(good(&desk.ask_with("check", &variables, json!({}))), "podman is the first that is there");
}

/// On Linux, since podman's own place and the lasting one are the same elsewhere.
#[cfg(target_os = "linux")]
#[test]
fn podman_takes_the_first_login_of_its_files_and_reads_dockers_last() {
    const LASTING: &str = ".config/containers/auth.json";
    let login = |life: i64| json!({ "auths": { HOST: entry(&password(now() + life)) } });
    let asked = |desk: &Desk| desk.ask("check", json!({ "registry_ids": [HOST], "tool": "podman" }));
    let desk = Desk::new();
    desk.add_store("ecrlogin", &[]);
    desk.write(DOCKER, &login(3600));
    assert!(good(&asked(&desk)));
    assert!(good(&desk.ask("check", json!({ "tool": "podman" }))));
    desk.write(LASTING, &login(-60));
    assert!(!good(&asked(&desk)), "docker's is not reached");
    desk.write(LASTING, &json!({ "credHelpers": { HOST: "ecrlogin" } }));
    assert!(good(&asked(&desk)));
    desk.write("run/containers/auth.json", &login(-60));
    assert!(!good(&asked(&desk)), "the helper is not reached");
    desk.write("run/containers/auth.json", &json!({}));
    desk.write_text(DOCKER, "{");
    assert!(good(&asked(&desk)), "nor is a file that is broken");
    desk.write(LASTING, &json!({}));
    assert_eq!(codes(&asked(&desk)), ["ClientConfigInvalid"]);
}

#[test]
fn a_broken_file_is_an_error() {
    let desk = Desk::new();
    desk.write_text(DOCKER, "{");
    let answer = desk.ask("check", json!({ "registry_ids": [HOST] }));
    assert_eq!(answer["error"]["code"], "ClientConfigInvalid", "{answer}");
}
