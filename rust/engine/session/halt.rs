//! Why a session could not be opened.

use crate::base::error::Error;
use serde::Serialize;
use std::collections::BTreeMap;

/// Why credentials could not be settled.
#[derive(Debug)]
pub enum Halt {
    /// For good.
    Failed(Error),
    /// Until the user has answered.
    Needs(Needs),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Halt::Failed(error)
    }
}

/// What the user must be asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Needs {
    /// `mfa_code` or `saml_assertion`: the field that the next request must have.
    pub kind: &'static str,
    /// The profile that wants it.
    pub profile: String,
    /// What to tell the user: `serial` of the device; `endpoint`, `authentication_type`, `role_arn` and
    /// `user_identity` of the identity provider.
    pub detail: BTreeMap<String, String>,
}
