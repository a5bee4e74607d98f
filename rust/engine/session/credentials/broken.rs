//! Profiles that cannot be used.

use crate::base::error::{Code, Error};
use crate::base::printable::printable;

/// A profile that cannot be used.
pub fn broken(name: &str, what: &str) -> Error {
    Error::new(Code::CredentialsFailed, format!("The profile '{}' {what}.", printable(name)))
        .hint("Correct the profile in the shared config file.")
}
