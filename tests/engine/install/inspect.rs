//! What is told of the helper, and what is wrong with it.

#[cfg(unix)]
use super::desk::OTHER;
use super::desk::{Desk, HOST};
use serde_json::{Value, json};
use std::fs;

/// The problems of the one registry that is looked at, in one text.
fn problems(helper: &Value) -> String {
    helper["problems"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

impl Desk {
    fn inspect(&self, more: Value) -> Vec<Value> {
        let bin = self.path(".ecrlogin/bin");
        let mut fields = json!({ "registry_ids": [HOST] });
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = self.ask("inspect_helper", &[("PATH", bin.to_str().unwrap())], fields);
        answer["ok"]["helpers"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
    }
}

#[cfg(unix)]
#[test]
fn what_is_installed_is_ready_and_explained() {
    let desk = Desk::new();
    desk.install(json!({ "profile": "prod", "tools": ["docker", "podman"] }));
    let found = &desk.inspect(json!({ "tools": ["docker", "podman"] }))[0];
    assert_eq!(problems(found), "", "{found}");
    assert_eq!(
        (&found["registry"], &found["profile"], &found["region"]),
        (&json!(HOST), &json!("prod"), &json!("eu-west-1"))
    );
    assert!(found["map_line"].as_str().unwrap().contains("registries.json, line "), "{found}");
    assert!(found["program"].as_str().unwrap().ends_with(".ecrlogin/bin/docker-credential-ecrlogin"), "{found}");
    let clients = found["clients"].to_string();
    assert!(
        clients.contains("docker: ecrlogin, by credHelpers in") && clients.contains("podman: ecrlogin"),
        "{clients}"
    );
    assert_eq!(found["next"], "nothing: it is not asked", "others' registries are left alone");
    assert!(desk.world.ecr.calls().is_empty());
}

#[cfg(unix)]
#[test]
fn without_a_name_all_that_is_known_is_told() {
    let desk = Desk::new();
    let nothing = desk.inspect(json!({ "registry_ids": null }));
    assert_eq!((nothing.len(), &nothing[0]["registry"]), (1, &Value::Null));
    assert!(
        problems(&nothing[0]).contains("is not installed") && problems(&nothing[0]).contains("No registry is known")
    );
    desk.install(json!({}));
    desk.install(json!({ "registry_ids": [OTHER], "profile": "dev", "server_address": "registry.example.com" }));
    let hosts: Vec<Value> =
        desk.inspect(json!({ "registry_ids": null })).iter().map(|one| one["registry"].clone()).collect();
    assert_eq!(hosts, [HOST, "registry.example.com"]);
}

#[test]
fn whoever_comes_first_is_named() {
    for (config, told) in [
        (json!({}), "nothing in"),
        (json!({ "credsStore": "desktop" }), "The helper 'desktop' is asked for"),
        (json!({ "credHelpers": { HOST: "pass" }, "credsStore": "ecrlogin" }), "The helper 'pass' comes first"),
        (json!({ "credHelpers": { HOST: "ecr-login" } }), "Amazon's helper 'ecr-login' comes first"),
        (json!({ "credsStore": "ecr-login" }), "Amazon's helper 'ecr-login' is asked"),
        (json!({ "credHelpers": { HOST: "" } }), "no helper is asked"),
    ] {
        let desk = Desk::with_config(config.to_string());
        let found = &desk.inspect(json!({ "tools": ["docker"] }))[0];
        assert!(
            problems(found).contains(told) && problems(found).contains("Run Install-ECRCredentialHelper"),
            "{found}"
        );
    }
    let desk = Desk::with_config("{\"credsStore\":\"ecrlogin\"}");
    assert!(!problems(&desk.inspect(json!({ "tools": ["docker"] }))[0]).contains("config.json"));
    let desk = Desk::with_config("no JSON");
    assert!(problems(&desk.inspect(json!({ "tools": ["docker"] }))[0]).contains("config.json is not JSON"));
}

#[cfg(unix)]
#[test]
fn what_is_wrong_with_the_program_is_told() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = Desk::new();
    desk.install(json!({}));
    let copy = desk.path(".ecrlogin/bin/docker-credential-ecrlogin");
    let told = || problems(&desk.inspect(json!({ "tools": ["docker"] }))[0]);
    assert_eq!(told(), "");
    fs::write(desk.path("helper-of-the-module"), "the next version").unwrap();
    assert!(told().contains("is of another version than the module"), "{}", told());
    fs::set_permissions(&copy, PermissionsExt::from_mode(0o600)).unwrap();
    assert!(told().contains("is not executable"), "{}", told());
    fs::remove_file(&copy).unwrap();
    assert!(told().contains("is not installed"), "{}", told());
    let amazons = desk.path("docker-credential-ecr-login");
    fs::write(&amazons, "github.com/awslabs/amazon-ecr-credential-helper/ecr-login").unwrap();
    fs::set_permissions(&amazons, PermissionsExt::from_mode(0o755)).unwrap();
    symlink(&amazons, &copy).unwrap();
    assert!(told().contains("is Amazon's helper 'ecr-login'"), "{}", told());
    fs::remove_file(&copy).unwrap();
    fs::copy(&amazons, &copy).unwrap();
    assert!(told().contains("is Amazon's helper 'ecr-login'"), "{}", told());
    let fields = json!({ "registry_ids": [HOST], "tools": ["docker"] });
    let answer = desk.ask("inspect_helper", &[("PATH", "/nowhere")], fields);
    assert!(answer["ok"]["helpers"][0].to_string().contains("is not on PATH"), "{answer}");
}

#[test]
fn a_map_or_a_profile_that_is_wrong_is_a_problem_and_no_failure() {
    let desk = Desk::new();
    fs::create_dir(desk.path(".ecrlogin")).unwrap();
    let map = json!({ "version": 1, "registries": [{ "match": HOST, "profile": "absent" }] });
    fs::write(desk.map(), map.to_string()).unwrap();
    let found = &desk.inspect(json!({}))[0];
    assert!(found["registry"] == HOST && problems(found).contains("absent"), "{found}");
    fs::write(desk.map(), "{ \"version\": 1,\n \"unknown\": 1 }").unwrap();
    let found = &desk.inspect(json!({}))[0];
    assert!(problems(found).contains("registries.json, line 2"), "{found}");
}

#[test]
fn a_registry_of_others_is_served_where_the_helper_is_asked_for_it() {
    let desk = Desk::with_config("{\"credsStore\":\"desktop\"}");
    let found = &desk.inspect(json!({ "registry_ids": ["docker.io"], "tools": ["docker"] }))[0];
    assert_eq!((problems(found), &found["next"]), (String::new(), &json!("nothing: it is not asked")), "{found}");
    assert!(found["clients"][0].as_str().unwrap().starts_with("docker: desktop, by credsStore in "), "{found}");
    let login = json!({ "auths": { "https://index.docker.io/v1/": { "auth": "eDp5" } } });
    let desk = Desk::with_config(login.to_string());
    desk.install(json!({ "tools": ["docker"] }));
    let found = &desk.inspect(json!({ "registry_ids": ["docker.io"], "tools": ["docker"] }))[0];
    assert_eq!(problems(found), "", "{found}");
    assert!(found["clients"][0].as_str().unwrap().starts_with("docker: a login in "), "{found}");
    let desk = Desk::with_config("no JSON");
    let found = &desk.inspect(json!({ "registry_ids": ["docker.io"], "tools": ["docker"] }))[0];
    assert!(problems(found).contains("config.json is not JSON"), "wrong for whomever it asks: {found}");
    let desk = Desk::with_config("{\"credsStore\":\"ecrlogin\"}");
    let found = &desk.inspect(json!({ "registry_ids": ["docker.io"], "tools": ["docker"] }))[0];
    assert!(
        found["next"].as_str().unwrap().contains("auths.json") && !problems(found).contains("docker.io"),
        "{found}"
    );
    let answer = desk.ask("inspect_helper", &[], json!({ "registry_ids": [HOST, "not a name"] }));
    assert_eq!(answer["ok"]["helpers"].as_array().unwrap().len(), 1, "{answer}");
    assert_eq!(answer["ok"]["failures"].as_array().unwrap().len(), 1, "{answer}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_login_that_podman_takes_first_is_named() {
    let desk = Desk::new();
    desk.install(json!({ "tools": ["podman"] }));
    let run = desk.path("run/containers");
    fs::create_dir_all(&run).unwrap();
    fs::write(run.join("auth.json"), json!({ "auths": { HOST: { "auth": "QVdTOng=" } } }).to_string()).unwrap();
    let run = desk.path("run");
    let variables = [("XDG_RUNTIME_DIR", run.to_str().unwrap())];
    let answer = desk.ask("inspect_helper", &variables, json!({ "registry_ids": [HOST], "tools": ["podman"] }));
    assert!(answer["ok"]["helpers"][0].to_string().contains("before it asks the helper"), "{answer}");
}

#[cfg(unix)]
#[test]
fn a_store_that_is_to_come_next_and_is_not_there_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_config("{\"credsStore\":\"desktop\"}");
    let told =
        super::desk::warnings(&desk.install(json!({ "as_store": true, "registry_ids": null, "tools": ["docker"] })));
    assert!(told.contains("docker-credential-desktop is not on PATH") && told.contains("'next'"), "{told}");
    let look = |host: &str| problems(&desk.inspect(json!({ "registry_ids": [host], "tools": ["docker"] }))[0]);
    assert!(look("ghcr.io").contains("docker-credential-desktop is not on PATH"), "{}", look("ghcr.io"));
    assert_eq!(look(HOST), "", "it is not asked for one of ours");
    let store = desk.path(".ecrlogin/bin/docker-credential-desktop");
    fs::write(&store, "a store").unwrap();
    fs::set_permissions(&store, PermissionsExt::from_mode(0o755)).unwrap();
    assert_eq!(look("ghcr.io"), "");
    fs::remove_file(&store).unwrap();
    fs::write(desk.map(), "{ \"version\": 1, \"next\": \"file\" }").unwrap();
    let again = desk.install(json!({ "as_store": true, "registry_ids": null, "tools": ["docker"] }));
    assert!(!super::desk::warnings(&again).contains("desktop"), "{again}");
    assert_eq!(look("ghcr.io"), "");
}

#[cfg(unix)]
#[test]
fn as_store_it_is_told_of_all_registries_without_a_name() {
    let desk = Desk::new();
    let bare = json!({ "registry_ids": null, "tools": ["docker", "podman"] });
    desk.install(json!({
        "registry_ids": null, "as_store": true, "profile": "prod", "add_to_path": true, "tools": ["docker", "podman"],
    }));
    let found = desk.inspect(bare.clone());
    assert_eq!((found.len(), &found[0]["registry"], problems(&found[0])), (1, &json!("*"), String::new()), "{found:?}");
    let clients = found[0]["clients"].to_string();
    assert!(clients.contains("docker: ecrlogin, by credsStore in "), "{clients}");
    if cfg!(target_os = "linux") {
        assert!(clients.contains("podman: ecrlogin, by credential-helpers in "), "{clients}");
    }
    assert!(found[0]["next"].as_str().unwrap().contains("auths.json"), "{found:?}");

    fs::write(desk.config(), "{\"credsStore\":\"desktop\"}").unwrap();
    let told = problems(&desk.inspect(bare.clone())[0]);
    assert!(told.contains("docker does not ask the helper for every registry: The helper 'desktop' is"), "{told}");
    assert!(told.contains("Run Install-ECRCredentialHelper again.") && !told.contains("podman"), "{told}");
    fs::write(desk.config(), "{\"credsStore\":\"ecrlogin\"}").unwrap();
    assert_eq!(problems(&desk.inspect(bare.clone())[0]), "");
    let away = desk.ask("inspect_helper", &[("PATH", "/nowhere")], bare);
    assert!(away["ok"]["helpers"][0]["problems"].to_string().contains("is not on PATH"), "{away}");
}

#[cfg(unix)]
#[test]
fn a_client_that_did_not_get_it_as_store_is_no_problem_of_all_registries() {
    let desk = Desk::new();
    desk.install(json!({ "registry_ids": null, "as_store": true, "tools": ["docker"] }));
    desk.install(json!({ "tools": ["podman"] }));
    let found = desk.inspect(json!({ "registry_ids": null, "tools": ["docker", "podman"] }));
    let all = found.iter().find(|one| one["registry"] == "*").unwrap();
    assert_eq!(problems(all), "", "{all}");
    assert!(all["clients"].to_string().contains("podman: not this helper: "), "{all}");
    let none = desk.inspect(json!({ "registry_ids": null, "tools": ["podman"] }));
    let all = none.iter().find(|one| one["registry"] == "*").unwrap();
    assert!(problems(all).contains("No client asks the helper for every registry."), "{all}");
}

#[test]
fn an_account_without_a_region_is_told_to_be_named_by_its_host() {
    let desk = Desk::new();
    let answer = desk.ask("inspect_helper", &[], json!({ "registry_ids": ["555566667777"] }));
    let told = answer["ok"]["failures"][0]["error"].to_string();
    assert!(told.contains("name its host") && told.contains("AWS_REGION"), "{answer}");
}
