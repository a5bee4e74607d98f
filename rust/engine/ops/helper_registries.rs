//! Which registries the credential helper is installed for, and which lines of the map that takes.

use crate::base::error::{Code, Error, invalid};
use crate::base::log_line::{Level, LogLine};
use crate::base::printable::printable;
use crate::base::progress::Progress;
use crate::message::request::Request;
use crate::ops::client_options::ClientOptions;
use crate::ops::connection::answers_of;
use crate::ops::groups::{groups, texts_of};
use crate::ops::mapped::{Mapped, texts};
use crate::ops::names;
use crate::ops::padding::padded;
use crate::ops::several::{Answered, ask_all, tell};
use crate::registry::id::is_account_id;
use crate::registry::name::{self, Host, Name};
use crate::registry::partitions;
use crate::session::connection::Connection;
use crate::session::halt::Halt;
use crate::session::map::{Map, NewLine, role_fault};
use crate::session::region::region_of;
use crate::session::settings::Settings;
use std::time::Instant;

/// Every private registry of ECR in the commercial partition.
const ALL: &str = "*.dkr.ecr.*.amazonaws.com";

/// What a request to install says of registries.
pub struct Registries {
    /// The hosts that get the helper by name.
    pub hosts: Vec<String>,
    /// What is to stand in the map.
    pub lines: Vec<NewLine>,
    /// Whether the caller's own registry is meant, and was not asked for.
    pub is_own_unasked: bool,
}

/// Finds out which registries a request names; without a name those of the map's lines, else the caller's own, which is
/// asked for.
///
/// # Errors
/// When a name is none, when no region is known, or when the service cannot be asked.
pub async fn registries(
    request: &mut Request,
    connection: &Connection,
    options: &ClientOptions,
    log: &mut Vec<LogLine>,
) -> Result<Registries, Halt> {
    let written = names::lines(request.registry_ids.take().unwrap_or_default(), Code::InvalidRegistryName)?;
    log.extend(padded(&written));
    let written = texts_of(written);
    let regions = request.regions.take().unwrap_or_default();
    let (as_store, is_plan) = (request.as_store.unwrap_or_default(), request.plan.unwrap_or_default());
    let answers = answers_of(request);
    let role = request.role.take().map(|role| role.trim().to_owned());
    if let Some(what) = role.as_deref().and_then(role_fault) {
        return Err(invalid(format!("-Role {what}.")).into());
    }
    // A profile that is not there is told now, not at the first pull.
    Settings::read(connection).await?;
    let mut finding = Finding {
        connection,
        options,
        regions,
        role,
        as_store,
        found: Registries { hosts: Vec::new(), lines: Vec::new(), is_own_unasked: false },
    };
    if written.is_empty() {
        finding.unnamed(log).await?;
        if finding.found.is_own_unasked && !is_plan {
            let progress = Progress::default();
            let groups = groups(connection, Vec::new(), &finding.regions, &mut Mapped::default()).await?;
            let (mut answered, _) = ask_all(groups, &answers, false, Instant::now(), &progress).await?;
            tell(&mut answered, log);
            finding.own(answered)?;
        }
    } else {
        finding.named(&written).await?;
    }
    Ok(finding.found)
}

struct Finding<'a> {
    connection: &'a Connection,
    options: &'a ClientOptions,
    regions: Vec<String>,
    role: Option<String>,
    as_store: bool,
    found: Registries,
}

