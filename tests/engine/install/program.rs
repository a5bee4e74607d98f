//! The copy of the helper, and the way to it.

use super::desk::{Desk, changed, warnings};
use crate::home::assert_error;
use serde_json::json;
use std::fs;

fn copy(desk: &Desk) -> std::path::PathBuf {
    if cfg!(windows) {
        desk.path("EcrLogin/bin/docker-credential-ecrlogin.exe")
    } else {
        desk.path(".ecrlogin/bin/docker-credential-ecrlogin")
    }
}

#[test]
fn the_copy_is_a_file_that_can_be_started_whatever_lay_there() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
    let desk = Desk::new();
    fs::create_dir_all(copy(&desk).parent().unwrap()).unwrap();
    symlink(desk.path("helper-of-the-module"), copy(&desk)).unwrap();
    fs::set_permissions(desk.path("helper-of-the-module"), PermissionsExt::from_mode(0o644)).unwrap();
    desk.install(json!({}));
    let found = fs::symlink_metadata(copy(&desk)).unwrap();
    assert!(found.is_file());
    assert_eq!(found.permissions().mode() & 0o777, 0o755);
    fs::set_permissions(copy(&desk), PermissionsExt::from_mode(0o600)).unwrap();
    assert_eq!(changed(&desk.install(json!({}))), [copy(&desk).to_str().unwrap()], "without its x bit");
    assert_eq!(fs::metadata(copy(&desk)).unwrap().permissions().mode() & 0o777, 0o755);
    let owner = || fs::metadata(copy(&desk)).unwrap().uid();
    let own = owner();
    // Only root may give files away.
    if chown(copy(&desk), Some(12345), None).is_ok() {
        assert_eq!((changed(&desk.install(json!({}))).len(), owner()), (1, own), "somebody else's");
    }
}

#[test]
fn a_new_version_takes_the_place_of_one_that_runs() {
    let desk = Desk::new();
    fs::copy("/bin/sleep", desk.path("helper-of-the-module")).unwrap();
    desk.install(json!({}));
    let mut running = std::process::Command::new(copy(&desk)).arg("60").spawn().unwrap();
    fs::write(desk.path("helper-of-the-module"), "the next version").unwrap();
    assert_eq!(changed(&desk.install(json!({}))).len(), 1);
    assert_eq!(fs::read_to_string(copy(&desk)).unwrap(), "the next version");
    running.kill().unwrap();
    running.wait().unwrap();
    desk.uninstall();
    assert!(!copy(&desk).exists() && !copy(&desk).parent().unwrap().exists());
}

#[test]
fn a_copy_that_somebody_replaced_is_left() {
    let desk = Desk::new();
    desk.install(json!({}));
    fs::write(copy(&desk), "somebody's").unwrap();
    let answer = desk.uninstall();
    assert!(warnings(&answer).contains("docker-credential-ecrlogin was changed by others"), "{answer}");
    assert_eq!(fs::read_to_string(copy(&desk)).unwrap(), "somebody's");
}

#[test]
fn what_is_not_on_path_is_told_with_the_line_that_helps() {
    let desk = Desk::new();
    let answer = desk.install(json!({}));
    let told = warnings(&answer);
    assert!(told.contains("export PATH=\"$HOME/.ecrlogin/bin:$PATH\"") && told.contains("-AddToPath"), "{told}");
    assert_eq!(answer["ok"]["is_on_path"], false);
    let folder = copy(&desk).parent().unwrap().to_str().unwrap().to_owned();
    let found = desk.ask("install_helper", &[("PATH", &folder)], json!({ "registry_ids": [super::desk::HOST] }));
    assert_eq!((found["ok"]["is_on_path"].as_bool(), warnings(&found)), (Some(true), String::new()));
}

#[test]
fn a_shell_that_was_started_before_the_line_was_written_is_told_to_be_left() {
    let desk = Desk::new();
    desk.install(json!({ "add_to_path": true }));
    let told = warnings(&desk.install(json!({})));
    assert!(told.contains(".profile puts it there: open a new login shell") && !told.contains("-AddToPath"), "{told}");
    let fields = json!({ "registry_ids": [super::desk::HOST], "tools": ["docker"] });
    let found = desk.ask("inspect_helper", &[], fields)["ok"]["helpers"][0]["problems"].to_string();
    assert!(found.contains("open a new login shell") && !found.contains("-AddToPath"), "{found}");
}

