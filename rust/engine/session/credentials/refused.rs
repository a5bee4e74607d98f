//! Keys that a service has refused. A session that they are of is not used again; those of others are.

use crate::base::error::{Code, Error};
use crate::base::fingerprint::{self, Fingerprint};
use crate::base::lock::lock;
use crate::base::recent::Recent;
use aws_credential_types::Credentials;
use once_cell::sync::Lazy;
use std::sync::Mutex;

/// The most keys that are kept in mind.
const MAX_KEYS: usize = 64;

static REFUSED: Lazy<Mutex<Recent<Fingerprint, ()>>> = Lazy::new(|| Mutex::new(Recent::new(MAX_KEYS)));

/// What keys are known by.
#[derive(Clone, Copy)]
pub struct Signer(Fingerprint);

impl Signer {
    /// The holder of these keys.
    pub fn of(keys: &Credentials) -> Self {
        Signer(fingerprint::of(&(keys.access_key_id(), keys.session_token())))
    }

    /// Whether a service has refused them before.
    pub fn is_refused(self) -> bool {
        lock(&REFUSED).get(&self.0, |()| true).is_some()
    }

    /// Whether an error is a refusal of the keys that the call was signed with; they are not used again then.
    pub fn is_refused_by(self, error: &Error) -> bool {
        let refused = matches!(error.code, Code::ExpiredToken | Code::UnrecognizedClient | Code::InvalidSignature);
        if refused {
            lock(&REFUSED).insert(self.0, ());
        }
        refused
    }
}
