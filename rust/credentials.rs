//! Settles credentials before the service is asked, so that a failure says where they were looked for.
//!
//! The order is that of the AWS CLI v2: keys of the request, environment keys (unless the user
//! named a profile), the profile, container credentials, instance metadata.

mod login;
mod process;
mod profile;
mod role;
mod saml;
mod sdk;
mod sso;
mod sts;
mod web_identity;

use crate::config::Settings;
use crate::connection::{Answers, Connection};
use crate::error::{Code, Error};
use crate::response::Needs;
use aws_config::Region;
use aws_credential_types::Credentials;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use std::time::SystemTime;

pub use sts::forget as forget_role_sessions;

/// Credentials and where they came from.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The keys, with their session token and expiry where they have one.
    pub keys: Credentials,
    /// The source, in words.
    pub source: String,
}

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
}

/// Finds the credentials of a connection.
///
/// # Errors
/// [`Code::NoCredentials`] with the reason of every source that was tried, [`Code::CredentialsFailed`] or a
/// more exact code when a source was there and failed; or what the user must be asked for.
pub async fn settle(context: &Context<'_>) -> Result<Settled, Halt> {
    let settled = find(context).await?;
    check(&settled)?;
    Ok(settled)
}

/// Refuses keys that cannot stand in a header: the SDK would panic when it signs with them.
fn check(settled: &Settled) -> Result<(), Error> {
    let keys = &settled.keys;
    let visible = |text: &str| text.bytes().all(|b| b.is_ascii_graphic());
    if visible(keys.access_key_id()) && keys.session_token().is_none_or(visible) {
        return Ok(());
    }
    let message = format!("The credentials hold characters that keys do not have ({}).", settled.source);
    Err(Error::new(Code::CredentialsFailed, message))
}

async fn find(context: &Context<'_>) -> Result<Settled, Halt> {
    if let Some(keys) = of_request(context.connection) {
        return Ok(keys);
    }
    if let Some(provider) = saml::Provider::of_request(context) {
        return provider.credentials(context).await;
    }
    let mut tried = Vec::new();
    if context.settings.profile_named {
        tried.push("environment keys: out of play, since a profile is named".to_owned());
    } else if let Some(keys) = of_environment(context.connection, &mut tried)? {
        return Ok(keys);
    }
    if let Some(keys) = profile::credentials(context, &mut tried).await? {
        return Ok(keys);
    }
    if let Some(keys) = sdk::container(context, &mut tried).await? {
        return Ok(keys);
    }
    if let Some(keys) = sdk::instance_metadata(context, &mut tried).await? {
        return Ok(keys);
    }
    Err(nothing_found(tried).into())
}

/// A time as `credential_process` and token caches write it: ISO 8601.
fn time_of(text: &str) -> Option<SystemTime> {
    let time = DateTime::from_str(text, Format::DateTimeWithOffset).ok()?;
    SystemTime::try_from(time).ok()
}

fn of_request(connection: &Connection) -> Option<Settled> {
    let (key, secret, token) = connection.keys.as_ref()?;
    let token = token.as_ref().map(|t| t.expose().to_owned());
    let source = connection.credentials_source.clone().unwrap_or_else(|| "parameters".to_owned());
    Some(Settled { keys: Credentials::new(key, secret.expose(), token, None, "EcrLogin"), source })
}

fn of_environment(connection: &Connection, tried: &mut Vec<String>) -> Result<Option<Settled>, Error> {
    let env = &connection.env;
    let secret = env.get("AWS_SECRET_ACCESS_KEY").or_else(|| env.get("SECRET_ACCESS_KEY"));
    match (env.get("AWS_ACCESS_KEY_ID"), secret) {
        (None, None) => {
            tried.push("environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set".to_owned());
            Ok(None)
        }
        (Some(key), Some(secret)) => {
            let token = env
                .get("AWS_SESSION_TOKEN")
                .or_else(|| env.get("AWS_SECURITY_TOKEN"))
                .map(|token| token.trim().to_owned());
            let keys = Credentials::new(key.trim(), secret.trim(), token, None, "Environment");
            Ok(Some(Settled { keys, source: "environment variables".to_owned() }))
        }
        (key, _) => {
            let missing = if key.is_some() { "AWS_SECRET_ACCESS_KEY" } else { "AWS_ACCESS_KEY_ID" };
            let message = format!("The environment holds half a key pair: {missing} is not set.");
            Err(Error::new(Code::CredentialsFailed, message).hint("Set both variables, or neither."))
        }
    }
}

fn nothing_found(tried: Vec<String>) -> Error {
    let message = format!("No credentials were found. Tried: {}.", tried.join("; "));
    Error::new(Code::NoCredentials, message).details(tried)
}