#[test]
fn the_line_for_the_shell_is_written_once_and_goes() {
    for (shell, there, file) in [
        ("/bin/bash", ".profile", ".profile"),
        ("/bin/bash", ".bash_profile", ".bash_profile"),
        ("/bin/zsh", ".profile", ".zprofile"),
        ("/bin/sh", ".bash_profile", ".profile"),
    ] {
        let desk = Desk::new();
        fs::write(desk.path(there), "umask 022").unwrap();
        let home = desk.files();
        let fields = json!({ "registry_ids": [super::desk::HOST], "add_to_path": true });
        for _ in 0..2 {
            desk.ask("install_helper", &[("SHELL", shell)], fields.clone());
        }
        let text = desk.text(file);
        assert_eq!(text.matches("/.ecrlogin/bin:$PATH\" # EcrLogin\n").count(), 1, "{shell}: {text}");
        assert!(there != file || text.starts_with("umask 022\nexport "), "{text}");
        desk.uninstall();
        assert_eq!(desk.files(), home, "{shell}");
    }
}

#[test]
fn a_line_of_the_users_own_stays_whatever_it_ends_in() {
    let desk = Desk::new();
    let own = "export PATH=\"$HOME/tools:$PATH\" # EcrLogin\n";
    fs::write(desk.path(".profile"), own).unwrap();
    desk.install(json!({ "add_to_path": true }));
    assert_eq!(desk.text(".profile").lines().count(), 2);
    desk.uninstall();
    assert_eq!(desk.text(".profile"), own);
}

#[test]
fn where_others_may_write_no_program_is_put() {
    use std::os::unix::fs::{PermissionsExt, lchown, symlink};
    let refused = |desk: &Desk, words: &str, remedy: &str| {
        for plan in [true, false] {
            let fields = json!({ "registry_ids": [super::desk::HOST], "plan": plan });
            let error = desk.ask("install_helper", &[], fields)["error"].clone();
            assert_error(&error, "InstallFailed", &[words, remedy]);
        }
        assert!(!copy(desk).exists() && !desk.config().exists());
    };
    for (folder, mode) in [(".ecrlogin", 0o777), (".ecrlogin", 0o1777), (".ecrlogin/bin", 0o775)] {
        let desk = Desk::new();
        fs::create_dir_all(desk.path(folder)).unwrap();
        fs::set_permissions(desk.path(folder), PermissionsExt::from_mode(mode)).unwrap();
        refused(&desk, "may be written by others", &format!("chmod go-w '{}'", desk.path(folder).display()));
    }
    let desk = Desk::new();
    fs::create_dir_all(desk.path("dotfiles/ours")).unwrap();
    symlink("dotfiles/ours", desk.path(".ecrlogin")).unwrap();
    fs::set_permissions(desk.path("dotfiles"), PermissionsExt::from_mode(0o777)).unwrap();
    refused(&desk, "dotfiles may be written by others", "chmod");
    fs::set_permissions(desk.path("dotfiles"), PermissionsExt::from_mode(0o755)).unwrap();
    // Only root may give files away.
    if lchown(desk.path(".ecrlogin"), Some(12345), None).is_ok() {
        refused(&desk, "does not belong to you or root", "chown");
        lchown(desk.path(".ecrlogin"), Some(0), None).unwrap();
        lchown(desk.path("dotfiles/ours"), Some(12345), None).unwrap();
        refused(&desk, "does not belong to you or root", "chown");
        lchown(desk.path("dotfiles/ours"), Some(0), None).unwrap();
    }
    desk.install(json!({}));
    assert!(desk.path("dotfiles/ours/bin/docker-credential-ecrlogin").is_file());
    fs::set_permissions(copy(&desk).parent().unwrap(), PermissionsExt::from_mode(0o777)).unwrap();
    let fields = json!({ "registry_ids": [super::desk::HOST], "tools": ["docker"] });
    let found = desk.ask("inspect_helper", &[], fields)["ok"]["helpers"][0]["problems"].to_string();
    assert!(found.contains("may be written by others") && found.contains("chmod go-w"), "{found}");
}
