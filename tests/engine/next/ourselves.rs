use super::place::{Place, helper, me};
use ecr_engine::{Code, Next};
use serde_json::json;

/// Nothing is asked, what stands in files is given, and a login that would go round is refused with the reason.
fn assert_is_never_asked(place: &Place, next: &Next, variables: &[(&str, &str)], why: &str) {
    let asked = [variables, &[("STORE_GIVES", r#"{"Username":"asked","Secret":"x"}"#)]].concat();
    assert_eq!(place.get(next, &asked, "quay.io").unwrap(), None);
    assert_eq!(place.get(next, &asked, "ghcr.io").unwrap(), me());
    let users: Vec<_> = place.list(next, &asked).unwrap();
    assert_eq!(users, [("ghcr.io".to_owned(), "me".to_owned())]);
    place.erase(next, &asked, "quay.io").unwrap();
    let error = place.store(next, &asked, "quay.io").unwrap_err();
    assert_eq!(error.code, Code::CredentialStoreFailed);
    assert!(error.message.contains(why), "{error}");
    let told = place.with(next, &asked, async |store| store.told());
    assert!(told.contains(why), "{told}");
}

fn with_login() -> Place {
    let place = Place::new();
    let config = json!({ "auths": { "ghcr.io": { "username": "me", "password": "open sesame-4711" } } });
    place.write("home/.docker/config.json", config.to_string());
    place
}

#[test]
fn we_are_never_next_by_name() {
    for name in ["ecrlogin", "EcrLogin"] {
        assert_is_never_asked(&with_login().with_helper(name), &helper(name), &[], "is this one");
    }
    let place = with_login().with_helper("ecrlogin");
    place.write("home/.ecrlogin/installed.json", json!({ "version": 1, "next": "ecrlogin" }).to_string());
    assert_is_never_asked(&place, &Next::Auto, &[], "is this one");
}

/// On Windows links are for administrators, and the mark of a child holds for copies.
#[cfg(unix)]
#[test]
fn we_are_never_next_by_a_link() {
    let place = with_login();
    let own = std::env::current_exe().unwrap();
    std::os::unix::fs::symlink(own, place.path("bin/docker-credential-other")).unwrap();
    assert_is_never_asked(&place, &helper("other"), &[], "is a link to this one");
}

/// The helper that was started by us is told so, and asks us with that.
#[test]
fn we_are_never_next_through_another_helper() {
    let place = with_login().with_helper("x");
    assert_is_never_asked(&place, &helper("x"), &[("ECRLOGIN_HELPER_DEPTH", "1")], "has asked this one back");
}

#[test]
fn what_is_next_is_told() {
    let place = Place::new().with_helper("pass");
    let told = |next: &Next| place.with(next, &[], async |store| store.told());
    assert!(told(&Next::File).ends_with("auths.json"), "{}", told(&Next::File));
    assert_eq!(told(&helper("pass")), "the helper 'pass'");
    assert_eq!(told(&Next::None), "nothing");
    assert!(told(&helper("gone")).contains("not on PATH"), "{}", told(&helper("gone")));
}
