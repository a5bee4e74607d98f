//! What every source of credentials gets and gives.

use crate::base::error::{Code, Error};
use crate::session::answers::Answers;
use crate::session::connection::Connection;
use crate::session::settings::Settings;
use aws_config::Region;
use aws_credential_types::Credentials;
use std::sync::atomic::{AtomicBool, Ordering};

/// What every source of credentials may need.
pub struct Context<'a> {
    /// Whose credentials are looked for.
    pub connection: &'a Connection,
    /// The files, the client and the rest that is settled already.
    pub settings: &'a Settings,
    /// The region that STS is asked in.
    pub region: &'a Region,
    /// What the user was asked for.
    pub answers: &'a Answers,
    /// Whether a role's session took part that had been kept, here or in the AWS CLI's cache: one that a service may have
    /// ended since.
    pub has_kept: AtomicBool,
}

impl Context<'_> {
    /// Says that a session which had been kept takes part.
    pub fn takes_kept(&self) {
        self.has_kept.store(true, Ordering::Relaxed);
    }
}

/// Credentials and where they came from.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The keys, with their session token and expiry where they have one.
    pub keys: Credentials,
    /// The source, in words.
    pub source: String,
}

impl Settled {
    /// Refuses keys that cannot stand in a header: the SDK would panic when it signs with them.
    ///
    /// # Errors
    /// [`Code::CredentialsFailed`].
    pub fn check(&self) -> Result<(), Error> {
        let keys = &self.keys;
        let visible = |text: &str| text.bytes().all(|b| b.is_ascii_graphic());
        if visible(keys.access_key_id()) && keys.session_token().is_none_or(visible) {
            return Ok(());
        }
        let message = format!("The credentials hold characters that keys do not have ({}).", self.source);
        Err(Error::new(Code::CredentialsFailed, message))
    }
}
