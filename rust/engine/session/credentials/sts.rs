//! What all calls of AWS STS share: the client, the sessions kept, the errors.

use super::context::Context;
use super::refused::Signer;
use super::role::Role;
use crate::base::epoch::Epoch;
use crate::base::error::{Code, Error};
use crate::base::fingerprint::{self, Fingerprint};
use crate::base::lock::lock;
use crate::base::printable::printable;
use crate::base::recent::Recent;
use crate::service::failure;
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_sts::config::IdentityCache;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use once_cell::sync::Lazy;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The most role sessions that are kept.
const MAX_SESSIONS: usize = 64;

/// A session this close to its end is not used again.
const EXPIRY_MARGIN: Duration = Duration::from_secs(300);

static SESSIONS: Lazy<Mutex<Recent<Fingerprint, Credentials>>> = Lazy::new(|| Mutex::new(Recent::new(MAX_SESSIONS)));

/// What a role session is known by, and since when it is looked for.
pub struct SessionKey(Fingerprint, Epoch);

impl SessionKey {
    /// The key of a role that the holder of some secrets assumes at the STS that the connection reaches.
    pub fn new(context: &Context<'_>, role: &Role, holder: &[Option<&str>]) -> Self {
        let connection = context.connection;
        let endpoints = ["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"].map(|name| connection.env.get(name));
        let profile = context.settings.profiles.get(&context.settings.profile);
        let configured = ["endpoint_url", "services"].map(|key| profile?.get(key));
        let way = (&context.settings.way, connection.use_fips, connection.use_dual_stack);
        SessionKey(fingerprint::of(&(role, holder, endpoints, configured, way)), Epoch::now())
    }

    /// The session, if it is kept, lasts, and no service has refused it.
    pub fn kept(&self, context: &Context<'_>) -> Option<Credentials> {
        let found = sessions().get(&self.0, |keys| serves(keys, context))?;
        context.takes_kept();
        Some(found)
    }

    /// Keeps a session for the next call.
    pub fn keep(&self, keys: &Credentials) {
        let mut sessions = sessions();
        if self.1.lasts() {
            sessions.insert(self.0, keys.clone());
        }
    }
}

/// Whether a session that was kept still serves: it lasts, and no service has refused it.
pub fn serves(keys: &Credentials, context: &Context<'_>) -> bool {
    let lasts = keys.expiry().is_none_or(|end| SystemTime::now() + EXPIRY_MARGIN < end);
    lasts && !Signer::of(keys, context).is_refused()
}

/// Forgets every role session.
pub fn forget() {
    sessions().take();
}

fn sessions() -> MutexGuard<'static, Recent<Fingerprint, Credentials>> {
    lock(&SESSIONS)
}

/// A client that signs with these keys, or not at all.
pub async fn client(context: &Context<'_>, keys: Option<Credentials>) -> aws_sdk_sts::Client {
    let loader = context.settings.loader(&context.connection.env).region(context.region.clone());
    let loader = match keys {
        Some(keys) => loader.credentials_provider(SharedCredentialsProvider::new(keys)),
        None => loader.no_credentials(),
    };
    let config = aws_sdk_sts::config::Builder::from(&loader.load().await).identity_cache(IdentityCache::no_cache());
    aws_sdk_sts::Client::from_conf(config.build())
}

/// The role's session name, or one of ours.
pub fn session_name(role: &Role) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    role.session_name.clone().unwrap_or_else(|| format!("EcrLogin-{}", now.as_secs()))
}

/// The keys of an answer.
///
/// # Errors
/// [`Code::CredentialsFailed`] when it has none.
pub fn keys(role: &Role, given: Option<&aws_sdk_sts::types::Credentials>) -> Result<Credentials, Error> {
    let given = given.ok_or_else(|| {
        Error::new(
            Code::CredentialsFailed,
            format!("AWS STS answered without keys for the role {}.", printable(&role.arn)),
        )
    })?;
    let expiry = SystemTime::try_from(*given.expiration()).ok();
    let token = Some(given.session_token().to_owned());
    Ok(Credentials::new(given.access_key_id(), given.secret_access_key(), token, expiry, "STS"))
}

/// Why a role could not be assumed; of the secret that the call was made with, nothing is repeated.
pub fn failed<E>(role: &Role, operation: &str, secret: &str, error: &SdkError<E, HttpResponse>) -> Error
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    let mut ours = failure::of_call(&[secret], "AWS STS", error);
    let wrong_code = error.message().is_some_and(|text| text.contains("MultiFactorAuthentication failed"));
    if wrong_code {
        ours.code = Code::MfaCodeInvalid;
        ours.hint = Code::MfaCodeInvalid.hint().to_owned();
    } else if ours.code == Code::AccessDenied {
        ours.hint =
            format!("The principal needs the permission sts:{operation} on the role, and the role must trust it.");
    } else if matches!(ours.code, Code::ServiceError | Code::InvalidServiceParameter)
        && ours.http_status.is_some_and(|status| status < 500)
    {
        // What STS finds wrong with a request stays wrong.
        ours.code = Code::CredentialsFailed;
        ours.hint = "Check the role, its trust policy and what the profile says of it.".to_owned();
        ours.retryable = false;
    }
    ours.message =
        format!("The role {} of {} could not be assumed. {}", printable(&role.arn), role.described_in, ours.message);
    ours
}
