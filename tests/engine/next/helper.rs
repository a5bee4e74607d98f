use super::place::{PASSWORD, Place, helper, me};
use crate::programs::STATUS;
use ecr_engine::{Code, Error};
use std::fs::File;

/// What comes of a get from a helper that behaves so.
fn get(variables: &[(&str, &str)]) -> Result<Option<(String, String)>, Error> {
    Place::new().with_helper("x").get(&helper("x"), variables, "ghcr.io")
}

/// What comes of a get from a helper that prints these bytes.
fn get_of(bytes: &[u8]) -> Result<Option<(String, String)>, Error> {
    let place = Place::new().with_helper("x");
    place.write("answer", bytes);
    place.get(&helper("x"), &[("STORE_GIVES_FILE", &place.text("answer"))], "ghcr.io")
}

#[test]
fn a_login_is_handed_over_and_comes_back() {
    let place = Place::new().with_helper("x");
    let next = helper("x");
    place.store(&next, &[], "ghcr.io").unwrap();
    assert_eq!(place.get(&next, &[], "ghcr.io").unwrap(), me());
    assert_eq!(place.list(&next, &[]).unwrap(), [("ghcr.io".to_owned(), "AWS".to_owned())]);
    assert!(!place.path("home/.ecrlogin").exists(), "the helper alone keeps it");
    place.erase(&next, &[], "ghcr.io").unwrap();
    assert_eq!(place.get(&next, &[], "ghcr.io").unwrap(), None);
}

#[test]
fn a_helper_that_has_none_may_say_so_in_many_ways() {
    assert_eq!(get(&[]).unwrap(), None);
    for bytes in [&b""[..], b"\n", b"{}", b"null", br#"{"Username":"","Secret":""}"#] {
        assert_eq!(get_of(bytes).unwrap(), None, "{bytes:?}");
    }
}

