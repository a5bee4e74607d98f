//! Keeps a panic from printing: whatever goes wrong, a client reads an answer.

use ecr_engine::{Code, Error};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};

thread_local! {
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Notes where a panic was, and prints nothing. It is for the whole process.
pub fn silence_panics() {
    set_hook(Box::new(|info| PLACE.set(Some(place_of(info)))));
}

/// Runs `body`; a panic in it becomes [`Code::Internal`] with its file and line, where they are known, never its message.
pub fn fence<T>(body: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| {
        let place = PLACE.take().unwrap_or_else(|| "an unknown place".to_owned());
        Err(Error::new(Code::Internal, format!("The helper failed at {place}.")))
    })
}

/// File and line, without the folders of the machine that compiled them.
fn place_of(info: &PanicHookInfo<'_>) -> String {
    let Some(location) = info.location() else { return "an unknown place".to_owned() };
    let parts: Vec<&str> = location.file().split(['/', '\\']).collect();
    format!("{}:{}", parts[parts.len().saturating_sub(3)..].join("/"), location.line())
}
