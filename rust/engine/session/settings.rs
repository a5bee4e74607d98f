//! What a request, its environment and the shared files settle before anything is asked.

use crate::base::environment::Environment;
use crate::base::error::{Code, Error, invalid};
use crate::base::lock::lock;
use crate::base::log_line::LogLine;
use crate::base::printable::{listed, printable};
use crate::base::shown::shown;
use crate::base::stamp::Stamp;
use crate::net::http::{Http, Settings as HttpSettings};
use crate::net::proxy::Proxies;
use crate::net::trust::Trust;
use crate::registry::name::PUBLIC_REGION;
use crate::registry::partitions;
use crate::session::connection::Connection;
use crate::session::plain::plain_name;
use crate::session::profiles::Profiles;
use crate::session::sdk_store::{self, Searched, StoreProfile};
use aws_config::{BehaviorVersion, ConfigLoader, Region};
use aws_runtime::env_config::section::Profile;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How many source profiles are looked at for a region.
const MAX_SOURCES: usize = 16;

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
    /// What that way is made of: whom it trusts, and over which proxies it goes.
    pub way: HttpSettings,
    /// Whether endpoints named by variables and profiles are out of play.
    pub ignores_endpoints: bool,
    /// Where the profile says that instance metadata is served.
    metadata: Vec<(&'static str, String)>,
    retry: RetryConfig,
    timeout: TimeoutConfig,
    use_fips: Option<bool>,
    use_dual_stack: Option<bool>,
    watched: Mutex<Vec<Stamp>>,
    /// The profile in force, where it is one of the AWS SDK for .NET's own store.
    pub store: Option<StoreProfile>,
    /// What there is to say of the files.
    pub log: Vec<LogLine>,
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
        let mut searched = search_store(connection, from_env(), &profiles);
        // A profile of the store stands in no shared file: what else holds there is the default profile's.
        let named = match &searched.profile {
            Some(_) => None,
            None => connection.profile.as_deref().or_else(from_env),
        };
        if let Some(name) = named.filter(|name| profiles.get(name).is_none()) {
            return Err(profile_not_found(name, &profiles, connection));
        }
        let profile = named.unwrap_or_else(|| unnamed(&profiles)).to_owned();
        let section = profiles.get(&profile);
        let retry = retry_config(env, section)?;
        let trust = trust(connection, section);
        let mut watched = std::mem::take(&mut searched.stamps);
        if let Trust::Bundle { file, .. } = &trust {
            watched.push(file.clone());
        }
        let way = HttpSettings { trust, proxies: Proxies::from(env, connection.system_proxy.as_ref()) };
        Ok(Settings {
            ignores_endpoints: ignores_endpoints(env, section),
            metadata: metadata(section),
            profile_named: connection.profile.is_some(),
            http: Http::shared(way.clone()),
            way,
            retry,
            timeout: timeout_config(connection),
            use_fips: connection.use_fips,
            use_dual_stack: connection.use_dual_stack,
            watched: Mutex::new(watched),
            store: searched.profile,
            log: searched.log,
            profile,
            profiles,
        })
    }

    /// The region, if the request, the environment or the profile names one.
    ///
    /// # Errors
    /// [`Code::InvalidRegion`] for one that cannot stand in a host name.
    pub fn region(&self, connection: &Connection) -> Result<Option<Region>, Error> {
        if connection.public {
            return Ok(Some(Region::from_static(PUBLIC_REGION)));
        }
        let env = &connection.env;
        let region = connection
            .region
            .as_deref()
            .or_else(|| env.get("AWS_REGION"))
            .or_else(|| env.get("AWS_DEFAULT_REGION"))
            .or_else(|| self.store.as_ref()?.region.as_deref())
            .or_else(|| self.region_of_profile());
        region.map(checked_region).transpose()
    }

    /// The name of the profile in force, as users know it.
    pub fn profile_name(&self) -> &str {
        self.store.as_ref().map_or(&self.profile, |store| &store.name)
    }

    /// The region of the profile in force, or of the source that its role leaves it to.
    fn region_of_profile(&self) -> Option<&str> {
        let mut profile = self.profiles.get(&self.profile)?;
        // A loop of sources is told of when credentials are looked for.
        for _ in 0..MAX_SOURCES {
            if let Some(region) = profile.get("region").filter(|region| !region.trim().is_empty()) {
                return Some(region);
            }
            profile = self.profiles.get(profile.get("source_profile")?)?;
        }
        None
    }

    /// The SDK's configuration with all of this set; only region and credentials are left to it.
    pub fn loader(&self, env: &Environment) -> ConfigLoader {
        let mut loader = aws_config::defaults(BehaviorVersion::v2026_01_12())
            .env(env.to_sdk())
            .profile_files(self.profiles.files.clone())
            .profile_name(plain_name(&self.profile).into_owned())
            .http_client(self.http.clone())
            .retry_config(self.retry.clone())
            .timeout_config(self.timeout.clone());
        if let Some(fips) = self.use_fips {
            loader = loader.use_fips(fips);
        }
        if let Some(dual_stack) = self.use_dual_stack {
            loader = loader.use_dual_stack(dual_stack);
        }
        loader
    }

    /// Notes a file that credentials came from, as a session's token: they fall when it changes.
    pub fn watch(&self, path: PathBuf) {
        lock(&self.watched).push(Stamp::of(path));
    }

    /// Every file that was read.
    pub fn into_stamps(self) -> Vec<Stamp> {
        let mut stamps = self.profiles.stamps;
        stamps.extend(self.watched.into_inner().unwrap_or_else(PoisonError::into_inner));
        stamps
    }

    /// An environment in which instance metadata is asked where the profile says.
    pub fn metadata_env(&self, env: &Environment) -> Environment {
        let unset = self.metadata.iter().filter(|(name, _)| env.get(name).is_none());
        env.with(&unset.map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
    }
}

