//! A line of the map, and what may stand in one.

use super::fault::Fault;
use super::json::{Entry, Value};
use super::pattern::{Pattern, is_like};
use crate::base::shown::shown;
use crate::registry::id::is_account_id;
use crate::registry::name::{self, Host};
use crate::registry::partitions;
use std::path::Path;

/// What stands for the registry's account in a role.
const ACCOUNT: &str = "{account}";

/// A line of the map: the registries it is of, and how they are asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    /// The hosts, as the line says.
    pub pattern: String,
    /// The profile that signs; none for the default credentials.
    pub profile: Option<String>,
    /// The role that these assume, `{account}` not yet filled in.
    pub role: Option<String>,
    /// The account behind a host that is none of ECR.
    pub account: Option<String>,
    /// The region, where a host does not say it.
    pub region: Option<String>,
    /// Whether nobody logs in there.
    pub anonymous: bool,
    /// Where it stands: the file, and the number of the line in it.
    pub place: String,
    hosts: Pattern,
}

impl Line {
    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(value: Value<'_>, file: &Path) -> Result<Self, Fault> {
        let entries = value.entries()?;
        let mut line = Line {
            pattern: String::new(),
            profile: None,
            role: None,
            account: None,
            region: None,
            anonymous: false,
            place: format!("{}, line {}", shown(file), value.line()),
            hosts: Pattern::parse("*").expect("it is one"),
        };
        for entry in &entries {
            line.take(entry)?;
        }
        let Some(hosts) = entries.iter().find(|entry| entry.key == "match") else {
            let what = "is missing: a line names the hosts that it is of";
            return Err(Fault { line: value.line(), key: Some("match".to_owned()), what: what.to_owned() });
        };
        line.check_anonymous(&entries)?;
        let of = |key: &str| entries.iter().find(|entry| entry.key == key).unwrap_or(hosts);
        line.check_account(of("account"))?;
        line.check_region(of("region"))?;
        line.check_role(of("role"))?;
        Ok(line)
    }

    fn take(&mut self, entry: &Entry<'_>) -> Result<(), Fault> {
        match entry.key.as_str() {
            "match" => {
                self.pattern = entry.text()?;
                self.hosts = Pattern::parse(&self.pattern).map_err(|what| entry.fault(what))?;
            }
            "profile" => self.profile = Some(entry.text()?),
            "role" => self.role = Some(role(entry)?),
            "account" => self.account = Some(account(entry)?),
            "region" => self.region = Some(region(entry)?),
            "anonymous" => self.anonymous = entry.read("must be true or false")?,
            _ => {
                return Err(entry.fault("is none of a line's: match, profile, role, account, region, anonymous"));
            }
        }
        Ok(())
    }

