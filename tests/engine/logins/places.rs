//! Files that are not as one would have them: links, modes, what others put there.

use super::desk::{Desk, HOST, codes, entry, now, password, rows};
use serde_json::{Value, json};
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

const DOCKER: &str = ".docker/config.json";

fn connect(desk: &Desk) -> Value {
    desk.ask("connect", json!({ "no_client": true, "skip_verification": true }))
}

#[test]
fn a_link_stays_a_link_and_leads_to_the_login() {
    for there in [true, false] {
        let desk = Desk::new();
        fs::create_dir_all(desk.path("elsewhere")).unwrap();
        fs::create_dir_all(desk.path(".docker")).unwrap();
        symlink("../elsewhere/real.json", desk.path(DOCKER)).unwrap();
        if there {
            desk.write("elsewhere/real.json", &json!({ "auths": { HOST: entry(&password(now() - 1)) } }));
        }
        let status = if there { vec!["Expired"] } else { vec![] };
        assert_eq!(rows(&desk.ask("logins", json!({})), &["status"]), status, "a link that dangles holds nothing");
        assert_eq!(codes(&connect(&desk)).len(), 0);
        assert!(fs::symlink_metadata(desk.path(DOCKER)).unwrap().is_symlink(), "{there}");
        assert_eq!(desk.read("elsewhere/real.json")["auths"][HOST], entry("password-for-111122223333"));
    }
}

#[test]
fn links_in_a_circle_are_an_error() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path(".docker")).unwrap();
    symlink("other.json", desk.path(DOCKER)).unwrap();
    symlink("config.json", desk.path(".docker/other.json")).unwrap();
    let more = json!({ "tool": "docker" });
    assert_eq!(desk.ask("logins", more)["error"]["code"], "ClientConfigInvalid");
    assert_eq!(codes(&connect(&desk)), ["ClientConfigInvalid"]);
}

#[test]
fn mode_and_owner_stay_and_a_new_file_is_the_users_alone() {
    let desk = Desk::new();
    desk.write(DOCKER, &json!({}));
    fs::set_permissions(desk.path(DOCKER), Permissions::from_mode(0o640)).unwrap();
    // Only root may give files away.
    let owner = std::os::unix::fs::chown(desk.path(DOCKER), Some(12345), Some(12345))
        .map_or(fs::metadata(desk.path(DOCKER)).map(|file| (file.uid(), file.gid())).unwrap(), |()| (12345, 12345));
    assert_eq!(codes(&connect(&desk)).len(), 0);
    let file = fs::metadata(desk.path(DOCKER)).unwrap();
    assert_eq!((file.mode() & 0o777, file.uid(), file.gid()), (0o640, owner.0, owner.1));

    let fresh = Desk::new();
    assert_eq!(codes(&connect(&fresh)).len(), 0);
    let mode = |name: &str| fs::metadata(fresh.path(name)).unwrap().mode() & 0o777;
    assert_eq!((mode(".docker"), mode(DOCKER)), (0o700, 0o600));
}

#[test]
fn a_file_that_cannot_be_written_is_an_error_and_stays() {
    let desk = Desk::new();
    for (text, code) in
        [("{", "ClientConfigInvalid"), ("[]", "ClientConfigInvalid"), ("{\"auths\":[]}", "ClientConfigInvalid")]
    {
        desk.write_text(DOCKER, text);
        let answer = connect(&desk);
        assert_eq!(codes(&answer), [code], "{text}: {answer}");
        assert_eq!(fs::read_to_string(desk.path(DOCKER)).unwrap(), text);
    }
}

#[test]
fn a_file_in_utf16_becomes_one_that_clients_read() {
    let desk = Desk::new();
    let login = entry(&password(now() + 3600));
    let text = format!("\u{feff}{{\"auths\":{{\"mirror.example\":{login}}},\"psFormat\":\"table\"}}");
    fs::create_dir_all(desk.path(".docker")).unwrap();
    fs::write(desk.path(DOCKER), text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()).unwrap();
    assert_eq!(rows(&desk.ask("logins", json!({})), &["registry"]), ["mirror.example"]);
    let answer = connect(&desk);
    assert!(answer["log"].to_string().contains("UTF-16"), "{answer}");
    let wanted = json!({
        "auths": { "mirror.example": login, HOST: entry("password-for-111122223333") }, "psFormat": "table",
    });
    assert_eq!(desk.read(DOCKER), wanted);
}

#[test]
fn a_login_waits_for_the_lock_that_others_hold() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path(".docker")).unwrap();
    let lock = fs::File::create(desk.path(".docker/.ecrlogin.lock")).unwrap();
    lock.lock().unwrap();
    let answer = std::thread::scope(|scope| {
        let login = scope.spawn(|| connect(&desk));
        std::thread::sleep(std::time::Duration::from_millis(200));
        assert!(!login.is_finished() && !desk.path(DOCKER).exists());
        drop(lock);
        login.join().unwrap()
    });
    assert_eq!(rows(&answer, &["status"]), ["Succeeded"]);
}
