//! Others write the same files: what is theirs stays, and nothing of it is lost.

use super::desk::{Desk, HOST, OTHER, changed, warnings};
use serde_json::{Value, json};
use std::fs;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

#[test]
fn a_store_that_was_changed_since_is_left_and_told() {
    let desk = Desk::with_config("{\"credsStore\":\"desktop\"}");
    desk.install(json!({ "as_store": true, "registry_ids": null }));
    fs::write(desk.config(), "{\"credsStore\":\"osxkeychain\"}").unwrap();
    let answer = desk.uninstall();
    assert_eq!(desk.json(), json!({ "credsStore": "osxkeychain" }));
    assert!(warnings(&answer).contains("was changed by others since"), "{answer}");
    assert!(!changed(&answer).iter().any(|file| file.ends_with("config.json")), "{answer}");
    assert!(!desk.record().exists());
}

#[test]
fn a_store_that_was_taken_back_is_taken_over_again() {
    let desk = Desk::with_config("{\"credsStore\":\"desktop\"}");
    desk.install(json!({ "as_store": true, "registry_ids": null }));
    fs::write(desk.config(), "{\"credsStore\":\"osxkeychain\"}").unwrap();
    desk.install(json!({ "as_store": true, "registry_ids": null }));
    assert_eq!(desk.json(), json!({ "credsStore": "ecrlogin" }));
    fs::write(desk.config(), "{ \"credsStore\":\"ecrlogin\" }").unwrap();
    desk.uninstall();
    assert_eq!(desk.json(), json!({ "credsStore": "osxkeychain" }));
}

#[test]
fn a_login_of_docker_since_stays() {
    let desk = Desk::with_config("{\"credHelpers\":{\"gcr.io\":\"gcloud\"},\"experimental\":\"enabled\"}");
    desk.install(json!({ "registry_ids": [HOST, OTHER] }));
    let mut config = desk.json();
    config["auths"] = json!({ "https://index.docker.io/v1/": { "auth": "eDp5" } });
    // Somebody prefers another helper for one of them.
    config["credHelpers"][OTHER] = json!("ecr-login");
    fs::write(desk.config(), serde_json::to_string_pretty(&config).unwrap()).unwrap();
    desk.uninstall();
    let wanted = json!({
        "credHelpers": { "gcr.io": "gcloud", OTHER: "ecr-login" }, "experimental": "enabled",
        "auths": { "https://index.docker.io/v1/": { "auth": "eDp5" } },
    });
    assert_eq!(desk.json(), wanted);
}

#[test]
fn what_was_replaced_comes_back_though_docker_wrote_the_file_anew() {
    let desk = Desk::with_config(format!("{{\"credHelpers\":{{\"{HOST}\":\"ecr-login\"}},\"credsStore\":\"pass\"}}"));
    desk.install(json!({ "as_store": true }));
    let now = desk.json();
    assert_eq!((&now["credsStore"], &now["credHelpers"][HOST]), (&json!("ecrlogin"), &json!("ecrlogin")));
    fs::write(desk.config(), serde_json::to_string_pretty(&now).unwrap()).unwrap();
    desk.uninstall();
    assert_eq!(desk.json(), json!({ "credHelpers": { HOST: "ecr-login" }, "credsStore": "pass" }));
}

#[test]
fn amazons_helper_is_no_store_to_pass_on_to() {
    let desk = Desk::with_config("{\"credsStore\":\"ecr-login\"}");
    desk.install(json!({ "as_store": true, "registry_ids": null }));
    let record: Value = serde_json::from_str(&desk.text(".ecrlogin/installed.json")).unwrap();
    assert_eq!((&record["next"], &record["configs"][0]["credsStore"]["before"]), (&json!("file"), &json!("ecr-login")));
}