#[test]
fn a_helper_that_gives_no_answer_is_an_error_with_its_cause() {
    let megabytes = vec![b'x'; 2 * 1024 * 1024];
    let megabyte = [br#"{"Username":"me","Secret":""#.as_slice(), &vec![b'x'; 1024 * 1024 - 100]].concat();
    for (answer, cause) in [
        (get_of(&megabytes), "more than 1 MiB"),
        (get_of(&megabyte), "no known form"),
        (get_of(b"{\"Username\":\"\xff\xfe\",\"Secret\":\"x\"}"), "no known form"),
        (get_of(b"\xff\xfe\x00"), "no known form"),
        (get_of(b"<html>"), "no known form"),
        (get(&[("STORE_HANGS", "1")]), "did not end within 1 s"),
        (get(&[("STORE_MUTE", "error while loading shared libraries")]), "shared libraries"),
        (get(&[("STORE_MUTE", "")]), "127"),
        (get(&[("STORE_FAILS", "get: pass not initialized")]), "pass not initialized"),
    ] {
        let error = answer.unwrap_err();
        assert_eq!(error.code, Code::CredentialStoreFailed, "{error}");
        assert!(error.message.contains(cause) && error.message.contains("'x'"), "{cause}: {error}");
        assert!(!error.hint.is_empty() && error.message.len() < 1500, "{error}");
    }
    let error = get(&[("STORE_FAILS", "get: no")]).unwrap_err();
    assert!(error.message.contains(&format!("failed: no ({STATUS}: 1)")), "{error}");
}

#[test]
fn a_helper_that_is_not_there_is_an_error_that_names_it() {
    let place = Place::new();
    let next = helper("gone");
    for error in [
        place.get(&next, &[], "ghcr.io").unwrap_err(),
        place.store(&next, &[], "ghcr.io").unwrap_err(),
        place.erase(&next, &[], "ghcr.io").unwrap_err(),
        place.list(&next, &[]).unwrap_err(),
    ] {
        assert_eq!(error.code, Code::CredentialStoreMissing);
        assert!(error.message.contains("docker-credential-gone is not on PATH"), "{error}");
    }
}

#[test]
fn what_stands_in_files_is_given_where_a_helper_fails() {
    let place = Place::new().with_helper("x");
    let config = r#"{"auths":{"ghcr.io":{"username":"me","password":"open sesame-4711"}}}"#;
    place.write("home/.docker/config.json", config);
    assert_eq!(place.get(&helper("x"), &[("STORE_FAILS", "get: no")], "ghcr.io").unwrap(), me());
    assert_eq!(place.get(&helper("gone"), &[], "ghcr.io").unwrap(), me());
}

#[test]
fn a_login_that_a_helper_refuses_is_an_error_without_the_password() {
    let place = Place::new().with_helper("x");
    let says = format!("store: cannot keep {PASSWORD} as it is");
    let error = place.store(&helper("x"), &[("STORE_FAILS", &says)], "ghcr.io").unwrap_err();
    assert_eq!(error.code, Code::CredentialStoreFailed);
    assert!(error.message.contains("cannot keep *** as it is"), "{error}");
    assert!(!place.path("home/.ecrlogin").exists());
    let error = get(&[("STORE_FAILS", r#"get: {"Username":"me","Secret":"open sesame-4711"}"#)]).unwrap_err();
    assert!(!format!("{error:?}").contains("sesame"), "{error:?}");
}

#[test]
fn erasing_what_is_not_there_is_fine_whatever_the_helper_says() {
    let place = Place::new().with_helper("x");
    let fails = [("STORE_FAILS", "erase: The specified item could not be found in the keychain. (-25300)")];
    place.erase(&helper("x"), &fails, "ghcr.io").unwrap();
    place.store(&helper("x"), &[], "ghcr.io").unwrap();
    let error = place.erase(&helper("x"), &fails, "ghcr.io").unwrap_err();
    assert!(error.message.contains("-25300"), "{error}");
}

#[test]
fn a_list_may_be_empty_or_an_error() {
    let list = |says: &str, status: &str| {
        let place = Place::new().with_helper("x");
        place.list(&helper("x"), &[("STORE_SAYS", says), ("STORE_STATUS", status)])
    };
    for says in ["null", "{}", ""] {
        assert_eq!(list(says, "0").unwrap(), [], "{says}");
    }
    for (says, status) in [("<html>", "0"), ("[]", "0"), ("no", "1")] {
        assert_eq!(list(says, status).unwrap_err().code, Code::CredentialStoreFailed, "{says}");
    }
}

#[test]
fn a_user_asks_only_so_many_helpers_at_once() {
    let place = Place::new().with_helper("x");
    let caches = place.text("caches");
    // A helper that hangs has one second, which is as long as a turn is waited for.
    let variables = [("XDG_CACHE_HOME", caches.as_str()), ("LOCALAPPDATA", &caches), ("STORE_HANGS", "1")];
    let asked = || place.get(&helper("x"), &variables, "ghcr.io").unwrap_err();
    assert!(asked().message.contains("did not end"));
    let folder = match () {
        () if cfg!(windows) => place.path("caches/EcrLogin"),
        () if cfg!(target_os = "macos") => place.path("home/Library/Caches/ecrlogin"),
        () => place.path("caches/ecrlogin"),
    };
    let mut turns: Vec<_> =
        (0..16).map(|turn| File::create(folder.join(format!(".next-{turn}.lock"))).unwrap()).collect();
    turns.iter().for_each(|turn| turn.lock().unwrap());
    let error = asked();
    assert_eq!(error.code, Code::CredentialStoreFailed);
    assert!(
        error.message.contains("'x' was not asked: 16 calls") && error.hint.contains("asks this helper back"),
        "{error}"
    );
    drop(turns.swap_remove(7));
    assert!(asked().message.contains("did not end"));
}

/// Words that hold a login are told up to it.
const SAYS: [(&str, &str); 5] = [
    (r#"keyring says {"ServerURL":"ghcr.io","Username":"me","Secret":"hunter2 horse"}"#, "keyring says ***"),
    ("warning: locked\n{\"Username\":\"me\",\"Secret\":\"hunter2 horse\"}", "warning: locked ***"),
    ("cannot use user=me,password=hunter2", "cannot use user=me,password=***"),
    (r#"cannot use Secret="hunter2 horse" of ghcr.io"#, "cannot use Secret=*** of ghcr.io"),
    (r#"cannot use {'Secret': 'hunter2 horse'}"#, "cannot use ***"),
];

#[test]
fn what_a_helper_says_is_told_without_the_login_in_it() {
    for (says, told) in SAYS {
        for verb in ["get", "store"] {
            let place = Place::new().with_helper("x");
            let fails = format!("{verb}: {says}");
            let variables = [("STORE_FAILS", fails.as_str())];
            let error = match verb {
                "get" => place.get(&helper("x"), &variables, "ghcr.io").unwrap_err(),
                _ => place.store(&helper("x"), &variables, "ghcr.io").unwrap_err(),
            };
            assert!(error.message.contains(told) && !error.message.contains("hunter2"), "{says}: {error}");
        }
    }
}
