//! What the user was asked for.

use crate::base::confided::confide;
use crate::base::lock::lock;
use crate::base::secret::Secret;
use std::sync::Mutex;

/// What the user was asked for. No part of the connection: a session that came about with it serves later
/// calls without it. Each answer serves once.
#[derive(Default)]
pub struct Answers {
    mfa_code: Mutex<Option<Secret>>,
    saml: Mutex<Option<SamlAnswer>>,
}

/// An identity provider's answer.
pub struct SamlAnswer {
    /// In base64.
    pub assertion: Secret,
    /// The provider's ARN that the assertion names beside the role.
    pub principal_arn: String,
}

impl Answers {
    /// A one-time code and an identity provider's answer, as far as there are any.
    pub fn new(mfa_code: Option<Secret>, saml: Option<SamlAnswer>) -> Self {
        Answers { mfa_code: Mutex::new(mfa_code), saml: Mutex::new(saml) }
    }

    /// The one-time code.
    pub fn take_mfa_code(&self) -> Option<Secret> {
        let code = lock(&self.mfa_code).take();
        confide(code.clone());
        code
    }

    /// The identity provider's answer.
    pub fn take_saml(&self) -> Option<SamlAnswer> {
        lock(&self.saml).take()
    }
}
