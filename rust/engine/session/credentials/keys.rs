//! Key pairs as they stand in a request, in the environment and in a profile.

use super::broken::broken;
use super::context::Settled;
use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use crate::session::connection::Connection;
use crate::session::sdk_store::{Kind, StoreProfile};
use aws_credential_types::Credentials;
use aws_runtime::env_config::section::Profile;

/// The key pair of the request.
pub fn of_request(connection: &Connection) -> Option<Settled> {
    let (key, secret, token) = connection.keys.as_ref()?;
    let token = token.as_ref().map(|t| t.expose().to_owned());
    let source = connection.credentials_source.clone().unwrap_or_else(|| "parameters".to_owned());
    Some(Settled { keys: Credentials::new(key, secret.expose(), token, None, "EcrLogin"), source })
}

/// The key pair of a profile of the AWS SDK for .NET's own store.
pub fn of_store(store: &StoreProfile) -> Option<Settled> {
    let Kind::Keys(key, secret, token) = &store.kind else { return None };
    let token = token.as_ref().map(|token| token.expose().to_owned());
    let source = format!("profile '{}' of the AWS SDK for .NET", printable(&store.name));
    Some(Settled { keys: Credentials::new(key.expose(), secret.expose(), token, None, "SdkStore"), source })
}

/// The key pair of the environment.
///
/// # Errors
/// For half a pair.
pub fn of_environment(connection: &Connection, tried: &mut Vec<String>) -> Result<Option<Settled>, Error> {
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

/// The key pair that stands in a profile.
///
/// # Errors
/// For half a pair.
pub fn of_profile(name: &str, profile: &Profile) -> Result<Option<Settled>, Error> {
    let value = |key| profile.get(key).map(str::trim).filter(|v| !v.is_empty());
    match (value("aws_access_key_id"), value("aws_secret_access_key")) {
        (None, None) => Ok(None),
        (Some(key), Some(secret)) => {
            let token = value("aws_session_token").or_else(|| value("aws_security_token")).map(str::to_owned);
            let keys = Credentials::new(key, secret, token, None, "Profile");
            Ok(Some(Settled { keys, source: format!("keys of the profile '{}'", printable(name)) }))
        }
        (key, _) => {
            let missing = if key.is_some() { "aws_secret_access_key" } else { "aws_access_key_id" };
            Err(broken(name, &format!("holds half a key pair: {missing} is missing")))
        }
    }
}
