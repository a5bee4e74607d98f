//! The secrets that a call has worked with, so that neither its errors nor its log repeat what others say of them.

use super::known::without;
use super::secret::Secret;
use std::cell::RefCell;

tokio::task_local! {
    static CONFIDED: RefCell<Vec<Secret>>;
}

/// What comes of a call, and the secrets that were confided during it.
pub async fn confiding<F: Future>(call: F) -> (F::Output, Vec<Secret>) {
    CONFIDED.scope(RefCell::default(), async { (call.await, CONFIDED.with(RefCell::take)) }).await
}

/// Notes secrets of the call under way, where there is one.
pub fn confide(secrets: impl IntoIterator<Item = Secret>) {
    let _ = CONFIDED.try_with(|known| known.borrow_mut().extend(secrets));
}

/// The text without the secrets that were confided so far.
pub fn without_confided(text: &str) -> String {
    CONFIDED
        .try_with(|known| without(text, known.borrow().iter().map(Secret::expose)))
        .unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_confided_is_known_until_the_call_is_over() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let confided = |text: &str| Some(Secret::from(text.to_owned()));
        let call = confiding(async {
            confide(confided("hunter2"));
            without_confided("it is hunter2")
        });
        let (told, secrets) = runtime.block_on(call);
        assert_eq!((told.as_str(), secrets.len()), ("it is ***", 1));
        confide(confided("hunter3"));
        assert_eq!(without_confided("it is hunter2"), "it is hunter2");
    }
}
