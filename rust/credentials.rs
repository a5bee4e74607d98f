//! Settles credentials before the service is asked, so that a failure says where they were looked for.

use crate::config::{Connection, Settings};
use crate::environment::Environment;
use crate::error::{Code, Error, printable};
use aws_config::Region;
use aws_config::meta::ProviderChainError;
use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError;
use std::error::Error as _;

/// Variables that would win over a profile which the user named.
const ENVIRONMENT_KEYS: &[&str] = &[
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
];

/// Credentials and where they came from.
pub struct Settled {
    /// The keys, with their session token and expiry where they have one.
    pub keys: Credentials,
    /// The source, in words.
    pub source: String,
    /// The profile that gave them.
    pub profile: Option<String>,
}

/// Finds the credentials of a connection: its own keys, else the profile it names, else the SDK's chain.
///
/// # Errors
/// [`Code::NoCredentials`] with every provider's reason, or [`Code::CredentialsFailed`].
pub async fn settle(connection: &Connection, settings: &Settings, region: &Region) -> Result<Settled, Error> {
    if let Some((key, secret, token)) = &connection.keys {
        let token = token.as_ref().map(|t| t.expose().to_owned());
        let keys = Credentials::new(key, secret.expose(), token, None, "parameters");
        return Ok(Settled { keys, source: "keys of the request".to_owned(), profile: None });
    }
    let env = in_force(connection, settings);
    let sdk = settings.loader(&env).region(region.clone()).load().await;
    let provider = sdk
        .credentials_provider()
        .ok_or_else(|| Error::new(Code::NoCredentials, "No provider of credentials is set up."))?;
    let keys = provider.provide_credentials().await.map_err(|e| failed(&e))?;
    let from_environment = env.get("AWS_ACCESS_KEY_ID").is_some() && env.get("AWS_SECRET_ACCESS_KEY").is_some();
    let uses_profile = !from_environment && settings.profiles.get(&settings.profile).is_some();
    Ok(Settled {
        source: if from_environment {
            "environment variables".to_owned()
        } else {
            format!("SDK chain, profile '{}'", settings.profile)
        },
        profile: uses_profile.then(|| settings.profile.clone()),
        keys,
    })
}

fn in_force(connection: &Connection, settings: &Settings) -> Environment {
    if settings.profile_named { connection.env.without(ENVIRONMENT_KEYS) } else { connection.env.clone() }
}

fn failed(error: &CredentialsError) -> Error {
    let tried: Vec<String> = error
        .source()
        .and_then(|s| s.downcast_ref::<ProviderChainError<CredentialsError>>())
        .map(|chain| chain.attempts().iter().map(|a| format!("{}: {}", a.name(), reasons(a.error()))).collect())
        .unwrap_or_default();
    if matches!(error, CredentialsError::CredentialsNotLoaded(_)) {
        return Error::new(Code::NoCredentials, "No credentials were found.").details(tried);
    }
    Error::new(Code::CredentialsFailed, format!("The credentials could not be loaded: {}.", reasons(error)))
        .details(tried)
}

/// The causes of an error, outermost first.
fn reasons(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    printable(&text)
}
