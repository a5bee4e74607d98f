//! The fence that keeps a panic from leaving the engine or printing anything.

use ecr_engine::{Code, Error};
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static FENCED: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `body`; a panic in it becomes [`Code::Internal`] with the file and line of the panic, never its message.
///
/// # Errors
/// That error.
pub fn fence<T>(body: impl FnOnce() -> T) -> Result<T, Error> {
    install_hook();
    let outer = FENCED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(body));
    FENCED.set(outer);
    result.map_err(|_| panicked())
}

/// Silences panics of the current thread for good: it is one of ours.
pub fn fence_thread() {
    install_hook();
    FENCED.set(true);
}

/// The error for a panic that was just caught on this thread.
pub fn panicked() -> Error {
    let place = PLACE.take().unwrap_or_else(|| "an unknown place".to_owned());
    Error::new(Code::Internal, format!("The engine failed at {place}."))
}

/// Panics of fenced threads stay silent; all others go to the hook that was there before.
fn install_hook() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let others = take_hook();
        set_hook(Box::new(move |info| {
            if FENCED.get() {
                PLACE.set(Some(place_of(info)));
            } else {
                others(info);
            }
        }));
    });
}

/// File and line, without the directories of the machine that built the library.
fn place_of(info: &PanicHookInfo<'_>) -> String {
    let Some(location) = info.location() else { return "an unknown place".to_owned() };
    let parts: Vec<&str> = location.file().split(['/', '\\']).collect();
    let file = parts[parts.len().saturating_sub(3)..].join("/");
    format!("{file}:{}", location.line())
}
