//! What a request, its environment and the shared files settle before anything is asked.

use crate::environment::Environment;
use crate::error::{Code, Error, printable};
use crate::http::{Http, Proxies, Settings as HttpSettings, Trust};
use crate::profiles::Profiles;
use crate::request::Request;
use crate::secret::Secret;
use aws_config::{BehaviorVersion, ConfigLoader, Region};
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use std::time::Duration;

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
    /// A profile the user named.
    pub profile: Option<String>,
    /// The only credentials file to search.
    pub profile_location: Option<String>,
    /// The region the user named.
    pub region: Option<String>,
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
        let keys = match (request.access_key.take(), request.secret_key.take()) {
            (Some(key), Some(secret)) => Some((key, secret, request.session_token.take())),
            (None, None) if request.session_token.is_none() => None,
            _ => return Err(invalid("Keys need both -AccessKey and -SecretKey, and -SessionToken goes with them.")),
        };
        Ok(Connection {
            env: Environment::new(request.env.take().unwrap_or_default()),
            cwd: request.cwd.take(),
            keys,
            profile: request.profile.take(),
            profile_location: request.profile_location.take(),
            region: request.region.take(),
            endpoint_url: request.endpoint_url.take().map(checked_url).transpose()?,
            connect_timeout_ms: request.connect_timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS),
            read_timeout_ms: request.read_timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS),
        })
    }
}

fn checked_url(url: String) -> Result<String, Error> {
    let parsed = url.parse::<http::Uri>().ok();
    let usable = parsed.is_some_and(|u| matches!(u.scheme_str(), Some("http" | "https")) && u.host().is_some());
    if usable {
        Ok(url)
    } else {
        Err(invalid(format!("The endpoint '{}' is not an http or https URL.", printable(&url))))
    }
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidParameter, message)
}

/// What holds for every client of one connection.
pub struct Settings {
    /// The files in force.
    pub profiles: Profiles,
    /// The profile in force; it exists, unless it is the `default` that nobody named.
    pub profile: String,
    /// Whether the user named the profile in the request, which puts keys of the environment out of play.
    pub profile_named: bool,
    /// The way to the network.
    pub http: Http,
    retry: RetryConfig,
    timeout: TimeoutConfig,
}

impl Settings {
    /// Reads the files and settles what follows from them.
    ///
    /// # Errors
    /// [`Code::InvalidConfigFile`], [`Code::ProfileNotFound`], [`Code::InvalidParameter`].
    pub async fn read(connection: &Connection) -> Result<Self, Error> {
        let env = &connection.env;
        let profiles = Profiles::load(env, connection.cwd.as_deref(), connection.profile_location.as_deref()).await?;
        let from_env = || env.get("AWS_PROFILE").or_else(|| env.get("AWS_DEFAULT_PROFILE"));
        let named = connection.profile.as_deref().or_else(from_env);
        if let Some(name) = named.filter(|name| profiles.get(name).is_none()) {
            return Err(profile_not_found(name, &profiles));
        }
        let profile = named.unwrap_or("default").to_owned();
        let retry = retry_config(env, profiles.get(&profile))?;
        Ok(Settings {
            profile,
            profile_named: connection.profile.is_some(),
            http: Http::shared(HttpSettings {
                trust: Trust::System(env.get("SSL_CERT_FILE").map(|path| env.path(path, connection.cwd.as_deref()))),
                proxies: Proxies::from(env),
            }),
            retry,
            timeout: timeout_config(connection),
            profiles,
        })
    }

    /// The region, if the request, the environment or the profile names one.
    ///
    /// # Errors
    /// [`Code::InvalidRegion`] for one that cannot stand in a host name.
    pub fn region(&self, connection: &Connection) -> Result<Option<Region>, Error> {
        let env = &connection.env;
        let region = connection
            .region
            .as_deref()
            .or_else(|| env.get("AWS_REGION"))
            .or_else(|| env.get("AWS_DEFAULT_REGION"))
            .or_else(|| self.profiles.get(&self.profile)?.get("region"));
        region.map(|name| checked_region(name.trim())).transpose()
    }

    /// The SDK's configuration with all of this set; only region and credentials are left to it.
    pub fn loader(&self, env: &Environment) -> ConfigLoader {
        aws_config::defaults(BehaviorVersion::v2026_01_12())
            .env(env.to_sdk())
            .profile_files(self.profiles.files.clone())
            .profile_name(crate::profiles::plain_name(&self.profile).into_owned())
            .http_client(self.http.clone())
            .retry_config(self.retry.clone())
            .timeout_config(self.timeout.clone())
    }
}

fn profile_not_found(name: &str, profiles: &Profiles) -> Error {
    let names = profiles.names();
    let there =
        if names.is_empty() { "There is no profile.".to_owned() } else { format!("There are: {}.", names.join(", ")) };
    Error::new(Code::ProfileNotFound, format!("The profile '{}' is in none of the files. {there}", printable(name)))
        .details(names)
}

fn checked_region(name: &str) -> Result<Region, Error> {
    let usable = !name.is_empty() && name.len() <= 63 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if usable && !name.starts_with('-') && !name.ends_with('-') {
        return Ok(Region::new(name.to_ascii_lowercase()));
    }
    Err(Error::new(Code::InvalidRegion, format!("'{}' is not a region.", printable(name))))
}

fn retry_config(
    env: &Environment,
    profile: Option<&aws_runtime::env_config::section::Profile>,
) -> Result<RetryConfig, Error> {
    let setting = |variable: &str, key: &str| {
        let from_profile = || profile?.get(key).map(|value| (key.to_owned(), value.trim().to_owned()));
        env.get(variable).map(|value| (variable.to_owned(), value.trim().to_owned())).or_else(from_profile)
    };
    let unusable = |key: &str, value: &str, wanted: &str| {
        invalid(format!("{key} is '{}', which is not {wanted}.", printable(value)))
    };
    let mut retry = RetryConfig::standard();
    if let Some((key, mode)) = setting("AWS_RETRY_MODE", "retry_mode") {
        retry = match mode.to_ascii_lowercase().as_str() {
            "standard" | "legacy" => retry,
            "adaptive" => RetryConfig::adaptive(),
            _ => return Err(unusable(&key, &mode, "standard, adaptive or legacy")),
        };
    }
    if let Some((key, count)) = setting("AWS_MAX_ATTEMPTS", "max_attempts") {
        let attempts =
            count.parse().ok().filter(|n| *n > 0).ok_or_else(|| unusable(&key, &count, "a number above 0"))?;
        retry = retry.with_max_attempts(attempts);
    }
    Ok(retry)
}

fn timeout_config(connection: &Connection) -> TimeoutConfig {
    let limit = |ms: u64| (ms > 0).then(|| Duration::from_millis(ms));
    let mut timeout = TimeoutConfig::builder();
    timeout = match limit(connection.connect_timeout_ms) {
        Some(limit) => timeout.connect_timeout(limit),
        None => timeout.disable_connect_timeout(),
    };
    timeout = match limit(connection.read_timeout_ms) {
        Some(limit) => timeout.read_timeout(limit),
        None => timeout.disable_read_timeout(),
    };
    timeout.build()
}
