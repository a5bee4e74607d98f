//! Panics of the engine's own threads, also those that a task ends with and nobody hears of.

use std::panic::{set_hook, take_hook};
use std::sync::{Mutex, Once, PoisonError};
use std::thread;

/// What the names of the engine's threads start with.
const ENGINE: &str = "ecr-login";

/// The SDK's crates: it runs in tasks of the engine alone, which looks after its panics.
const SDK: &str = "/aws-";

static FIRST: Mutex<Option<String>> = Mutex::new(None);

/// Notes panics from now on.
pub fn watch() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        // Installs the engine's hook, which is silent: ours has to come after it.
        ecr_abi::panics::fence(|| ()).expect("nothing panics");
        let engine = take_hook();
        set_hook(Box::new(move |info| {
            let of_engine = thread::current().name().is_some_and(|name| name.starts_with(ENGINE));
            if of_engine && !info.location().is_some_and(|place| place.file().contains(SDK)) {
                FIRST.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(info.to_string());
            }
            engine(info);
        }));
    });
}

/// Fails when there was one.
pub fn check() {
    let first = FIRST.lock().unwrap_or_else(PoisonError::into_inner).take();
    assert_eq!(first, None, "the engine panicked");
}
