use super::place::{PASSWORD, Place, helper, me};
use ecr_engine::{Code, Next};
use serde_json::json;

const FILE: &str = "home/.ecrlogin/auths.json";
const HUB: &str = "https://index.docker.io/v1/";

#[test]
fn a_login_of_another_registry_comes_and_goes() {
    let place = Place::new();
    let next = Next::File;
    assert_eq!(place.get(&next, &[], HUB).unwrap(), None);
    place.store(&next, &[], HUB).unwrap();
    place.store(&next, &[], "ghcr.io").unwrap();
    for server in [HUB, "index.docker.io", "docker.io", "ghcr.io", "https://ghcr.io", "ghcr.io/team/app"] {
        assert_eq!(place.get(&next, &[], server).unwrap(), me(), "{server}");
    }
    for server in ["quay.io", "https://not.a.real.registry/url", "", "a\nb"] {
        assert_eq!(place.get(&next, &[], server).unwrap(), None, "{server}");
    }
    let listed = [("ghcr.io", "me"), (HUB, "me")].map(|(server, user)| (server.to_owned(), user.to_owned()));
    assert_eq!(place.list(&next, &[]).unwrap(), listed);

    // As docker logs out.
    for server in ["ghcr.io", "ghcr.io", "http://ghcr.io", "https://ghcr.io", "unknown.example"] {
        place.erase(&next, &[], server).unwrap();
    }
    assert_eq!(place.get(&next, &[], "ghcr.io").unwrap(), None);
    assert_eq!(place.get(&next, &[], HUB).unwrap(), me());
}

#[test]
fn a_new_login_is_in_the_place_of_those_under_other_spellings() {
    let place = Place::new();
    for server in ["https://ghcr.io/v1/", "GHCR.io", "ghcr.io/team", "ghcr.io"] {
        place.store(&Next::File, &[], server).unwrap();
    }
    let listed: Vec<String> = place.list(&Next::File, &[]).unwrap().into_iter().map(|(server, _)| server).collect();
    assert_eq!(listed, ["ghcr.io", "ghcr.io/team"]);
}

/// On Windows the file shows nobody the password.
#[test]
fn the_file_is_in_dockers_form_and_this_users_alone() {
    let place = Place::new();
    place.store(&Next::File, &[], "ghcr.io").unwrap();
    if cfg!(windows) {
        let text = std::fs::read_to_string(place.path(FILE)).unwrap();
        assert!(place.read(FILE)["auths"]["ghcr.io"]["sealed"].is_string() && !text.contains("\"auth\""), "{text}");
        return;
    }
    assert_eq!(place.read(FILE), json!({ "auths": { "ghcr.io": { "auth": "bWU6b3BlbiBzZXNhbWUtNDcxMQ==" } } }));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |name: &str| std::fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(FILE), mode("home/.ecrlogin")), (0o600, 0o700));
        std::fs::set_permissions(place.path(FILE), PermissionsExt::from_mode(0o644)).unwrap();
        place.store(&Next::File, &[], "quay.io").unwrap();
        assert_eq!(mode(FILE), 0o600);
    }
}

#[test]
fn auto_is_the_store_that_installing_found_else_the_file() {
    let place = Place::new().with_helper("desktop");
    place.store(&Next::Auto, &[], "ghcr.io").unwrap();
    assert!(place.path(FILE).is_file());
    place.write("home/.ecrlogin/installed.json", json!({ "version": 1, "next": "desktop", "configs": [] }).to_string());
    place.store(&Next::Auto, &[], "quay.io").unwrap();
    assert_eq!(std::fs::read_to_string(place.path("store")).unwrap(), "quay.io\n");
    for server in ["quay.io", "ghcr.io"] {
        assert_eq!(place.get(&Next::Auto, &[], server).unwrap(), me(), "from the store, and from before it: {server}");
    }
    // The newest login is the one that counts, wherever an older one was.
    place.store(&Next::Auto, &[], "ghcr.io").unwrap();
    assert_eq!(place.list(&Next::File, &[]).unwrap(), []);
}

#[test]
fn none_keeps_nothing_and_gives_nothing() {
    let place = Place::new();
    place.store(&Next::File, &[], "ghcr.io").unwrap();
    assert_eq!(place.get(&Next::None, &[], "ghcr.io").unwrap(), None);
    assert_eq!(place.list(&Next::None, &[]).unwrap(), []);
    place.erase(&Next::None, &[], "ghcr.io").unwrap();
    let error = place.store(&Next::None, &[], "quay.io").unwrap_err();
    assert_eq!(error.code, Code::CredentialStoreFailed);
    assert!(error.message.contains("quay.io") && error.message.contains("none"), "{error}");
    assert_eq!(place.get(&Next::File, &[], "ghcr.io").unwrap(), me(), "what is kept stays");
}

#[test]
fn a_file_that_is_damaged_is_an_error_that_names_it_and_no_secret() {
    for text in ["{", "[1]", "{\"auths\":[]}", "{\"auths\":{\"ghcr.io\":{\"auth\":\"b3BlbiBzZXNhbWUtNDcxMQ==\"}}}"] {
        let place = Place::new();
        place.write(FILE, text);
        let error = place.get(&Next::File, &[], "ghcr.io").unwrap_err();
        assert_eq!(error.code, Code::CredentialStoreFailed);
        assert!(error.message.contains("auths.json") && !error.hint.is_empty(), "{error}");
        assert!(!format!("{error:?}").contains("b3BlbiB"), "{error:?}");
    }
    let place = Place::new();
    place.write(FILE, " \n");
    assert_eq!(place.get(&Next::File, &[], "ghcr.io").unwrap(), None);
    place.store(&Next::File, &[], "ghcr.io").unwrap();
    assert_eq!(place.get(&Next::File, &[], "ghcr.io").unwrap(), me());
}

#[test]
fn what_the_credential_manager_of_windows_cannot_keep_is_kept_in_the_file() {
    let no_session = "store: A specified logon session does not exist. It may already have been terminated.";
    for variables in [[("STORE_LIMIT", "4")], [("STORE_FAILS", no_session)]] {
        let place = Place::new().with_helper("wincred");
        place.store(&helper("wincred"), &[], "ghcr.io").unwrap();
        place.store(&helper("wincred"), &variables, "ghcr.io").unwrap();
        assert_eq!(std::fs::read_to_string(place.path("store")).unwrap(), "", "the older login is gone");
        assert_eq!(place.get(&helper("wincred"), &variables, "ghcr.io").unwrap(), me());
        assert!(place.path(FILE).is_file());
    }
}

#[test]
fn two_at_once_lose_no_login() {
    let place = Place::new();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let place = &place;
            scope.spawn(move || place.store(&Next::File, &[], &format!("host-{number}.example")).unwrap());
        }
    });
    assert_eq!(place.list(&Next::File, &[]).unwrap().len(), 8);
}

#[test]
fn without_a_home_nothing_is_kept_and_that_is_said() {
    let place = Place::new();
    let homeless = [("HOME", ""), ("USERPROFILE", "")];
    let error = place.store(&Next::File, &homeless, "ghcr.io").unwrap_err();
    assert!(error.message.contains("home") && !error.message.contains(PASSWORD), "{error}");
    assert_eq!(place.get(&Next::File, &homeless, "ghcr.io").unwrap(), None);
}