/// The profile in which Initialize-AWSDefaultConfiguration of AWS Tools keeps what it has asked for, and which AWS Tools
/// takes where there is no `default`.
const SETTLED_DEFAULT: &str = "AWS PS Default";

/// The profile that counts where none is named.
fn unnamed(profiles: &Profiles) -> &'static str {
    let is_there = |name| profiles.get(name).is_some();
    if !is_there("default") && is_there(SETTLED_DEFAULT) { SETTLED_DEFAULT } else { "default" }
}

/// Looks into the AWS SDK for .NET's store before the shared files, as AWS Tools does, unless one of those is named or
/// keys are given or lie in the environment.
fn search_store(connection: &Connection, from_env: Option<&str>, profiles: &Profiles) -> Searched {
    let named = connection.profile.as_deref();
    let keys = connection.keys.is_some() || connection.env.get("AWS_ACCESS_KEY_ID").is_some() && named.is_none();
    if keys || connection.unsigned || connection.profile_location.is_some() {
        return Searched::default();
    }
    let name = named.or(from_env);
    let searched = sdk_store::search(&connection.env, name.unwrap_or("default"));
    if name.is_some() || searched.profile.is_some() || profiles.get("default").is_some() {
        return searched;
    }
    let mut settled = sdk_store::search(&connection.env, SETTLED_DEFAULT);
    settled.log = searched.log;
    settled
}

fn trust(connection: &Connection, profile: Option<&Profile>) -> Trust {
    let env = &connection.env;
    let path = |text: &str| env.path(text, connection.cwd.as_deref());
    if connection.skip_certificate_check {
        return Trust::Nothing;
    }
    let bundle = connection
        .ca_bundle
        .as_deref()
        .or_else(|| env.get("AWS_CA_BUNDLE"))
        .or_else(|| profile?.get("ca_bundle"))
        .or_else(|| env.get("REQUESTS_CA_BUNDLE"));
    match bundle {
        Some(bundle) => Trust::Bundle { file: Stamp::of(path(bundle)), always: connection.ca_bundle.is_some() },
        None => Trust::System(env.get("SSL_CERT_FILE").map(path)),
    }
}

fn ignores_endpoints(env: &Environment, profile: Option<&Profile>) -> bool {
    let said =
        env.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").or_else(|| profile?.get("ignore_configured_endpoint_urls"));
    said.is_some_and(|value| value.trim().eq_ignore_ascii_case("true"))
}

fn metadata(profile: Option<&Profile>) -> Vec<(&'static str, String)> {
    const KEYS: &[(&str, &str)] = &[
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint"),
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode"),
    ];
    KEYS.iter().filter_map(|(name, key)| Some((*name, profile?.get(key)?.to_owned()))).collect()
}

fn profile_not_found(name: &str, profiles: &Profiles, connection: &Connection) -> Error {
    let names = profiles.names();
    let files: Vec<String> = profiles.stamps.iter().map(|stamp| shown(stamp.path())).collect();
    let there = if names.is_empty() {
        "There is no profile.".to_owned()
    } else {
        format!("There are: {}.", listed(names.iter().map(|name| printable(name)), 50))
    };
    let message = format!(
        "The profile '{}' is in none of the files {}. {there}{}",
        printable(name),
        files.join(" and "),
        profiles.absent()
    );
    let line = connection.line.as_ref().filter(|line| line.profile.is_some());
    let named_by = line.map_or("-ProfileName or AWS_PROFILE".to_owned(), |line| format!("the map ({})", line.place));
    Error::new(Code::ProfileNotFound, message)
        .hint(format!("Check {named_by}, or run 'aws configure --profile {}'.", printable(name)))
        .details(names)
}

/// A region by its name, in lower case.
///
/// # Errors
/// [`Code::InvalidRegion`] for one that cannot stand in a host name.
pub fn checked_region(name: &str) -> Result<Region, Error> {
    let name = name.trim();
    if partitions::is_usable(name) {
        return Ok(Region::new(name.to_ascii_lowercase()));
    }
    Err(Error::new(Code::InvalidRegion, format!("'{}' is not a region.", printable(name))))
}

fn retry_config(env: &Environment, profile: Option<&Profile>) -> Result<RetryConfig, Error> {
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
