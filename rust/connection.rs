//! What a request says of as whom, where and how to ask.

use crate::environment::Environment;
use crate::error::{Code, Error, printable};
use crate::lock::lock;
use crate::request::Request;
use crate::secret::Secret;
use std::sync::Mutex;

const DEFAULT_TIMEOUT_MS: u64 = 60_000;

/// The part of a request that says as whom, where and how to ask.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Connection {
    /// The environment as the caller sees it.
    pub env: Environment,
    /// Where relative paths start.
    pub cwd: Option<String>,
    /// A static key pair, with its session token if it has one.
    pub keys: Option<(String, Secret, Option<Secret>)>,
    /// Words for where the keys came from, if not from the parameters.
    pub credentials_source: Option<String>,
    /// Send unsigned requests.
    pub unsigned: bool,
    /// The identity provider and role of a SAML profile that stands in no shared config file.
    pub saml_endpoint: Option<String>,
    /// Likewise; or the role that the user chose.
    pub saml_role_arn: Option<String>,
    /// Who signs in there, where it is not the current user.
    pub saml_user: Option<String>,
    /// That user's password: nobody gets a session by the name alone.
    pub saml_password: Option<Secret>,
    /// The PEM file of the only authorities to trust.
    pub ca_bundle: Option<String>,
    /// Verify no certificate.
    pub skip_certificate_check: bool,
    /// The proxy of the caller's system.
    pub system_proxy: Option<Secret>,
    /// Ask ECR Public.
    pub public: bool,
    /// FIPS and dual-stack as a registry's host says, where no endpoint is configured.
    pub host_endpoint: Option<(bool, bool)>,
    /// Ask the FIPS endpoint; `None` leaves it to environment and profile.
    pub use_fips: Option<bool>,
    /// Likewise the dual-stack endpoint.
    pub use_dual_stack: Option<bool>,
    /// A profile the user named.
    pub profile: Option<String>,
    /// The only credentials file to search.
    pub profile_location: Option<String>,
    /// The region the user named.
    pub region: Option<String>,
    /// The region when no source names one.
    pub fallback_region: Option<String>,
    /// The endpoint the user named.
    pub endpoint_url: Option<String>,
    /// Limits in milliseconds, 0 for none.
    pub connect_timeout_ms: u64,
    /// Likewise.
    pub read_timeout_ms: u64,
}

impl Connection {
    /// Takes the connection's part out of a request.
    ///
    /// # Errors
    /// [`Code::InvalidParameter`] for half a key pair or an endpoint that is no URL.
    pub fn from(request: &mut Request) -> Result<Self, Error> {
        // An empty one is that of keys that are not temporary.
        let token =
            request.session_token.take().map(|token| token.trimmed()).filter(|token| !token.expose().is_empty());
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
            unsigned: request.no_sign_request.unwrap_or_default(),
            saml_endpoint: request.saml_endpoint.take().map(checked_url).transpose()?,
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
}

/// The environment that a request carries, in whichever of its two forms.
fn environment(request: &mut Request) -> Result<Environment, Error> {
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
    /// Takes the answers out of a request.
    pub fn from(request: &mut Request) -> Self {
        let saml = request.saml_assertion.take().zip(request.saml_principal_arn.take());
        Answers {
            mfa_code: Mutex::new(request.mfa_code.take()),
            saml: Mutex::new(saml.map(|(assertion, principal_arn)| SamlAnswer { assertion, principal_arn })),
        }
    }

    /// The one-time code.
    pub fn take_mfa_code(&self) -> Option<Secret> {
        lock(&self.mfa_code).take()
    }

    /// The identity provider's answer.
    pub fn take_saml(&self) -> Option<SamlAnswer> {
        lock(&self.saml).take()
    }
}

/// An http or https URL with a host.
///
/// # Errors
/// [`Code::InvalidParameter`] for anything else.
pub fn checked_url(url: String) -> Result<String, Error> {
    let parsed = url.parse::<http::Uri>().ok();
    let authority = parsed.as_ref().and_then(|uri| uri.authority());
    if url.contains('@') && authority.is_none_or(|authority| authority.as_str().contains('@')) {
        return Err(invalid("The endpoint holds a user name or password; an endpoint is http(s)://HOST[:PORT]."));
    }
    let usable = parsed.is_some_and(|u| matches!(u.scheme_str(), Some("http" | "https")) && u.host().is_some());
    if usable {
        Ok(url)
    } else {
        Err(invalid(format!("The endpoint '{}' is not an http or https URL.", printable(&url))))
    }
}

/// A parameter, variable or key with a value that cannot be used.
pub fn invalid(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidParameter, message)
}
