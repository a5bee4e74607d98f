//! The C ABI: pointers in, pointers out, and nothing else. The only file with unsafe code.
//!
//! The contract for callers stands in `include/ecr_login.h`, which is made from this file.
#![allow(unsafe_code)]

use crate::calls::{self, Waited};
use crate::panics::fence;
use ecr_engine::{Answer, Code, Error, error_answer};
use std::ffi::{CStr, CString, c_char};
use std::sync::OnceLock;
use std::time::Duration;
use zeroize::Zeroize;

const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
    Ok(version) => version,
    Err(_) => panic!("the version holds a NUL"),
};

/// Runs a request and returns its answer; blocks until it is there.
///
/// `json_params`: a request, UTF-8, NUL-terminated; NULL is answered with an error.
/// Returns an answer, never NULL; give it back with ecr_login_free().
///
/// # Safety
/// `json_params` is NULL or points to a NUL-terminated string that does not change during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecr_login(json_params: *const c_char) -> *mut c_char {
    answer_of(|| {
        // SAFETY: the caller keeps the contract above.
        Ok(calls::run_blocking(unsafe { request_bytes(json_params) }?))
    })
}

/// Starts a request in the background and returns its handle at once.
///
/// `json_params`: as for ecr_login(); it is read before the function returns.
/// Returns a handle, also for a bad request: its answer is then an error. Every handle ends
/// by ecr_login_take() or ecr_login_cancel().
///
/// # Safety
/// `json_params` is NULL or points to a NUL-terminated string that does not change during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecr_login_start(json_params: *const c_char) -> u64 {
    fenced(|| {
        // SAFETY: the caller keeps the contract above.
        Ok(match unsafe { request_bytes(json_params) } {
            Ok(bytes) => calls::start(bytes),
            Err(error) => calls::failed(error),
        })
    })
    .unwrap_or(0)
}

/// Waits until the answer of a call can be taken.
///
/// `call`: a handle of ecr_login_start(). `ms`: how long to wait, in milliseconds;
/// 0 only looks, UINT32_MAX waits without end.
/// Returns 1 when the answer is ready, 0 when it is not yet, -1 when there is no such call:
/// never started, taken, or cancelled, also while waiting.
#[unsafe(no_mangle)]
pub extern "C" fn ecr_login_wait(call: u64, ms: u32) -> i32 {
    let limit = (ms != u32::MAX).then(|| Duration::from_millis(ms.into()));
    match fenced(|| Ok(calls::wait(call, limit))) {
        Ok(Waited::Ready) => 1,
        Ok(Waited::NotYet) => 0,
        Ok(Waited::NoSuchCall) | Err(_) => -1,
    }
}

/// Tells how far a call is: how many registries are done, and how many there are; of an operation without
/// registries, calls. Both are 0 until that is known. Never waits for the call.
///
/// `call`: a handle of ecr_login_start(). `done`, `total`: where the counts go; either may be NULL.
/// Returns 1, or -1 when there is no such call; then nothing is written.
///
/// # Safety
/// `done` and `total` are each NULL or point to a uint32_t that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecr_login_progress(call: u64, done: *mut u32, total: *mut u32) -> i32 {
    let Ok(Some(counts)) = fenced(|| Ok(calls::progress(call))) else { return -1 };
    for (place, count) in [(done, counts.0), (total, counts.1)] {
        if !place.is_null() {
            // SAFETY: not NULL, and the caller lets it be written.
            unsafe { place.write(count) };
        }
    }
    1
}

/// Returns the answer of a call, waiting for it if need be. The handle is gone after it.
///
/// Of two threads that take one handle, one gets the answer; the other, like every taker of
/// an unknown handle, gets an answer with the error UnknownCall.
/// Returns an answer, never NULL; give it back with ecr_login_free().
#[unsafe(no_mangle)]
pub extern "C" fn ecr_login_take(call: u64) -> *mut c_char {
    answer_of(|| Ok(calls::take(call)))
}

/// Ends a call, its connection and its handle. Threads that wait for it get -1, a taker
/// gets the error UnknownCall. Unknown handles are ignored.
#[unsafe(no_mangle)]
pub extern "C" fn ecr_login_cancel(call: u64) {
    // Nothing can be reported here, and a child of fork() has no call to cancel.
    let _ = fenced(|| {
        calls::cancel(call);
        Ok(())
    });
}

/// Wipes an answer and gives its memory back. NULL is fine.
///
/// # Safety
/// `answer` is NULL, or came from this copy of the library, unchanged in length, and was not freed before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecr_login_free(answer: *mut c_char) {
    if answer.is_null() {
        return;
    }
    // SAFETY: the caller passes what CString::into_raw gave out in answer_of, once.
    let answer = unsafe { CString::from_raw(answer) };
    answer.into_bytes_with_nul().zeroize();
}

/// Returns the version of the library, such as "1.2.3"; static, never freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecr_login_version() -> *const c_char {
    VERSION.as_ptr()
}

/// # Safety
/// As for [`ecr_login`]; the bytes live as long as the caller's string.
unsafe fn request_bytes<'a>(json_params: *const c_char) -> Result<&'a [u8], Error> {
    if json_params.is_null() {
        return Err(Error::new(Code::InvalidRequest, "The request is NULL."));
    }
    // SAFETY: not NULL, and NUL-terminated by the caller's contract.
    Ok(unsafe { CStr::from_ptr(json_params) }.to_bytes())
}

fn answer_of(body: impl FnOnce() -> Result<Answer, Error>) -> *mut c_char {
    let answer = fenced(body).unwrap_or_else(error_answer);
    // An exact copy: CString must not grow, and so leave an unwiped buffer, when it adds its NUL.
    let mut bytes = Vec::with_capacity(answer.len() + 1);
    bytes.extend_from_slice(answer.as_bytes());
    CString::new(bytes).unwrap_or_default().into_raw()
}

/// Every export but free and version runs in here: no panic passes, and no call in a child of fork().
fn fenced<T>(body: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    if is_forked() {
        return Err(Error::new(Code::Forked, "The library was loaded before this process was forked off."));
    }
    fence(body).and_then(|result| result)
}

/// Whether this is a child of the process that made the first call: its threads stayed behind there.
fn is_forked() -> bool {
    static OWNER: OnceLock<u32> = OnceLock::new();
    let here = std::process::id();
    let owner = OWNER.get_or_init(|| {
        pin();
        here
    });
    *owner != here
}

/// Keeps the library loaded for the life of the process, since its thread is; elsewhere the linker sees to that.
#[cfg(windows)]
fn pin() {
    use windows_sys::Win32::System::LibraryLoader::{
        GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, GET_MODULE_HANDLE_EX_FLAG_PIN, GetModuleHandleExW,
    };
    let flags = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN;
    let mut module = std::ptr::null_mut();
    // SAFETY: with this flag the name is an address, here one of this library; the handle is written to a local.
    unsafe { GetModuleHandleExW(flags, pin as *const () as *const u16, &mut module) };
}

#[cfg(not(windows))]
fn pin() {}
