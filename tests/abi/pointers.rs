use crate::library::{abi, ask, read};
use crate::requests::request;
use local_ecr::{Fault, LocalEcr, Settings, Stage};
use serde_json::{Value, json};
use std::ffi::{CStr, CString};
use std::ptr::{null, null_mut};
use std::thread;

fn start(ecr: &LocalEcr) -> u64 {
    let request = CString::new(request(ecr, json!({})).to_string()).unwrap();
    // SAFETY: a NUL-terminated string that outlives the call.
    unsafe { (abi().start)(request.as_ptr()) }
}

fn code(answer: &Value) -> &str {
    answer["error"]["code"].as_str().unwrap_or_default()
}

#[test]
fn null_bad_utf8_bad_json_and_unknown_fields_are_answered() {
    // SAFETY: NULL is allowed.
    assert_eq!(code(&read(unsafe { (abi().ecr_login)(null()) })), "InvalidRequest");
    for bytes in [
        b"\xff\xfe".as_slice(),
        b"",
        b"{",
        b"[]",
        b"{\"version\":1,\"nope\":1}",
        b"{\"version\":true}",
        b"{\"version\":1,\"registry_ids\":1}",
    ] {
        assert_eq!(code(&ask(bytes)), "InvalidRequest", "{bytes:?}");
    }
    // SAFETY: NULL is allowed.
    let call = unsafe { (abi().start)(null()) };
    assert_eq!((abi().wait)(call, 0), 1);
    assert_eq!(code(&read((abi().take)(call))), "InvalidRequest");
}

#[test]
fn a_request_over_the_limit_is_refused() {
    let request = format!("{{\"version\":1,\"cwd\":\"{}\"}}", "x".repeat(16 << 20));
    assert_eq!(code(&ask(request.as_bytes())), "RequestTooLarge");
}

#[test]
fn unknown_handles_are_answered() {
    for call in [0, 1 << 40, u64::MAX - 1] {
        assert_eq!((abi().wait)(call, 0), -1);
        assert_eq!(code(&read((abi().take)(call))), "UnknownCall");
        (abi().cancel)(call);
    }
    // SAFETY: NULL is allowed.
    unsafe { (abi().free)(null_mut()) };
}

#[test]
fn the_version_is_that_of_the_package() {
    // SAFETY: a static, NUL-terminated string.
    let version = unsafe { CStr::from_ptr((abi().version)()) };
    assert_eq!(version.to_str(), Ok(env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_login_from_many_threads_at_once() {
    let ecr = LocalEcr::start(Settings::default());
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let call = start(&ecr);
                assert_eq!((abi().wait)(call, u32::MAX), 1);
                let answer = read((abi().take)(call));
                assert_eq!(answer["ok"]["tokens"][0]["password"], "password-for-111122223333");
            });
        }
    });
}

#[test]
fn the_4097th_open_call_is_refused_and_room_comes_back() {
    let ecr = LocalEcr::start(Settings { fault: Some(Fault::Hang { at: Stage::Header }), ..Settings::default() });
    // Bad requests fill the table without a connection each.
    // SAFETY: a static, NUL-terminated string.
    let refused = || unsafe { (abi().start)(c"{".as_ptr()) };
    let open: Vec<u64> = (0..4096).map(|_| refused()).collect();
    let over = start(&ecr);
    assert_eq!((abi().wait)(over, 0), 1);
    assert_eq!(code(&read((abi().take)(over))), "TooManyCalls");
    open.into_iter().for_each(|call| (abi().cancel)(call));
    let call = start(&ecr);
    assert_eq!((abi().wait)(call, 50), 0);
    (abi().cancel)(call);
    assert_eq!((abi().wait)(call, 0), -1);
}
