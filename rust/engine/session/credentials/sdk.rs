//! The SDK's own providers, one at a time: each gets an environment and a profile in which only it can answer.

use super::context::{Context, Settled};
use super::keys;
use super::role::RoleSource;
use crate::base::caught::caught;
use crate::base::confided::confide;
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::files;
use crate::base::known::without;
use crate::base::printable::printable;
use crate::base::redact::redact_runs;
use crate::base::secret::Secret;
use crate::session::halt::Halt;
use aws_config::meta::ProviderChainError;
use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_types::error::metadata::ErrorMetadata;
use std::error::Error as _;
use std::path::Path;

/// Variables by which a provider of the SDK's chain answers.
const KEYS: &[&str] = &[
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
    "AWS_PROFILE",
];
const CONTAINER: &[&str] = &["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"];
const ENDPOINTS: &[&str] =
    &["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_SSO_OIDC", "AWS_ENDPOINT_URL_SIGNIN"];
const NO_METADATA: (&str, &str) = ("AWS_EC2_METADATA_DISABLED", "true");

/// The name of the one profile that a provider sees; no profile of the user's can have it.
const ALONE: &str = "%";

/// The credentials of the container's agent, where its variables are set.
///
/// # Errors
/// When they are set and the agent gives none.
pub async fn container(context: &Context<'_>, tried: &mut Vec<String>) -> Result<Option<Settled>, Halt> {
    let env = &context.connection.env;
    if !CONTAINER.iter().any(|name| env.get(name).is_some()) {
        tried.push("container: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and _FULL_URI are not set".to_owned());
        return Ok(None);
    }
    let keys = ask(context, &env.without(KEYS).with(&[NO_METADATA]), "").await.map_err(|e| {
        let error = failed("The container's credentials could not be loaded", &e, &container_secrets(env));
        error.hint("Check the variables AWS_CONTAINER_CREDENTIALS_* and AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE.")
    })?;
    Ok(Some(Settled { keys, source: "container credentials".to_owned() }))
}

/// What the container's agent is shown.
fn container_secrets(env: &Environment) -> Vec<Secret> {
    let file = env.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").map(Path::new);
    let read = file.and_then(|file| files::read(file).ok()).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let given = env.get("AWS_CONTAINER_AUTHORIZATION_TOKEN").map(str::to_owned);
    [given, read].into_iter().flatten().map(|token| Secret::from(token).trimmed()).collect()
}

/// The credentials of the EC2 instance.
///
/// # Errors
/// When the metadata service answers with something else.
pub async fn instance_metadata(context: &Context<'_>, tried: &mut Vec<String>) -> Result<Option<Settled>, Halt> {
    let env = context.settings.metadata_env(&context.connection.env.without(KEYS).without(CONTAINER));
    match ask(context, &env, "").await {
        Ok(keys) => Ok(Some(Settled { keys, source: "instance metadata".to_owned() })),
        Err(error) if matches!(error, CredentialsError::CredentialsNotLoaded(_)) => {
            tried.push(format!("instance metadata: {}", reason(&error, &[])));
            Ok(None)
        }
        Err(error) => Err(failed("The instance's credentials could not be loaded", &error, &[]).into()),
    }
}

/// The credentials of a `credential_source`.
///
/// # Errors
/// When that source gives none.
pub async fn named_source(context: &Context<'_>, source: &RoleSource) -> Result<Settled, Halt> {
    let mut tried = Vec::new();
    let found = match source {
        RoleSource::Environment => keys::of_environment(context.connection, &mut tried)?,
        RoleSource::Container => container(context, &mut tried).await?,
        RoleSource::InstanceMetadata => instance_metadata(context, &mut tried).await?,
        RoleSource::Profile(_)
        | RoleSource::WebIdentity(_)
        | RoleSource::ServiceAccount
        | RoleSource::Saml(_)
        | RoleSource::Connection => None,
    };
    found.ok_or_else(|| {
        let message = format!("The credential_source of the profile gives no credentials: {}.", tried.join("; "));
        Error::new(Code::CredentialsFailed, message).into()
    })
}

/// What a profile of these lines gives, with nothing else in reach.
///
/// # Errors
/// The SDK's own.
pub async fn of_profile_text(context: &Context<'_>, lines: &str) -> Result<Credentials, CredentialsError> {
    let env = context.connection.env.without(KEYS).without(CONTAINER).with(&[NO_METADATA]);
    // The SDK's inner clients do not know the switch.
    let env = if context.settings.ignores_endpoints { env.without(ENDPOINTS) } else { env };
    ask(context, &env, lines).await
}

async fn ask(context: &Context<'_>, env: &Environment, lines: &str) -> Result<Credentials, CredentialsError> {
    let text = format!("[profile {ALONE}]\n{}{lines}", endpoint_lines(context));
    let files = context.settings.profiles.files_with(text);
    let loader = context.settings.loader(env).profile_files(files).profile_name(ALONE);
    let sdk = loader.region(context.region.clone()).load().await;
    let Some(provider) = sdk.credentials_provider() else {
        return Err(CredentialsError::not_loaded("no provider is set up"));
    };
    // The SDK panics at metadata that cannot stand in its next request.
    let given = caught(provider.provide_credentials()).await;
    given.unwrap_or_else(|| Err(CredentialsError::unhandled("the answer cannot be understood")))
}

/// What the profile in force says of endpoints, for the calls before ECR's.
fn endpoint_lines(context: &Context<'_>) -> String {
    const SWITCHES: &[&str] = &["use_fips_endpoint", "use_dualstack_endpoint"];
    const URLS: &[&str] = &["endpoint_url", "services"];
    let settings = context.settings;
    let urls = if settings.ignores_endpoints { &[] } else { URLS };
    let profile = settings.profiles.get(&settings.profile);
    let line = |key: &&str| Some(format!("{key} = {}\n", profile?.get(key)?.lines().next()?));
    SWITCHES.iter().chain(urls).filter_map(line).collect()
}

/// A source that was there and failed, without the secrets that it was asked with.
pub fn failed(what: &str, error: &CredentialsError, secrets: &[Secret]) -> Error {
    Error::new(Code::CredentialsFailed, format!("{what}: {}.", reason(error, secrets)))
}

/// The causes of an error, outermost first; of a chain, that of the provider that could have answered, and of an
/// answer of a service its code and message. Nothing is repeated of the secrets that it was asked with.
pub fn reason(error: &CredentialsError, secrets: &[Secret]) -> String {
    confide(secrets.iter().cloned());
    let chain = error.source().and_then(|s| s.downcast_ref::<ProviderChainError<CredentialsError>>());
    if let Some(last) = chain.and_then(|chain| chain.attempts().last()) {
        return reason(last.error(), secrets);
    }
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        if let Some(said) = cause.downcast_ref::<ErrorMetadata>() {
            causes = [said.code(), said.message()].map(|said| said.unwrap_or_default().to_owned()).into();
            break;
        }
        let text = cause.to_string();
        if !causes.contains(&text) {
            causes.push(text);
        }
        next = cause.source();
    }
    if causes.is_empty() {
        causes.push(error.to_string());
    }
    let told = |cause: String| redact_runs(&without(&cause, secrets.iter().map(Secret::expose)));
    printable(&causes.into_iter().map(told).collect::<Vec<_>>().join(": "))
}
