use super::place::{Place, helper, me};
use ecr_engine::Next;
use serde_json::json;
use std::fs;

const AUTH: &str = "bWU6b3BlbiBzZXNhbWUtNDcxMQ==";

/// Where clients have their logins, with the variable that names the place.
const FILES: [(&str, &[(&str, &str)]); 4] = [
    ("home/.docker/config.json", &[]),
    ("docker/config.json", &[("DOCKER_CONFIG", "docker")]),
    ("podman.json", &[("REGISTRY_AUTH_FILE", "podman.json")]),
    ("home/.config/containers/auth.json", &[]),
];

#[test]
fn the_logins_of_clients_are_read_and_never_written() {
    for (file, variables) in FILES {
        let place = Place::new();
        let config = json!({ "auths": { "ghcr.io": { "auth": AUTH } }, "credsStore": "ecrlogin" }).to_string();
        place.write(file, &config);
        let variables: Vec<(&str, String)> = variables.iter().map(|(name, path)| (*name, place.text(path))).collect();
        let variables: Vec<(&str, &str)> = variables.iter().map(|(name, path)| (*name, path.as_str())).collect();
        assert_eq!(place.get(&Next::File, &variables, "https://ghcr.io").unwrap(), me(), "{file}");
        assert_eq!(place.list(&Next::File, &variables).unwrap(), [("ghcr.io".to_owned(), "me".to_owned())]);
        place.erase(&Next::File, &variables, "ghcr.io").unwrap();
        place.store(&Next::File, &variables, "quay.io").unwrap();
        assert_eq!(fs::read_to_string(place.path(file)).unwrap(), config, "{file}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn podmans_own_place_is_one_of_them() {
    let place = Place::new();
    place.write("run/containers/auth.json", json!({ "auths": { "docker.io": { "auth": AUTH } } }).to_string());
    assert_eq!(place.get(&Next::File, &[], "https://index.docker.io/v1/").unwrap(), me());
}

#[test]
fn every_form_of_an_entry_is_a_login_and_a_mark_is_none() {
    for (entry, wanted) in [
        (json!({ "username": "me", "password": "open sesame-4711" }), me()),
        (json!({ "auth": AUTH, "identitytoken": "t" }), Some(("<token>".to_owned(), "t".to_owned()))),
        (json!({}), None),
        (json!({ "auth": "no base64" }), None),
    ] {
        let place = Place::new();
        let auths = json!({ "https://ghcr.io/": entry, "other.example": { "auth": AUTH } });
        place.write("home/.docker/config.json", json!({ "auths": auths }).to_string());
        assert_eq!(place.get(&Next::File, &[], "ghcr.io").unwrap(), wanted, "{entry}");
        assert_eq!(place.get(&Next::File, &[], "other.example").unwrap(), me(), "{entry}");
    }
}

#[test]
fn our_own_login_comes_before_a_clients_and_a_helpers_before_both() {
    let place = Place::new().with_helper("x");
    let old = json!({ "auths": { "ghcr.io": { "username": "old", "password": "p" } } });
    place.write("home/.docker/config.json", old.to_string());
    let user = |next: &Next, gives: &[(&str, &str)]| place.get(next, gives, "ghcr.io").unwrap().map(|(user, _)| user);
    assert_eq!(user(&Next::File, &[]).as_deref(), Some("old"));
    place.store(&Next::File, &[], "ghcr.io").unwrap();
    assert_eq!(user(&Next::File, &[]).as_deref(), Some("me"));
    let gives = [("STORE_GIVES", r#"{"Username":"newest","Secret":"p"}"#)];
    assert_eq!(user(&helper("x"), &gives).as_deref(), Some("newest"));
}

#[test]
fn files_that_cannot_be_read_are_passed_over() {
    let place = Place::new();
    for text in ["{", "[]", "\u{feff}{}", "{\"auths\":1}"] {
        place.write("home/.docker/config.json", text);
        place.write(
            "home/.config/containers/auth.json",
            json!({ "auths": { "ghcr.io": { "auth": AUTH } } }).to_string(),
        );
        assert_eq!(place.get(&Next::File, &[], "ghcr.io").unwrap(), me(), "{text}");
    }
}