    fn check_anonymous(&self, entries: &[Entry<'_>]) -> Result<(), Fault> {
        let other = entries.iter().find(|entry| !matches!(entry.key.as_str(), "match" | "anonymous"));
        match other.filter(|_| self.anonymous) {
            Some(entry) => Err(entry.fault("does not go with anonymous: nobody logs in there")),
            None => Ok(()),
        }
    }

    /// A host of ECR names its account; any other needs the line to.
    fn check_account(&self, entry: &Entry<'_>) -> Result<(), Fault> {
        if let Some((account, _)) = self.hosts.of_registry() {
            if self.hosts.has_port() {
                return Err(entry.fault("does not go with a port: a registry of ECR has none"));
            }
            return match &self.account {
                Some(said) if said != account => {
                    Err(entry.fault("contradicts match: a host of ECR names its account itself"))
                }
                _ => Ok(()),
            };
        }
        let is_public = name::parse(&self.pattern).is_ok_and(|name| name.is_public());
        match &self.account {
            Some(_) if is_public => Err(entry.fault("does not go with ECR Public, which is one registry for all")),
            None if self.hosts.is_exact() && !is_public && !self.anonymous => {
                Err(entry.fault("names a host that is none of ECR: it needs a key 'account' beside it, or 'anonymous'"))
            }
            _ => Ok(()),
        }
    }

    fn check_region(&self, entry: &Entry<'_>) -> Result<(), Fault> {
        match (self.hosts.of_registry(), &self.region) {
            (Some((_, hosts)), Some(region)) if !is_like(region, hosts) => {
                Err(entry.fault("contradicts match, which is of hosts in other regions"))
            }
            _ => Ok(()),
        }
    }

    fn check_role(&self, entry: &Entry<'_>) -> Result<(), Fault> {
        let wants_account = self.role.as_ref().is_some_and(|role| role.contains(ACCOUNT));
        if wants_account && name::public_hosts().any(|host| self.hosts.matches(host)) {
            return Err(entry.fault("has {account}, but match is of ECR Public too, which is no account's"));
        }
        Ok(())
    }

    /// Whether the line is of a host. One that names no account is of hosts of ECR alone.
    pub fn is_of(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.hosts.matches(&host) && (self.account.is_some() || self.anonymous || name::parse(&host).is_ok())
    }

    /// Whether its hosts are registries of ECR, and one of this account may be among them.
    pub fn may_be_of(&self, id: &str) -> bool {
        self.hosts.of_registry().is_some_and(|(account, _)| is_like(id, account))
    }

    /// Whether an account's registry stands behind its hosts, which are none of ECR.
    pub fn is_of_others(&self) -> bool {
        self.account.is_some() && self.hosts.of_registry().is_none()
    }

    /// The one region that its hosts lie in.
    pub fn names_region(&self) -> Option<&str> {
        self.hosts.of_registry().map(|(_, region)| region).filter(|region| !region.contains('*'))
    }

    /// The role for a registry of this account.
    pub fn role_in(&self, account: Option<&str>) -> Option<String> {
        self.role.as_ref().map(|role| account.map_or_else(|| role.clone(), |id| role.replace(ACCOUNT, id)))
    }

    /// A host that is none of ECR, as the registry that stands behind it in a region.
    pub fn behind(&self, host: &str, region: &str) -> Option<Host> {
        Some(Host {
            name: host.to_ascii_lowercase(),
            account: Some(self.account.clone()?),
            region: region.to_owned(),
            fips: false,
            dual_stack: false,
        })
    }
}

fn account(entry: &Entry<'_>) -> Result<String, Fault> {
    const WANTED: &str = "must be an account's 12 digits, in quotes";
    let account: String = entry.read(WANTED)?;
    if is_account_id(&account) { Ok(account) } else { Err(entry.fault(WANTED)) }
}

fn region(entry: &Entry<'_>) -> Result<String, Fault> {
    let region = entry.text()?.to_ascii_lowercase();
    if partitions::is_usable(&region) { Ok(region) } else { Err(entry.fault("is not a region, such as eu-west-1")) }
}

fn role(entry: &Entry<'_>) -> Result<String, Fault> {
    let role = entry.text()?;
    match role_fault(&role) {
        None => Ok(role),
        Some(what) => Err(entry.fault(what)),
    }
}

/// What is wrong with a role, to go on after its name.
pub fn role_fault(role: &str) -> Option<&'static str> {
    let filled = role.replace(ACCOUNT, "111122223333");
    if filled.contains(['{', '}']) {
        return Some("has a placeholder other than {account}");
    }
    let parts: Vec<&str> = filled.splitn(6, ':').collect();
    let is_partition =
        |name: &str| name.starts_with("aws") && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let is_named = |role: &str| role.strip_prefix("role/").is_some_and(|name| !name.is_empty());
    let is_role = matches!(parts[..], ["arn", partition, "iam", "", account, role]
        if is_partition(partition) && is_account_id(account) && is_named(role));
    let is_fit = is_role && filled.bytes().all(|b| b.is_ascii_graphic());
    (!is_fit).then_some("must be a role's ARN, such as arn:aws:iam::{account}:role/pull")
}