impl Finding<'_> {
    async fn named(&mut self, written: &[String]) -> Result<(), Error> {
        self.options.check_address(written.len() * self.regions.len().max(1))?;
        let (patterns, names): (Vec<&String>, Vec<&String>) = written.iter().partition(|text| text.contains('*'));
        for pattern in patterns {
            self.add_pattern(pattern)?;
        }
        let mut mapped = Mapped::of(self.connection, &texts(written)).await?;
        for text in names {
            let hosts = match mapped.parse(text)? {
                Name::Host(host) => vec![host],
                Name::Account(id) => self.hosts_of(&id, &mut mapped).await?,
            };
            for host in hosts {
                self.add(&host);
            }
        }
        Ok(())
    }

    fn add_pattern(&mut self, pattern: &str) -> Result<(), Error> {
        if !self.as_store {
            let message =
                format!("'{}' stands for many hosts, and credHelpers takes each by its name.", printable(pattern));
            return Err(
                invalid(message).hint("Name the hosts, or add -AsStore: then the helper is asked for every host.")
            );
        }
        let line = NewLine { pattern: pattern.to_owned(), ..self.line() };
        // One that says nothing would only hide what follows it.
        self.found.lines.extend(Some(line).filter(|_| self.says_more()));
        Ok(())
    }

    async fn hosts_of(&self, id: &str, mapped: &mut Mapped) -> Result<Vec<Host>, Error> {
        let regions = match &self.regions[..] {
            [] => match mapped.region_of(self.connection, id).await {
                Some(region) => vec![region],
                None => vec![region_of(self.connection).await?],
            },
            regions => regions.to_vec(),
        };
        let host = |region: &String| Host {
            name: partitions::host_of(id, region),
            account: Some(id.to_owned()),
            region: region.clone(),
            fips: false,
            dual_stack: false,
        };
        Ok(regions.iter().map(host).collect())
    }

    /// Adds a registry, under the name that the user put in place of its own.
    fn add(&mut self, host: &Host) {
        let target = crate::registry::target::Target { host: host.name.clone(), plain_http: false };
        for target in self.options.targets(target) {
            let mut line = NewLine { pattern: target.host.clone(), ..self.line() };
            if self.options.server_address().is_some() {
                line.account.clone_from(&host.account);
                line.region = Some(host.region.clone());
            }
            if self.says_more() || self.options.server_address().is_some() {
                self.found.lines.push(line);
            }
            if !self.found.hosts.contains(&target.host) {
                self.found.hosts.push(target.host);
            }
        }
    }

    fn line(&self) -> NewLine {
        NewLine { profile: self.connection.profile.clone(), role: self.role.clone(), ..NewLine::default() }
    }

    fn says_more(&self) -> bool {
        self.connection.profile.is_some() || self.role.is_some()
    }

    /// Without a name: as a store for every registry; by the role's account; by the map; or the caller's own.
    async fn unnamed(&mut self, log: &mut Vec<LogLine>) -> Result<(), Error> {
        if self.options.server_address().is_some() {
            return Err(invalid("-ServerAddress stands for a registry, which -RegistryId has to name."));
        }
        if self.as_store {
            return if self.says_more() { self.add_pattern(ALL) } else { Ok(()) };
        }
        if let Some(role) = &self.role {
            let account = role.split(':').nth(4).filter(|account| is_account_id(account)).map(str::to_owned);
            let wanted = || invalid("-Role names no account whose registry it would be; name one with -RegistryId.");
            for host in self.hosts_of(&account.ok_or_else(wanted)?, &mut Mapped::default()).await? {
                self.add(&host);
            }
            return Ok(());
        }
        if self.connection.profile.is_none() && self.regions.is_empty() && self.connection.region.is_none() {
            self.by_the_map(log)?;
        }
        self.found.is_own_unasked = self.found.hosts.is_empty();
        Ok(())
    }

    fn by_the_map(&mut self, log: &mut Vec<LogLine>) -> Result<(), Error> {
        let map = Map::read(&self.connection.env)?;
        let (many, exact): (Vec<_>, Vec<_>) =
            map.lines().iter().filter(|line| !line.anonymous).partition(|line| line.pattern.contains('*'));
        for line in many {
            let message = format!(
                "{}: '{}' stands for many hosts, and credHelpers takes each by its name. Name those with -RegistryId, or \
                 use -AsStore.",
                line.place,
                printable(&line.pattern)
            );
            log.push(LogLine { level: Level::Warning, message });
        }
        for line in exact {
            let host = line.pattern.to_ascii_lowercase();
            if !self.found.hosts.contains(&host) {
                self.found.hosts.push(host);
            }
        }
        Ok(())
    }

    fn own(&mut self, answered: Vec<Answered>) -> Result<(), Error> {
        for Answered { group, asked, info, .. } in answered {
            for login in &asked.logins {
                for target in group.targets(login, &info.region, self.options)? {
                    let mut line = NewLine { pattern: target.host.clone(), ..self.line() };
                    if name::parse(&target.host).is_err() {
                        (line.account, line.region) = (login.registry_id.clone(), Some(info.region.clone()));
                    }
                    self.found.lines.extend(Some(line).filter(|line| self.says_more() || line.account.is_some()));
                    self.found.hosts.push(target.host);
                }
            }
            if let (true, Some(failure)) = (self.found.hosts.is_empty(), asked.failures.into_iter().next()) {
                return Err(failure.error);
            }
        }
        self.found.is_own_unasked = false;
        Ok(())
    }
}
