//! Keys that a service has refused. A session that they are of is not used again there; those of others are.

use super::context::Context;
use crate::base::error::{Code, Error};
use crate::base::fingerprint::{self, Fingerprint};
use crate::base::lock::lock;
use crate::base::recent::Recent;
use crate::session::connection::Connection;
use aws_credential_types::Credentials;
use once_cell::sync::Lazy;
use std::sync::Mutex;

/// The most keys that are kept in mind.
const MAX_KEYS: usize = 64;

static REFUSED: Lazy<Mutex<Recent<Fingerprint, ()>>> = Lazy::new(|| Mutex::new(Recent::new(MAX_KEYS)));

/// What keys are known by, and where they are shown: one endpoint's word is none of another's, and a session may have
/// cost a one-time code.
#[derive(Clone, Copy)]
pub struct Signer(Fingerprint);

impl Signer {
    /// The holder of these keys.
    pub fn of(keys: &Credentials, context: &Context<'_>) -> Self {
        let Connection { endpoint_url, public, .. } = context.connection;
        let place = (context.region.as_ref(), endpoint_url, public);
        Signer(fingerprint::of(&(keys.access_key_id(), keys.session_token(), place)))
    }

    /// Whether a service has refused them before.
    pub fn is_refused(self) -> bool {
        lock(&REFUSED).get(&self.0, |()| true).is_some()
    }

    /// Notes that a service has refused them.
    pub fn refuse(self) {
        lock(&REFUSED).insert(self.0, ());
    }
}

/// Whether an error says that the keys of a call are no good.
pub fn is_refusal(error: &Error) -> bool {
    matches!(error.code, Code::ExpiredToken | Code::UnrecognizedClient | Code::InvalidSignature)
}
