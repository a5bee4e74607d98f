//! The credential helper's verbs: which login serves a host, what is kept of logins on disk, and what is left to the next
//! store.

mod answers;
mod clock;
mod errand;
mod explained;
mod failed;
pub mod kept;
mod key;
mod pull;
mod server;
pub mod shelf;
mod verbs;

pub use errand::{Errand, kept_login};
pub use pull::Pulled;
pub use verbs::{Helper, Look};
