//! Which clients' files get the helper.

use super::desk::{Desk, HOST};
#[cfg(target_os = "linux")]
use super::desk::{changed, warnings};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

fn json_at(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn podman_gets_a_file_that_outlives_a_reboot() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("run/containers")).unwrap();
    let run = desk.path("run");
    let fields = json!({ "registry_ids": [HOST], "tools": ["podman", "skopeo", "docker"] });
    let answer = desk.ask("install_helper", &[("XDG_RUNTIME_DIR", run.to_str().unwrap())], fields.clone());
    let wanted = json!({ "credHelpers": { HOST: "ecrlogin" } });
    assert_eq!(json_at(&desk.path(".config/containers/auth.json")), wanted);
    assert_eq!((desk.json(), desk.path("run/containers/auth.json").exists()), (wanted, false));
    assert_eq!(changed(&answer).len(), 3, "with the copy: {answer}");

    let login = json!({ "auths": { HOST: { "auth": "QVdTOng=" } } });
    fs::write(desk.path("run/containers/auth.json"), login.to_string()).unwrap();
    let told = warnings(&desk.ask("install_helper", &[("XDG_RUNTIME_DIR", run.to_str().unwrap())], fields));
    assert!(told.contains("podman takes a login for") && told.contains("Disconnect-ECRRegistry"), "{told}");
}

#[test]
fn a_config_that_is_named_is_the_one() {
    let desk = Desk::new();
    let file = desk.path("auth.json");
    desk.install(json!({ "tools": ["podman"], "config_path": file }));
    assert_eq!(json_at(&file), json!({ "credHelpers": { HOST: "ecrlogin" } }));
    let folder = desk.path("folder");
    desk.install(json!({ "config_path": folder }));
    assert_eq!(json_at(&folder.join("config.json")), json!({ "credHelpers": { HOST: "ecrlogin" } }));
    assert!(!desk.config().exists());
    desk.uninstall();
    assert!(!file.exists() && !folder.join("config.json").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn as_store_podman_gets_its_own_list_of_helpers() {
    let desk = Desk::new();
    let home = desk.files();
    let fields = json!({ "registry_ids": null, "tools": ["podman"], "as_store": true });
    desk.install(fields.clone());
    let list = desk.path(".config/containers/registries.conf.d/50-ecrlogin.conf");
    assert!(
        fs::read_to_string(&list).unwrap().contains("credential-helpers = [\"ecrlogin\", \"containers-auth.json\"]")
    );
    assert!(!desk.path(".config/containers/auth.json").exists(), "it knows no credsStore");
    assert_eq!(changed(&desk.install(fields.clone())), [""; 0]);
    desk.uninstall();
    assert_eq!(desk.files(), home);

    let theirs = desk.path(".config/containers/registries.conf");
    fs::write(&theirs, "credential-helpers = [\"secretservice\"]\n").unwrap();
    let told = warnings(&desk.install(fields));
    assert!(told.contains("was written by somebody else") && told.contains("registries.conf"), "{told}");
    assert!(!list.exists());
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_device_is_refused_before_anything_is_written() {
    use crate::nodes::{assert_untouched, nodes};
    let desk = Desk::new();
    let all = nodes(&desk.path("nodes"));
    let before = fs::read_dir(desk.path("")).unwrap().count();
    for node in &all {
        let path = node.to_str().unwrap();
        fs::create_dir(desk.path("zsh")).unwrap();
        std::os::unix::fs::symlink(node, desk.path("zsh/.zprofile")).unwrap();
        let folder = desk.path("zsh");
        let profile = [("SHELL", "/bin/zsh"), ("ZDOTDIR", folder.to_str().unwrap())];
        let podman = json!({ "registry_ids": [HOST], "tools": ["podman"], "config_path": path });
        let helm = json!({ "registry_ids": [HOST], "tools": ["helm"] });
        let on_path = json!({ "registry_ids": [HOST], "add_to_path": true });
        let map = json!({ "registry_ids": [HOST], "profile": "prod" });
        for (variables, fields, code) in [
            (&[][..], podman, "ClientConfigInvalid"),
            (&[("HELM_REGISTRY_CONFIG", path)], helm, "ClientConfigInvalid"),
            (&profile, on_path, "InstallFailed"),
            (&[("ECRLOGIN_REGISTRIES", path)], map, "InvalidRegistryMap"),
        ] {
            for plan in [true, false] {
                let mut fields = fields.clone();
                fields["plan"] = plan.into();
                let answer = desk.ask("install_helper", variables, fields);
                assert_eq!(answer["error"]["code"], code, "{answer}");
                assert!(answer["error"]["message"].as_str().unwrap().contains("it is no file"), "{answer}");
            }
        }
        fs::remove_dir_all(desk.path("zsh")).unwrap();
        assert_eq!(fs::read_dir(desk.path("")).unwrap().count(), before, "nothing was installed");
    }
    assert_untouched(&desk.path("nodes"), &all);
}

#[cfg(unix)]
#[test]
fn a_pipe_that_came_in_the_place_of_a_config_is_left_when_uninstalling() {
    use crate::nodes::nodes;
    let desk = Desk::new();
    desk.install(json!({}));
    fs::remove_file(desk.config()).unwrap();
    let all = nodes(&desk.path("nodes"));
    std::os::unix::fs::symlink(&all[0], desk.config()).unwrap();
    let answer = desk.ask("uninstall_helper", &[], json!({}));
    assert_eq!(answer["error"]["code"], "ClientConfigInvalid", "{answer}");
    assert!(!desk.config().is_file() && desk.record().exists(), "it can be undone once there is a file again");
}
