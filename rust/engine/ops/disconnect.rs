//! Logs out of registries: no service is asked.

use crate::base::error::{Code, Error};
use crate::base::log_line::{Level, LogLine};
use crate::base::progress::Progress;
use crate::client::logout::Places;
use crate::message::answer::{Failure, LoginEntry, Logins};
use crate::message::request::Request;
use crate::ops::client_options::ClientOptions;
use crate::ops::connection::connection_of;
use crate::ops::groups::texts_of;
use crate::ops::mapped::{Mapped, texts};
use crate::ops::names::{self, Names};
use crate::ops::padding::padded;
use crate::registry::name::{self, Name};
use crate::registry::partitions;
use crate::registry::reference::PUBLIC_HOST;
use crate::registry::target::Target;
use crate::session::connection::Connection;
use crate::session::halt::Halt;
use crate::session::region::region_of;

/// Logs out of every registry that a request names. No service is asked.
///
/// # Errors
/// When a name is none, or no region is known for an account.
pub async fn disconnect(request: &mut Request, log: &mut Vec<LogLine>, progress: &Progress) -> Result<Logins, Halt> {
    let mut wanted = WantedLogouts::read(request, log).await?;
    let (options, env) = (&wanted.options, wanted.connection.env.clone());
    let mut places = Places::of(&options.wanted(), &env, options.limit).await?;

    let hosts = wanted.hosts().await?;
    let mut failures = wanted.failures;
    progress.plan(hosts.len());
    let mut logins = Vec::new();
    for host in hosts {
        progress.advance(1);
        match places.log_out(&host).await {
            Ok(kept) => {
                let entry = LoginEntry::new(host, kept, None);
                log.push(LogLine { level: Level::Verbose, message: entry.told(None) });
                logins.push(entry);
            }
            Err(error) => failures.push(Failure { registry_ids: vec![host], error }),
        }
    }
    let hosts: Vec<&str> = logins.iter().map(|login| login.registry.as_str()).collect();
    log.extend(places.told_helpers(&hosts));
    Ok(Logins { logins, failures, info: None })
}

/// What a request to log out wants.
pub struct WantedLogouts {
    /// Of what names no registry.
    pub failures: Vec<Failure>,
    good: Vec<Registry>,
    regions: Vec<String>,
    connection: Connection,
    options: ClientOptions,
    mapped: Mapped,
}

impl WantedLogouts {
    /// Takes the parts of a request out of it.
    ///
    /// # Errors
    /// What is wrong with all of its names, or with another part.
    pub async fn read(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Self, Error> {
        let written = names::lines(request.registry_ids.take().unwrap_or_default(), Code::InvalidRegistryName)?;
        log.extend(padded(&written));
        let written = texts_of(written);
        let Names { good, failures } = names::read(&written, registry)?;
        let regions = request.regions.take().unwrap_or_default();
        let connection = connection_of(request)?;
        let mapped = Mapped::of(&connection, &texts(&written)).await?;
        let options = ClientOptions::from(request, &connection)?;
        options.check_address(good.len() * regions.len().max(1))?;
        Ok(WantedLogouts { failures, good, regions, connection, options, mapped })
    }

    /// The hosts that the user means, each once.
    ///
    /// # Errors
    /// When none is meant, or no region is known for an account.
    pub async fn hosts(&mut self) -> Result<Vec<String>, Error> {
        let good = std::mem::take(&mut self.good);
        hosts(good, &self.regions, &self.connection, &self.options, &mut self.mapped).await
    }
}

/// A registry to log out of.
pub enum Registry {
    /// One of ECR.
    Named(Name),
    /// Another host that a login stands under.
    Other(String),
}

/// Reads the name of a registry to log out of.
///
/// # Errors
/// [`Code::InvalidRegistryName`].
pub fn registry(text: &str) -> Result<Registry, Error> {
    if is_other_host(text) { Ok(Registry::Other(text.to_owned())) } else { name::parse(text).map(Registry::Named) }
}

/// Whether a text is a host, but of no ECR registry. Names that look like one of ECR keep their own error.
fn is_other_host(text: &str) -> bool {
    let host = Target::of_address(text).is_ok_and(|target| target.host == text && text.contains(['.', ':']));
    // What follows the colon of an image is its tag.
    let has_tag = text.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_err() && !port.ends_with(']'));
    host && !has_tag && !text.contains(".ecr") && !text.contains("-ecr") && name::parse(text).is_err()
}

/// Unlike a login, which is then to the caller's own registry, an end of one needs a name.
pub fn unnamed() -> Error {
    Error::new(Code::InvalidParameter, "No registry is named; name those to log out of with -RegistryId.")
}

/// The hosts that the user means, each once.
async fn hosts(
    registries: Vec<Registry>,
    regions: &[String],
    connection: &Connection,
    options: &ClientOptions,
    mapped: &mut Mapped,
) -> Result<Vec<String>, Error> {
    let mut bases = Vec::new();
    for registry in registries {
        match registry {
            Registry::Other(host) => bases.push(host),
            Registry::Named(Name::Host(host)) => bases.push(host.name),
            Registry::Named(Name::Account(_)) if options.server_address().is_some() => {}
            Registry::Named(Name::Account(id)) => {
                for region in regions_of(connection, regions, &id, mapped).await? {
                    bases.push(partitions::host_of(&id, &region));
                }
            }
        }
    }
    if bases.is_empty() && connection.public {
        bases.push(PUBLIC_HOST.to_owned());
    }
    let mut hosts: Vec<String> = options.server_address().map(|address| address.host.clone()).into_iter().collect();
    if hosts.is_empty() {
        let named = bases.into_iter().map(|host| Target { host, plain_http: false });
        hosts.extend(named.flat_map(|base| options.targets(base)).map(|target| target.host));
    }
    if hosts.is_empty() {
        return Err(unnamed());
    }
    let mut seen = std::collections::HashSet::new();
    hosts.retain(|host| seen.insert(host.clone()));
    Ok(hosts)
}

async fn regions_of(
    connection: &Connection,
    regions: &[String],
    id: &str,
    mapped: &mut Mapped,
) -> Result<Vec<String>, Error> {
    if !regions.is_empty() {
        return Ok(regions.to_vec());
    }
    match mapped.region_of(connection, id).await {
        Some(region) => Ok(vec![region]),
        None => Ok(vec![region_of(connection).await?]),
    }
}
