//! Panics of libraries, kept from ending a call.

use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;

/// The output of a future that runs on a thread of ours; none when it panics.
pub async fn caught<F: Future>(future: F) -> Option<F::Output> {
    AssertUnwindSafe(future).catch_unwind().await.ok()
}
