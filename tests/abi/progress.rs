//! How far a call is, as the host reads it while the call runs.

use crate::library::{abi, read};
use crate::requests::request;
use local_ecr::{LocalEcr, Settings};
use serde_json::json;
use std::ffi::CString;
use std::ptr::null_mut;
use std::time::{Duration, Instant};

fn progress(call: u64) -> Option<(u32, u32)> {
    let (mut done, mut total) = (0, 0);
    // SAFETY: two locals.
    (unsafe { (abi().progress)(call, &mut done, &mut total) } == 1).then_some((done, total))
}

#[test]
fn registries_are_counted_as_their_calls_end() {
    let ecr = LocalEcr::start(Settings { delay_ms: 100, ..Settings::default() });
    // More than are asked for at once: the first are done while the others take their time.
    let ids: Vec<String> = (1..=505).map(|n| format!("{n:012}")).collect();
    let request = CString::new(request(&ecr, json!({ "registry_ids": ids })).to_string()).unwrap();
    // SAFETY: a NUL-terminated string that outlives the call.
    let call = unsafe { (abi().start)(request.as_ptr()) };
    let started = Instant::now();
    let mut seen = Vec::new();
    while (abi().wait)(call, 5) == 0 {
        assert!(started.elapsed() < Duration::from_secs(60), "the call ends");
        seen.extend(progress(call));
    }
    assert!(seen.is_sorted(), "never backwards: {seen:?}");
    assert!(seen.iter().any(|(done, total)| *done > 0 && *done < 505 && *total == 505), "part of the way: {seen:?}");
    assert_eq!(progress(call), Some((505, 505)));
    // SAFETY: NULL is allowed.
    assert_eq!(unsafe { (abi().progress)(call, null_mut(), null_mut()) }, 1);
    read((abi().take)(call));
    assert_eq!(progress(call), None);
}

#[test]
fn a_call_that_cannot_start_has_nothing_to_do() {
    // SAFETY: a NUL-terminated constant.
    let call = unsafe { (abi().start)(c"{".as_ptr()) };
    assert_eq!(progress(call), Some((0, 0)));
    (abi().cancel)(call);
    assert_eq!(progress(call), None);
}
