//! What was there before is there again, to the byte.

use super::desk::{Desk, HOST, changed, warnings};
use crate::home::{assert_error, error};
use serde_json::{Value, json};
use std::fs;

fn utf16(text: &str) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_config_of_every_kind_is_as_it_was_after_uninstalling() {
    let kinds: &[(&str, Vec<u8>)] = &[
        ("empty", Vec::new()),
        ("braces", b"{}".to_vec()),
        ("docker's own", b"{\n\t\"auths\": {\n\t\t\"x\": {\n\t\t\t\"auth\": \"eDp5\"\n\t\t}\n\t}\n}".to_vec()),
        ("desktop", b"{\n\t\"credsStore\": \"desktop\",\n\t\"currentContext\": \"desktop-linux\"\n}\n".to_vec()),
        ("ecr-login", format!("{{\"credHelpers\":{{\"{HOST}\":\"ecr-login\"}},\"credsStore\":\"ecr-login\"}}").into()),
        ("one line", b"{ \"b\":1,\"a\" : {\"z\":[ ] } }".to_vec()),
        ("CRLF", b"{\r\n  \"psFormat\": \"table\",\r\n  \"credHelpers\": {}\r\n}\r\n".to_vec()),
        ("null", b"{\"credHelpers\":null,\"credsStore\":null}".to_vec()),
        ("twins", b"{\"credsStore\":\"a\",\"credsStore\":\"b\",\"CredHelpers\":{\"h\":\"i\"}}".to_vec()),
        ("escapes", "{\"\\u0061\\\"{\":\"}\\\\\",\"\u{e4}\":\"\u{1F600}\"}".into()),
        ("a mark", b"\xef\xbb\xbf{\n  \"auths\": {}\n}".to_vec()),
        ("UTF-16", utf16("{\r\n  \"auths\": {\"\u{e4}\": {}}\r\n}")),
    ];
    for (kind, before) in kinds {
        for as_store in [false, true] {
            let desk = Desk::with_config(before);
            let home = desk.files();
            desk.install(json!({ "as_store": as_store, "profile": "prod" }));
            let config: Value =
                serde_json::from_slice(&fs::read(desk.config()).unwrap()).expect("UTF-8 without a mark");
            // Docker's own library knows the keys in any case.
            let text = config.to_string();
            assert_eq!(text.contains("\"credsStore\":\"ecrlogin\""), as_store, "{kind}: {text}");
            assert!(as_store || text.contains(&format!("\"{HOST}\":\"ecrlogin\"")), "{kind}: {text}");
            let again = desk.install(json!({ "as_store": as_store, "profile": "prod" }));
            assert_eq!(changed(&again), [""; 0], "{kind}: the second time");
            desk.uninstall();
            assert_eq!(desk.files(), home, "{kind}, as store: {as_store}");
        }
    }
}

#[test]
fn several_installations_are_undone_together() {
    let before = "{\n  \"credsStore\": \"pass\"\n}\n";
    let desk = Desk::with_config(before);
    let home = desk.files();
    desk.install(json!({ "profile": "prod" }));
    desk.install(json!({ "registry_ids": [super::desk::OTHER], "profile": "dev" }));
    desk.install(json!({ "as_store": true, "registry_ids": null }));
    assert_eq!(serde_json::from_str::<Value>(&desk.text(".ecrlogin/installed.json")).unwrap()["next"], "pass");
    desk.uninstall();
    assert_eq!(desk.files(), home);
}

#[test]
fn without_a_config_one_is_made_and_goes() {
    let desk = Desk::new();
    let home = desk.files();
    let answer = desk.install(json!({}));
    assert_eq!(
        desk.text(".docker/config.json"),
        format!("{{\n\t\"credHelpers\": {{\n\t\t\"{HOST}\": \"ecrlogin\"\n\t}}\n}}\n")
    );
    assert_eq!(answer["ok"]["registries"], json!([HOST]));
    desk.uninstall();
    assert_eq!(desk.files(), home);
}

#[test]
fn a_plan_changes_nothing_and_names_every_file() {
    let desk = Desk::with_config("{}");
    let home = desk.files();
    let plan = desk.install(json!({ "plan": true, "profile": "prod", "add_to_path": true }));
    assert_eq!(desk.files(), home);
    assert!(!desk.path(".ecrlogin").exists());
    let done = desk.install(json!({ "profile": "prod", "add_to_path": true }));
    assert_eq!((changed(&plan), plan["ok"]["changes"].clone()), (changed(&done), done["ok"]["changes"].clone()));
    let installed = desk.files();
    let plan = desk.ask("uninstall_helper", &[], json!({ "plan": true }));
    assert_eq!(desk.files(), installed);
    let mut undone = changed(&plan);
    undone.sort_unstable();
    let mut wanted = changed(&done);
    wanted.sort_unstable();
    assert_eq!(undone, wanted);
}

