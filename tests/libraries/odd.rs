//! A library with the functions of the engine's that answers what the engine would not: what is in the file that ODD_ANSWER
//! names. It is of the version that ODD_VERSION says, and with ODD_STARTS_NOTHING starts no call.
#![allow(unsafe_code, clippy::disallowed_methods)]

use std::env;
use std::ffi::{CString, c_char};
use std::fs;

/// Starts the one call that there is.
#[unsafe(no_mangle)]
pub extern "C" fn ecr_login_start(_request: *const c_char) -> u64 {
    u64::from(env::var_os("ODD_STARTS_NOTHING").is_none())
}

/// The call has ended.
#[unsafe(no_mangle)]
pub extern "C" fn ecr_login_wait(_call: u64, _milliseconds: u32) -> i32 {
    1
}

/// Nothing was to be done.
#[unsafe(no_mangle)]
pub extern "C" fn ecr_login_progress(_call: u64, done: &mut u32, total: &mut u32) -> i32 {
    (*done, *total) = (0, 0);
    1
}

/// Gives the answer, which lives as long as the process.
#[unsafe(no_mangle)]
pub extern "C" fn ecr_login_take(_call: u64) -> *mut c_char {
    text(fs::read(env::var_os("ODD_ANSWER").expect("a file")).expect("an answer"))
}

/// Ends nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecr_login_cancel(_call: u64) {}

/// Frees nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecr_login_free(_text: *mut c_char) {}

/// The version that it was told.
#[unsafe(no_mangle)]
pub extern "C" fn ecr_login_version() -> *const c_char {
    text(env::var("ODD_VERSION").unwrap_or_default().into_bytes())
}

fn text(bytes: Vec<u8>) -> *mut c_char {
    CString::new(bytes).expect("no NUL").into_raw()
}
