//! Installing again without a word does what is written down, and no more.

#[cfg(unix)]
use super::desk::warnings;
use super::desk::{Desk, HOST, OTHER, changed};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

impl Desk {
    /// Installs without saying for what, as whom or for which clients.
    fn again(&self) -> Value {
        let answer = self.install(json!({ "registry_ids": null }));
        assert!(self.world.ecr.calls().is_empty(), "nobody is asked: {answer}");
        answer
    }
}

#[test]
fn a_new_version_of_the_program_is_copied_and_nothing_else_is_touched() {
    for mut fields in [
        json!({ "tools": ["podman"], "profile": "prod" }),
        json!({ "registry_ids": null, "as_store": true, "tools": ["docker", "podman"], "add_to_path": true }),
        json!({ "config_path": "elsewhere" }),
    ] {
        let desk = Desk::new();
        if fields["config_path"].is_string() {
            fields["config_path"] = json!(desk.path("elsewhere"));
        }
        desk.install(fields);
        let installed = desk.files();
        assert_eq!(changed(&desk.again()), [""; 0]);
        assert_eq!(desk.files(), installed);
        fs::write(desk.path("helper-of-the-module"), "the next version").unwrap();
        let answer = desk.again();
        assert!(changed(&answer).len() == 1 && changed(&answer)[0].contains("docker-credential-ecrlogin"), "{answer}");
        let others = |files: Vec<(PathBuf, Vec<u8>)>| {
            let is_other = |(path, _): &(PathBuf, Vec<u8>)| {
                let name = path.file_stem().unwrap_or_default();
                name != "docker-credential-ecrlogin" && name != "helper-of-the-module" && name != "installed"
            };
            files.into_iter().filter(is_other).collect::<Vec<_>>()
        };
        assert_eq!(others(desk.files()), others(installed));
    }
}

#[test]
fn what_somebody_changed_is_put_right_where_it_is_written_down() {
    let desk = Desk::with_config("{\"credsStore\":\"desktop\"}");
    let home = desk.files();
    desk.install(json!({ "registry_ids": [HOST], "tools": ["docker"], "profile": "prod" }));
    desk.install(json!({ "registry_ids": null, "as_store": true, "tools": ["docker"] }));
    let map = desk.text(".ecrlogin/registries.json").replace("prod", "dev");
    fs::write(desk.map(), &map).unwrap();
    fs::write(desk.config(), "{\"credsStore\":\"desktop\"}").unwrap();
    let answer = desk.again();
    assert_eq!(desk.json(), json!({ "credsStore": "ecrlogin" }), "every host is served by it");
    assert_eq!(desk.text(".ecrlogin/registries.json"), map, "the map is the user's");
    assert!(!desk.path(".config").exists(), "no other client gets it");
    assert_eq!(answer["ok"]["registries"], json!([HOST]));
    fs::remove_file(desk.map()).unwrap();
    desk.uninstall();
    assert_eq!(desk.files(), home);
}

#[test]
fn hosts_that_were_taken_out_come_back_and_those_of_the_map_do_not_join_them() {
    let desk = Desk::with_config("{}");
    desk.install(json!({ "tools": ["docker"] }));
    fs::write(desk.config(), "{}").unwrap();
    let map = json!({ "version": 1, "registries": [{ "match": OTHER, "profile": "prod" }] });
    fs::write(desk.map(), map.to_string()).unwrap();
    let plan = desk.install(json!({ "registry_ids": null, "plan": true }));
    assert_eq!(desk.text(".docker/config.json"), "{}");
    let answer = desk.again();
    assert_eq!((changed(&plan), changed(&answer)), (changed(&answer), vec![desk.config().to_str().unwrap()]));
    assert_eq!(desk.json(), json!({ "credHelpers": { HOST: "ecrlogin" } }));
}

#[cfg(unix)]
#[test]
fn the_line_for_the_shell_comes_back_and_none_is_written_that_was_not_wanted() {
    let desk = Desk::new();
    desk.install(json!({}));
    assert!(warnings(&desk.again()).contains("is not on PATH"));
    assert!(!desk.path(".profile").exists());
    desk.install(json!({ "add_to_path": true }));
    let written = desk.text(".profile");
    fs::write(desk.path(".profile"), "umask 022\n").unwrap();
    desk.again();
    assert_eq!(desk.text(".profile"), format!("umask 022\n{written}"));
    desk.uninstall();
    assert_eq!(desk.text(".profile"), "umask 022\n");
    desk.install(json!({}));
    desk.install(json!({ "registry_ids": null, "add_to_path": true }));
    assert_eq!(desk.text(".profile"), format!("umask 022\n{written}"), "as Test advises");
}

#[cfg(target_os = "linux")]
#[test]
fn podmans_list_of_helpers_comes_back() {
    let desk = Desk::new();
    desk.install(json!({ "registry_ids": null, "tools": ["podman"], "as_store": true }));
    let list = desk.path(".config/containers/registries.conf.d/50-ecrlogin.conf");
    let written = fs::read(&list).unwrap();
    fs::remove_file(&list).unwrap();
    assert_eq!(changed(&desk.again()), [list.to_str().unwrap()]);
    assert_eq!(fs::read(&list).unwrap(), written);
    assert!(!desk.config().exists(), "docker does not get it");
}

#[test]
fn where_nothing_is_written_down_the_callers_own_registry_is_meant() {
    let desk = Desk::new();
    let answer = desk.ask("install_helper", &[], json!({ "registry_ids": null }));
    assert_eq!(answer["error"]["code"], "NoRegion", "{answer}");
    desk.install(json!({}));
    let answer = desk.ask("install_helper", &[], json!({ "registry_ids": null, "tools": ["docker"] }));
    assert_eq!(answer["error"]["code"], "NoRegion", "a client is named: {answer}");
}