#[test]
fn what_is_no_config_is_left_alone_and_told() {
    for (text, what) in [
        ("not JSON", "is not JSON at line 1"),
        ("[]", "is no object of JSON"),
        ("{\"credHelpers\":[\"x\"]}", "has credHelpers that are no object"),
        ("{\"credsStore\":7}", "has a credsStore that is no text"),
        ("{\"auths\":{\"h\":{\"auth\":\"c2VjcmV0\"}}", "is not JSON"),
    ] {
        let desk = Desk::with_config(text);
        let answer = desk.ask("install_helper", &[], json!({ "registry_ids": [HOST] }));
        assert_error(error(&answer), "ClientConfigInvalid", &[what, "config.json"]);
        assert!(error(&answer)["hint"].as_str().unwrap().contains("-Tool"), "{answer}");
        assert!(!answer.to_string().contains("c2VjcmV0"));
        assert_eq!(fs::read_to_string(desk.config()).unwrap(), text);
        desk.uninstall();
        assert_eq!(fs::read_to_string(desk.config()).unwrap(), text);
    }
}

#[test]
fn uninstalling_what_was_never_installed_does_nothing() {
    let desk = Desk::with_config("{\"credsStore\":\"ecrlogin\"}");
    let home = desk.files();
    let answer = desk.uninstall();
    assert_eq!((changed(&answer), warnings(&answer)), (Vec::new(), String::new()));
    assert_eq!(desk.files(), home);
    assert!(!desk.path(".ecrlogin").exists());
}

#[cfg(unix)]
#[test]
fn links_modes_and_owners_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let desk = Desk::new();
    fs::create_dir_all(desk.path("dotfiles")).unwrap();
    fs::create_dir_all(desk.path(".docker")).unwrap();
    symlink("../dotfiles/docker.json", desk.config()).unwrap();
    let target = desk.path("dotfiles/docker.json");

    desk.install(json!({}));
    assert!(fs::symlink_metadata(desk.config()).unwrap().is_symlink(), "one that dangled");
    assert_eq!((mode(&target), target.is_file()), (0o600, true));
    desk.uninstall();
    assert!(fs::symlink_metadata(desk.config()).unwrap().is_symlink() && !target.exists());

    fs::write(&target, "{}").unwrap();
    fs::set_permissions(&target, PermissionsExt::from_mode(0o640)).unwrap();
    desk.install(json!({}));
    assert_eq!(mode(&target), 0o640);
    desk.uninstall();
    assert_eq!((mode(&target), fs::read_to_string(&target).unwrap().as_str()), (0o640, "{}"));
    assert!(fs::symlink_metadata(desk.config()).unwrap().is_symlink());
}

#[cfg(unix)]
#[test]
fn nothing_that_was_made_is_left_behind() {
    let desk = Desk::new();
    let kept = desk.path(if cfg!(target_os = "macos") { "Library/Caches/ecrlogin" } else { ".cache/ecrlogin" });
    fs::create_dir_all(&kept).unwrap();
    let fields = json!({ "as_store": true, "profile": "prod", "add_to_path": true, "tools": ["docker", "podman"] });
    desk.install(fields);
    assert!(desk.path(".profile").exists());
    fs::write(kept.join("logins.json"), "kept").unwrap();
    let told = desk.uninstall()["ok"]["changes"].to_string();
    assert!(told.contains("logins to Amazon ECR that the helper kept") && told.contains("logins.json"), "{told}");
    for name in [".ecrlogin", ".profile", ".config/containers/registries.conf.d"] {
        assert!(!desk.path(name).exists(), "{name}");
    }
    assert!(!kept.join("logins.json").exists());
}

#[cfg(unix)]
#[test]
fn a_lock_that_is_taken_away_locks_all_the_same() {
    let desk = Desk::with_config("{}");
    let home = desk.files();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..10 {
                    desk.install(json!({ "profile": "prod" }));
                    desk.uninstall();
                }
            });
        }
    });
    desk.uninstall();
    assert_eq!(desk.files(), home);
}
