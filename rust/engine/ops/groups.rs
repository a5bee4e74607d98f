//! Registries by the call that answers for them.

use super::client_options::ClientOptions;
use crate::base::error::{Code, Error, invalid};
use crate::base::printable::printable;
use crate::registry::id::Written;
use crate::registry::name::{self, Host, Name};
use crate::registry::target::Target;
use crate::registry::token::Login;
use crate::session::connection::Connection;

/// Registries that one session answers for.
pub struct Group {
    pub connection: Connection,
    /// Each once; none for the caller's own registry.
    pub ids: Vec<String>,
    hosts: Vec<Host>,
}

impl Group {
    /// Where a login goes: the hosts that were named, else the one that the service answered.
    ///
    /// # Errors
    /// [`Code::UnsafeEndpoint`], or [`Code::InvalidToken`] for an empty password, at which clients ask for one.
    pub fn targets(&self, login: &Login, options: &ClientOptions) -> Result<Vec<Target>, Error> {
        let endpoint = Target::of_endpoint(&login.proxy_endpoint)?;
        if !self.asked_for(login, &endpoint) {
            let message =
                format!("The service named {}, which was not asked for; no login is sent there.", endpoint.host);
            return Err(Error::new(Code::UnsafeEndpoint, message));
        }
        if login.password.expose().is_empty() {
            let message = format!("The service's token for {} has an empty password.", endpoint.host);
            return Err(Error::new(Code::InvalidToken, message));
        }
        let named = self.hosts.iter().filter(|host| host.is_public() || host.account == login.registry_id);
        let mut bases: Vec<Target> =
            named.map(|host| Target { host: host.name.clone(), plain_http: endpoint.plain_http }).collect();
        if bases.is_empty() {
            bases.push(endpoint);
        }
        Ok(bases.into_iter().flat_map(|base| options.targets(base)).collect())
    }

    /// Whether a login is for a registry that was asked for: one of the accounts, or the caller's own. A registry of
    /// this machine has no account in its name.
    fn asked_for(&self, login: &Login, endpoint: &Target) -> bool {
        match &login.registry_id {
            Some(account) => self.ids.is_empty() || self.ids.contains(account),
            None => self.connection.public || endpoint.is_local(),
        }
    }

    /// What the user named.
    pub fn names(&self) -> Vec<String> {
        if self.hosts.is_empty() { self.ids.clone() } else { self.hosts.iter().map(|host| host.name.clone()).collect() }
    }
}

/// The texts of what a user wrote.
pub fn texts_of(written: Vec<Written>) -> Vec<String> {
    written.into_iter().map(|one| one.text).collect()
}

/// Reads the names of registries.
///
/// # Errors
/// [`Code::InvalidRegistryName`] that lists every bad one.
pub fn parse_names(texts: &[String]) -> Result<Vec<Name>, Error> {
    let (good, bad): (Vec<_>, Vec<_>) = texts.iter().map(|text| name::parse(text)).partition(Result::is_ok);
    let mut bad: Vec<Error> = bad.into_iter().filter_map(Result::err).collect();
    if bad.len() > 1 {
        let reasons: Vec<String> = bad.iter().map(|error| error.message.clone()).collect();
        return Err(Error::new(Code::InvalidRegistryName, reasons.join(" ")).details(reasons));
    }
    bad.pop().map_or_else(|| Ok(good.into_iter().flatten().collect()), Err)
}

/// Puts names together by the call that answers for them; accounts are asked for in every region.
///
/// # Errors
/// [`Code::RegionMismatch`], or [`Code::InvalidParameter`] for an account of ECR Public.
pub fn groups(connection: &Connection, names: Vec<Name>, regions: &[String]) -> Result<Vec<Group>, Error> {
    let in_region = |region: Option<&String>| {
        let mut settled = connection.clone();
        settled.region = region.cloned().or(settled.region);
        settled
    };
    let everywhere: Vec<Connection> = match regions {
        [] => vec![in_region(None)],
        regions => regions.iter().map(|region| in_region(Some(region))).collect(),
    };
    let mut groups = Vec::new();
    if names.is_empty() {
        everywhere.iter().for_each(|settled| add(&mut groups, settled.clone(), None, None));
    }
    for name in names {
        match name {
            Name::Account(_) if connection.public => {
                return Err(invalid("ECR Public has one registry: -Public takes no account ids."));
            }
            Name::Account(id) => {
                everywhere.iter().for_each(|settled| add(&mut groups, settled.clone(), Some(id.clone()), None));
            }
            Name::Host(host) => {
                check_region(&host, connection, regions)?;
                let mut settled = in_region(Some(&host.region));
                settled.public = host.is_public();
                settled.host_endpoint = (host.fips || host.dual_stack).then_some((host.fips, host.dual_stack));
                add(&mut groups, settled, host.account.clone(), Some(host));
            }
        }
    }
    Ok(groups)
}

fn add(groups: &mut Vec<Group>, connection: Connection, id: Option<String>, host: Option<Host>) {
    let at = groups.iter().position(|group| group.connection == connection).unwrap_or_else(|| {
        groups.push(Group { connection, ids: Vec::new(), hosts: Vec::new() });
        groups.len() - 1
    });
    let group = &mut groups[at];
    group.ids.extend(id.filter(|id| !group.ids.contains(id)));
    group.hosts.extend(host.filter(|host| !group.hosts.contains(host)));
}

fn check_region(host: &Host, connection: &Connection, regions: &[String]) -> Result<(), Error> {
    let named: Vec<&String> = connection.region.iter().chain(regions).collect();
    if host.is_public() || named.is_empty() || named.iter().any(|region| **region == host.region) {
        return Ok(());
    }
    let named: Vec<String> = named.into_iter().map(|region| printable(region)).collect();
    let message = format!("{} lies in the region {}, but -Region says {}.", host.name, host.region, named.join(", "));
    Err(Error::new(Code::RegionMismatch, message))
}
