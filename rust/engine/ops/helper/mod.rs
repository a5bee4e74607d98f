//! The credential helper's verbs: which login serves a host, what is kept of logins on disk, and what is left to the next
//! store.

mod answers;
mod errand;
mod failed;
pub mod kept;
mod key;
mod server;
pub mod shelf;
mod verbs;

pub use errand::Errand;
pub use verbs::{Helper, Look};
