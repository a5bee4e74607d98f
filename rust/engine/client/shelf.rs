//! The logins that are there: in the file of a client, and in the stores that it names. Nothing is locked or changed.

use super::config_file::ConfigFile;
use super::entry::Entry;
use super::listed::{Listed, Standing};
use super::next::Given;
use super::place::Place;
use super::sought::{Sought, Stores, ecr_host};
use super::spelling::host_of;
use super::store::{Store, is_ecr_helper};
use super::tool::Tool;
use crate::base::environment::Environment;
use crate::base::error::Error;
use crate::base::log_line::{Level, LogLine};
use crate::base::shown::shown;
use std::collections::HashSet;
use std::time::Duration;

/// One client's place, read.
pub struct Shelf<'a> {
    tool: Tool,
    place: Place,
    config: ConfigFile,
    env: &'a Environment,
    /// How long a store may take for each call.
    limit: Duration,
}

impl<'a> Shelf<'a> {
    /// Reads the place of a client; a file that is not there is an empty one.
    ///
    /// # Errors
    /// [`crate::base::error::Code::ClientConfigInvalid`].
    pub fn read(tool: Tool, place: Place, env: &'a Environment, limit: Duration) -> Result<Self, Error> {
        let config = ConfigFile::read(&place.file)?;
        Ok(Shelf { tool, place, config, env, limit })
    }

    /// The place of a client on another machine, whose stores cannot be asked from here.
    ///
    /// # Errors
    /// [`crate::base::error::Code::ClientConfigInvalid`].
    pub fn of_text(tool: Tool, file: &str, text: &str, env: &'a Environment) -> Result<Self, Error> {
        let place = Place { file: file.into(), named: true };
        let config = ConfigFile::of_text(&place.file, text)?;
        Ok(Shelf { tool, place, config, env, limit: Duration::ZERO })
    }

    /// Its logins, each host's once; and what stood in the way of others, each thing once.
    pub async fn list(&self, sought: &Sought, log: &mut Vec<LogLine>) -> (Vec<Listed>, Vec<Error>) {
        let (mut found, mut errors) = (Vec::new(), Vec::new());
        let mut hosts = Vec::new();
        add(&mut hosts, self.config.auths().map(|(key, _)| host_of(key)));
        add(&mut hosts, self.config.own_stores().map(|(host, _)| host.to_owned()));
        add(&mut hosts, sought.hosts.iter().cloned());
        if sought.stores == Stores::Listed {
            self.add_stored(&mut hosts, &mut errors).await;
        }
        for host in hosts.iter().filter(|host| sought.is_open() || sought.names(host)) {
            match self.look(host, sought, log).await {
                Ok(listed) => found.extend(listed),
                Err(error) => errors.push(error),
            }
        }
        let mut told = HashSet::new();
        errors.retain(|error| told.insert(error.message.clone()));
        (found, errors)
    }

    /// Whether the helper that serves a host is on PATH.
    pub fn has_helper(&self, host: &str) -> bool {
        matches!(Store::helper(self.tool, &self.config, host, self.env), Ok(Some(_)))
    }

    /// Whether a helper that logs in to ECR by itself serves every host, and is on PATH.
    pub fn makes_all(&self) -> bool {
        self.config.common_store(self.tool).is_some_and(is_ecr_helper) && self.has_helper("")
    }

    /// A login that the helper of a host makes.
    ///
    /// # Errors
    /// [`crate::base::error::Code::CredentialStoreMissing`], [`crate::base::error::Code::CredentialStoreFailed`].
    pub async fn make(&self, host: &str) -> Result<Option<Given>, Error> {
        match Store::helper(self.tool, &self.config, host, self.env)? {
            Some(helper) => helper.within(self.limit).get(host).await,
            None => Ok(None),
        }
    }

    /// Where its logins lie, for messages.
    pub fn told(&self) -> String {
        shown(&self.place.file)
    }

    /// Adds the hosts of what stores hold. Amazon's own helper is none: what it lists it would have to ask the service for.
    async fn add_stored(&self, hosts: &mut Vec<String>, errors: &mut Vec<Error>) {
        let own = self.config.own_stores().map(|(host, _)| Store::of(self.tool, &self.config, host, self.env));
        let all = own.chain([Store::common(self.tool, &self.config, self.env)]);
        let mut asked = HashSet::new();
        for store in all.filter_map(Result::transpose) {
            let keys = match store {
                Ok(store) if asked.insert(store.name().to_owned()) => store.within(self.limit).keys().await,
                Ok(_) => continue,
                Err(error) => Err(error),
            };
            match keys {
                Ok(keys) => add(hosts, keys.iter().map(|key| host_of(key))),
                Err(error) => errors.push(error),
            }
        }
    }

    async fn look(&self, host: &str, sought: &Sought, log: &mut Vec<LogLine>) -> Result<Option<Listed>, Error> {
        let is_known = sought.names(host) || ecr_host(host).is_some();
        let entry = self.entry(host);
        let Some(name) = self.config.store_of(self.tool, host) else {
            return Ok(self.in_file(host, entry, is_known));
        };
        let listed = |status, held| self.listed(host, status, Some(name.to_owned()), held);
        if is_ecr_helper(name) {
            let serves = is_known || self.config.own_store(host).is_some();
            return Ok(serves.then(|| listed(Standing::Helper, None)));
        }
        if !is_known {
            return Ok(None);
        }
        if let Some(Entry::Login(..)) = entry {
            let (tool, file) = (self.tool.name(), shown(&self.place.file));
            let message = format!("{host}: {tool} asks the store '{name}', and passes over the login in {file}.");
            log.push(LogLine { level: Level::Verbose, message });
        }
        if sought.stores == Stores::Named {
            let may_be_there = entry.is_some() || self.config.own_store(host).is_some();
            return Ok(may_be_there.then(|| listed(Standing::Unknown, None)));
        }
        let Some(store) = Store::of(self.tool, &self.config, host, self.env)? else { return Ok(None) };
        let held = store.within(self.limit).get(host).await?;
        Ok(held.map(|held| listed(Standing::of(&held), Some(held))))
    }

    fn in_file(&self, host: &str, entry: Option<Entry>, is_known: bool) -> Option<Listed> {
        match entry? {
            Entry::Mark => None,
            Entry::Other => is_known.then(|| self.listed(host, Standing::Unknown, None, None)),
            Entry::Login(username, secret) => {
                let held = Given { server: host.to_owned(), username, secret };
                let status = Standing::of(&held);
                (is_known || status != Standing::Unknown).then(|| self.listed(host, status, None, Some(held)))
            }
        }
    }

    /// The entry of a host: what holds anything before docker's mark, and today's spelling before others.
    fn entry(&self, host: &str) -> Option<Entry> {
        let of_host = self.config.auths().filter(|(key, _)| host_of(key) == host);
        let entries = of_host.map(|(key, entry)| (key, Entry::of(entry, !self.tool.is_of_containers())));
        entries.min_by_key(|(key, entry)| (matches!(entry, Entry::Mark), *key != host)).map(|(_, entry)| entry)
    }

    fn listed(&self, host: &str, status: Standing, store: Option<String>, given: Option<Given>) -> Listed {
        Listed {
            registry: host.to_owned(),
            tool: self.tool,
            status,
            store,
            file: self.place.file.clone(),
            config_path: self.place.config_path(self.tool),
            given,
        }
    }
}

fn add(hosts: &mut Vec<String>, more: impl Iterator<Item = String>) {
    for host in more {
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
}
