//! The shared library, loaded as any host would.

use libloading::Library;
use serde_json::Value;
use std::ffi::{CStr, CString, c_char};
use std::path::PathBuf;
use std::sync::OnceLock;

/// The file under test.
pub fn path() -> PathBuf {
    let path = std::env::var_os("ECRLOGIN_LIBRARY").expect(
        "ECRLOGIN_LIBRARY does not name the library to test: cargo build --release -p ecr_login, then \
         ECRLOGIN_LIBRARY=target/release/libecr_login.so cargo test --workspace",
    );
    let path = PathBuf::from(path);
    assert!(path.is_file(), "ECRLOGIN_LIBRARY names {}, which is not there", path.display());
    path
}

pub struct Abi {
    pub ecr_login: unsafe extern "C" fn(*const c_char) -> *mut c_char,
    pub start: unsafe extern "C" fn(*const c_char) -> u64,
    pub wait: extern "C" fn(u64, u32) -> i32,
    pub progress: unsafe extern "C" fn(u64, *mut u32, *mut u32) -> i32,
    pub take: extern "C" fn(u64) -> *mut c_char,
    pub cancel: extern "C" fn(u64),
    pub free: unsafe extern "C" fn(*mut c_char),
    pub version: extern "C" fn() -> *const c_char,
}

pub fn abi() -> &'static Abi {
    static ABI: OnceLock<Abi> = OnceLock::new();
    ABI.get_or_init(|| {
        // SAFETY: the library's initialisers do nothing, and the signatures are those of its header.
        unsafe {
            let library = Box::leak(Box::new(Library::new(path()).expect("the library loads")));
            Abi {
                ecr_login: *library.get(b"ecr_login\0").unwrap(),
                start: *library.get(b"ecr_login_start\0").unwrap(),
                wait: *library.get(b"ecr_login_wait\0").unwrap(),
                progress: *library.get(b"ecr_login_progress\0").unwrap(),
                take: *library.get(b"ecr_login_take\0").unwrap(),
                cancel: *library.get(b"ecr_login_cancel\0").unwrap(),
                free: *library.get(b"ecr_login_free\0").unwrap(),
                version: *library.get(b"ecr_login_version\0").unwrap(),
            }
        }
    })
}

/// Reads an answer and gives it back.
pub fn read(answer: *mut c_char) -> Value {
    assert!(!answer.is_null(), "an answer is never NULL");
    // SAFETY: an answer is NUL-terminated and lives until it is freed, here, once.
    unsafe {
        let text = CStr::from_ptr(answer).to_str().expect("answers are UTF-8").to_owned();
        (abi().free)(answer);
        assert!(text.is_ascii());
        serde_json::from_str(&text).expect("answers are JSON")
    }
}

/// A request's answer.
pub fn ask(request: &[u8]) -> Value {
    let request = CString::new(request).unwrap();
    // SAFETY: a NUL-terminated string that outlives the call.
    read(unsafe { (abi().ecr_login)(request.as_ptr()) })
}
