//! Who may write a map.

use super::{HUB_KEY, ONE, mapped};
use crate::home::assert_error;
use serde_json::json;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, lchown, symlink};

fn lines() -> serde_json::Value {
    json!([{ "match": "*.dkr.ecr.*.amazonaws.com", "profile": "hub" }])
}

#[test]
fn a_map_that_others_may_write_does_not_count() {
    let world = mapped(lines());
    let file = world.home.path().join(".ecrlogin/registries.json");
    let folder = file.parent().unwrap().to_owned();
    for (path, bad, good) in
        [(&file, 0o664, 0o644), (&file, 0o646, 0o600), (&folder, 0o775, 0o755), (&folder, 0o757, 0o700)]
    {
        fs::set_permissions(path, Permissions::from_mode(bad)).unwrap();
        let answer = world.named(&[ONE], json!({}));
        let remedy = format!("chmod go-w '{}'", path.display());
        assert_error(&answer["error"], "UntrustedRegistryMap", &["may be written by others", &remedy]);
        fs::set_permissions(path, Permissions::from_mode(good)).unwrap();
        world.named(&[ONE], json!({}));
        assert_eq!(world.signer(), HUB_KEY);
        world.ecr.clear_calls();
    }
}

#[test]
fn a_link_leads_to_a_file_that_others_may_not_write_either() {
    let world = mapped(lines());
    let file = world.home.path().join(".ecrlogin/registries.json");
    let elsewhere = world.home.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::rename(&file, elsewhere.join("map")).unwrap();
    symlink(elsewhere.join("map"), &file).unwrap();
    fs::set_permissions(&elsewhere, Permissions::from_mode(0o755)).unwrap();
    world.named(&[ONE], json!({}));
    assert_eq!(world.signer(), HUB_KEY);
    fs::set_permissions(&elsewhere, Permissions::from_mode(0o777)).unwrap();
    let answer = world.named(&[ONE], json!({}));
    assert_error(&answer["error"], "UntrustedRegistryMap", &["elsewhere"]);
}

#[test]
fn the_map_that_the_variable_names_may_lie_in_a_folder_of_all_users() {
    let world = mapped(lines());
    let shared = world.home.path().join("shared");
    fs::create_dir(&shared).unwrap();
    fs::rename(world.home.path().join(".ecrlogin/registries.json"), shared.join("my.json")).unwrap();
    let ask = || world.ask_with(&[("ECRLOGIN_REGISTRIES", "~/shared/my.json")], json!({ "registry_ids": [ONE] }));
    fs::set_permissions(&shared, Permissions::from_mode(0o777)).unwrap();
    assert_error(&ask()["error"], "UntrustedRegistryMap", &["shared"]);
    fs::set_permissions(&shared, Permissions::from_mode(0o1777)).unwrap();
    ask();
    assert_eq!(world.signer(), HUB_KEY);
}

#[test]
fn a_link_leads_through_no_folder_in_which_others_may_put_another() {
    let world = mapped(lines());
    let path = |name: &str| world.home.path().join(name);
    fs::create_dir_all(path("dotfiles/deep/ecr")).unwrap();
    fs::rename(path(".ecrlogin/registries.json"), path("dotfiles/deep/ecr/map")).unwrap();
    symlink("../dotfiles/link", path(".ecrlogin/registries.json")).unwrap();
    symlink("deep/ecr/map", path("dotfiles/link")).unwrap();
    world.named(&[ONE], json!({}));
    assert_eq!(world.signer(), HUB_KEY);
    for folder in ["dotfiles", "dotfiles/deep"] {
        fs::set_permissions(path(folder), Permissions::from_mode(0o757)).unwrap();
        let remedy = format!("chmod o-w '{}'", path(folder).display());
        let answer = world.named(&[ONE], json!({}));
        assert_error(&answer["error"], "UntrustedRegistryMap", &["may be written by others", &remedy]);
        fs::set_permissions(path(folder), Permissions::from_mode(0o755)).unwrap();
    }
    // Only root may give files away.
    for name in [".ecrlogin/registries.json", "dotfiles/link", "dotfiles", "dotfiles/deep"] {
        if lchown(path(name), Some(12345), None).is_ok() {
            let answer = world.named(&[ONE], json!({}));
            assert_error(&answer["error"], "UntrustedRegistryMap", &["does not belong to you or root", "chown"]);
            lchown(path(name), Some(0), None).unwrap();
        }
    }
}

#[test]
fn a_pipe_or_a_device_is_no_map_and_gets_no_other_mode() {
    use crate::nodes::{assert_untouched, nodes};
    let world = mapped(lines());
    let folder = world.home.path().join("nodes");
    let all = nodes(&folder);
    for node in &all {
        let variable = [("ECRLOGIN_REGISTRIES", node.to_str().unwrap())];
        let answer = world.ask_with(&variable, json!({ "registry_ids": [ONE] }));
        assert_error(&answer["error"], "InvalidRegistryMap", &["it is no file", "take the variable away"]);
        assert!(!answer.to_string().contains("chmod"), "{answer}");
    }
    assert_untouched(&folder, &all);
}