#[test]
fn what_installing_writes_down_holds_no_secret() {
    let secret = "c2VjcmV0LW9mLWEtbG9naW4=";
    let desk = Desk::with_config(format!(
        "{{\"auths\":{{\"https://index.docker.io/v1/\":{{\"auth\":\"{secret}\"}}}},\"credHelpers\":null}}"
    ));
    let answer = desk.install(json!({ "as_store": true, "profile": "prod" }));
    desk.install(json!({ "registry_ids": [OTHER] }));
    assert!(!desk.text(".ecrlogin/installed.json").contains(secret) && !answer.to_string().contains(secret));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(desk.record()).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn two_installations_at_once_are_both_there() {
    let desk = Desk::with_config("{\n\t\"credsStore\": \"pass\"\n}");
    let home = desk.files();
    let hosts: Vec<String> = (0..8).map(|n| format!("11112222333{n}.dkr.ecr.eu-west-1.amazonaws.com")).collect();
    std::thread::scope(|scope| {
        for host in &hosts {
            let desk = &desk;
            scope.spawn(move || desk.install(json!({ "registry_ids": [host], "profile": "prod" })));
        }
    });
    let (config, map) = (desk.json(), desk.text(".ecrlogin/registries.json"));
    for host in &hosts {
        assert_eq!(config["credHelpers"][host], "ecrlogin");
        assert!(map.contains(host));
    }
    desk.uninstall();
    assert_eq!(desk.files(), home);
}

#[test]
fn a_client_that_reads_all_the_while_finds_the_file_whole() {
    let desk = Desk::with_config("{}");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut texts = 0;
            // Once at least, when all is over.
            while texts == 0 || !done.load(Ordering::Relaxed) {
                let text = match fs::read_to_string(desk.config()) {
                    Err(error) if is_being_replaced(&error) => continue,
                    read => read.unwrap(),
                };
                let _: Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
                texts += 1;
                // Wine replaces no file that is open, and no client has one open all the time.
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        // The reader ends too where one of these fails.
        let rounds = std::panic::catch_unwind(AssertUnwindSafe(|| {
            for _ in 0..20 {
                desk.install(json!({}));
                desk.uninstall();
            }
        }));
        done.store(true, Ordering::Relaxed);
        rounds.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    });
    assert_eq!(desk.text(".docker/config.json"), "{}");
}

/// Windows gives no file to read at the moment in which it is replaced: ERROR_ACCESS_DENIED or ERROR_SHARING_VIOLATION.
/// Gone it must not be.
fn is_being_replaced(error: &std::io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32))
}

#[test]
fn a_record_that_is_damaged_is_told_and_nothing_is_touched() {
    let desk = Desk::with_config("{}");
    desk.install(json!({}));
    for text in ["", "{", "{\"version\":2}", "[]"] {
        fs::write(desk.record(), text).unwrap();
        let home = desk.files();
        for op in ["install_helper", "uninstall_helper"] {
            let answer = desk.ask(op, &[], json!({ "registry_ids": [OTHER] }));
            assert_eq!(answer["error"]["code"], "InvalidInstallRecord", "{text}: {answer}");
        }
        assert_eq!(desk.files(), home);
    }
}

#[test]
fn a_file_that_cannot_be_undone_stands_in_the_way_of_no_other() {
    for text in ["[]", "no JSON", "7", "{\"credHelpers\":"] {
        let desk = Desk::with_config("{}");
        desk.install(json!({ "tools": ["docker", "podman"], "profile": "prod" }));
        fs::write(desk.config(), text).unwrap();
        let answer = desk.uninstall();
        let told = warnings(&answer);
        assert!(told.contains("config.json is no") && told.contains("left as it is"), "{told}");
        assert_eq!(fs::read_to_string(desk.config()).unwrap(), text);
        assert!(!desk.path(".config/containers/auth.json").exists() && !desk.map().exists() && !desk.record().exists());
        assert!(!changed(&answer).iter().any(|file| file.ends_with("config.json")), "{answer}");
    }
}

#[test]
fn what_could_not_be_read_is_undone_the_next_time() {
    let desk = Desk::with_config("{}");
    desk.install(json!({ "tools": ["docker", "podman"], "profile": "prod" }));
    let installed = fs::read(desk.config()).unwrap();
    fs::remove_file(desk.config()).unwrap();
    fs::create_dir(desk.config()).unwrap();
    let answer = desk.ask("uninstall_helper", &[], json!({}));
    assert_eq!(answer["error"]["code"], "ClientConfigInvalid", "{answer}");
    assert!(!desk.path(".config/containers/auth.json").exists() && !desk.map().exists() && desk.record().exists());
    fs::remove_dir(desk.config()).unwrap();
    fs::write(desk.config(), installed).unwrap();
    desk.uninstall();
    assert_eq!(desk.text(".docker/config.json"), "{}");
    assert!(!desk.record().exists());
}

#[test]
fn logins_to_other_registries_are_told_of_where_there_are_any() {
    for (auths, is_told) in [
        ("{\n  \"auths\": {}\n}", false),
        ("", false),
        ("{\"auths\":{\"registry.example.com\":{\"auth\":\"eDp5\"}}}", true),
        ("no JSON", true),
    ] {
        let desk = Desk::new();
        desk.install(json!({ "as_store": true, "registry_ids": null }));
        fs::write(desk.path(".ecrlogin/auths.json"), auths).unwrap();
        let told = warnings(&desk.uninstall());
        assert_eq!(
            told.contains("Logins to other registries") && told.contains("auths.json"),
            is_told,
            "{auths}: {told}"
        );
        assert!(!told.contains("eDp5") && desk.text(".ecrlogin/auths.json") == auths);
    }
}
