//! What came of a login or logout.

use serde::Serialize;

/// What was done with a login.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
pub enum Status {
    /// Logged in.
    Succeeded,
    /// Nothing: a credential helper serves the host.
    NotNeeded,
    /// Logged out.
    Removed,
    /// Nothing: there was no login.
    NotFound,
    /// Logged out by a client that does not say whether there was a login.
    Unknown,
}
