//! The credential helper's verbs: which login serves a host, what is kept of logins on disk, and what is left to the next
//! store.

mod answers;
mod errand;
mod failed;
mod helper;
mod key;
pub mod kept;
mod server;
pub mod shelf;

pub use errand::Errand;
pub use helper::{Helper, Look};
