//! Turns what a request says of as whom, where and how to ask into a connection.

use crate::base::environment::Environment;
use crate::base::error::{Code, Error, invalid};
use crate::base::log_line::{Level, LogLine};
use crate::base::secret::Secret;
use crate::message::request::Request;
use crate::net::url::checked_url;
use crate::session::answers::{Answers, SamlAnswer};
use crate::session::connection::Connection;

const DEFAULT_TIMEOUT_MS: u64 = 60_000;

/// Takes the connection's part out of a request.
///
/// # Errors
/// [`Code::InvalidParameter`] for half a key pair or an endpoint that is no URL.
pub fn connection_of(request: &mut Request) -> Result<Connection, Error> {
    // An empty one is that of keys that are not temporary.
    let token = request.session_token.take().map(|token| token.trimmed()).filter(|token| !token.expose().is_empty());
    let keys = match (request.access_key.take(), request.secret_key.take()) {
        (Some(key), Some(secret)) => Some((checked_access_key(&key)?, secret.trimmed(), token)),
        (None, None) if token.is_none() => None,
        _ => return Err(invalid("Keys need both -AccessKey and -SecretKey, and -SessionToken goes with them.")),
    };
    Ok(Connection {
        env: environment(request)?,
        cwd: request.cwd.take(),
        keys,
        credentials_source: request.credentials_source.take(),
        are_defaults: request.credentials_are_defaults.unwrap_or_default(),
        line: None,
        service_account: None,
        unsigned: request.no_sign_request.unwrap_or_default(),
        saml_role_arn: request.saml_role_arn.take(),
        saml_user: request.saml_user.take(),
        saml_password: request.saml_password.take(),
        ca_bundle: request.ca_bundle.take(),
        skip_certificate_check: request.skip_certificate_check.unwrap_or_default(),
        system_proxy: request.system_proxy.take(),
        public: request.public.unwrap_or_default(),
        host_endpoint: None,
        use_fips: request.use_fips,
        use_dual_stack: request.use_dual_stack,
        profile: request.profile.take(),
        profile_location: request.profile_location.take(),
        region: request.region.take(),
        fallback_region: request.fallback_region.take(),
        endpoint_url: request.endpoint_url.take().map(checked_url).transpose()?,
        connect_timeout_ms: request.connect_timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS),
        read_timeout_ms: request.read_timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS),
    })
}

/// The environment that a request carries, in whichever of its two forms.
///
/// # Errors
/// [`Code::InvalidRequest`] where the two are mixed.
pub fn environment(request: &mut Request) -> Result<Environment, Error> {
    let (names, values) = match (request.env.take(), request.env_names.take(), request.env_values.take()) {
        (env, None, None) => return Ok(Environment::new(env.unwrap_or_default())),
        (None, Some(names), Some(values)) => (names, values),
        _ => return Err(unmatched()),
    };
    let names: Vec<_> = names.split('\0').collect();
    let values: Vec<_> = values.expose().split('\0').collect();
    if names.len() != values.len() {
        return Err(unmatched());
    }
    let variables = names.into_iter().zip(values).filter(|(name, _)| !name.is_empty());
    Ok(Environment::new(variables.map(|(name, value)| (name.to_owned(), Secret::from(value.to_owned()))).collect()))
}

fn unmatched() -> Error {
    let message = "The request's env_names and env_values do not belong together, or env is there as well.";
    Error::new(Code::InvalidRequest, message)
}

/// An access key without the blanks that a variable of a pipeline brings along.
fn checked_access_key(key: &str) -> Result<String, Error> {
    let key = key.trim();
    if key.is_empty() {
        return Err(invalid("The access key is empty."));
    }
    if key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return Ok(key.to_owned());
    }
    // It may be the secret, so it is not repeated.
    Err(invalid("The access key holds characters that access keys do not have. Is it the secret key?"))
}

/// Takes what the user was asked for out of a request.
pub fn answers_of(request: &mut Request) -> Answers {
    let saml = request.saml_assertion.take().zip(request.saml_principal_arn.take());
    let saml = saml.map(|(assertion, principal_arn)| SamlAnswer { assertion, principal_arn });
    Answers::new(request.mfa_code.take(), saml)
}

/// The warning of a request that verifies no certificate.
pub fn unverified() -> LogLine {
    let message = "TLS certificates are not verified: anyone on the way can read and change what is sent.";
    LogLine { level: Level::Warning, message: message.to_owned() }
}
