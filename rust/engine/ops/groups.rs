//! Registries by the call that answers for them.

use super::client_options::ClientOptions;
use super::mapped::{Found, Mapped};
use crate::base::error::{Code, Error, invalid};
use crate::base::log_line::{Level, LogLine};
use crate::base::printable::{listed, printable};
use crate::registry::id::Written;
use crate::registry::name::{self, Host, Name};
use crate::registry::target::Target;
use crate::registry::token::Login;
use crate::session::connection::{Connection, MapLine};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// How many names of a group are told.
const SHOWN: usize = 10;

/// Registries that one session answers for.
pub struct Group {
    pub connection: Connection,
    /// Each once; none for the caller's own registry.
    pub ids: Vec<String>,
    hosts: Vec<Host>,
    /// At which name each id stood first, and the group.
    places: HashMap<String, usize>,
    place: usize,
}

impl Group {
    /// The accounts that are asked for over one connection, as nearly every request names them.
    pub fn of_accounts(connection: Connection, ids: Vec<String>) -> Self {
        Group { connection, ids, hosts: Vec::new(), places: HashMap::new(), place: 0 }
    }

    fn new(connection: Connection, place: usize) -> Self {
        Group { place, ..Self::of_accounts(connection, Vec::new()) }
    }

    /// The place among all names at which a registry was named first; the last of all for one that was not.
    pub fn place_of(&self, id: Option<&String>) -> usize {
        let own = self.ids.is_empty().then_some(self.place);
        id.and_then(|id| self.places.get(id).copied()).or(own).unwrap_or(usize::MAX)
    }

    /// The place of the first name.
    pub fn place(&self) -> usize {
        self.place
    }

    /// Where a login goes: the hosts that were named, else the one that the service of this region answered.
    ///
    /// # Errors
    /// [`Code::UnsafeEndpoint`], or [`Code::InvalidToken`] for an empty password, at which clients ask for one.
    pub fn targets(&self, login: &Login, region: &str, options: &ClientOptions) -> Result<Vec<Target>, Error> {
        let endpoint = Target::of_endpoint(&login.proxy_endpoint)?;
        if !endpoint.is_local() && !self.asked_for(&endpoint, region) {
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

    /// Gives a login the FIPS or dual-stack name by which its registry was asked for, where images have that name. The
    /// service answers with the plain one, unless it is an emulator on this machine.
    pub fn name_as_asked(&self, login: &mut Login) {
        let is_its = |host: &&Host| (host.fips || host.dual_stack) && host.account == login.registry_id;
        let is_elsewhere = Target::of_endpoint(&login.proxy_endpoint).is_ok_and(|endpoint| !endpoint.is_local());
        if let Some(host) = self.hosts.iter().find(is_its).filter(|_| is_elsewhere) {
            login.proxy_endpoint = format!("https://{}", host.name);
        }
    }

    /// Whether an endpoint is a registry that was asked for: one of the accounts, or the caller's own, in the region
    /// that was asked.
    fn asked_for(&self, endpoint: &Target, region: &str) -> bool {
        // A name is read with port 443 too, which no registry of ECR answers with.
        let Ok(Name::Host(host)) = name::parse(&endpoint.host) else { return false };
        let is_whole = host.name.eq_ignore_ascii_case(&endpoint.host);
        is_whole
            && match &host.account {
                None => self.connection.public,
                Some(account) => {
                    !self.connection.public
                        && host.region.eq_ignore_ascii_case(region)
                        && (self.ids.is_empty() || self.ids.contains(account))
                }
            }
    }

    fn add(&mut self, id: String, place: usize) {
        if let Entry::Vacant(vacant) = self.places.entry(id.clone()) {
            vacant.insert(place);
            self.ids.push(id);
        }
    }

    /// Where the line of the map stands that the group goes by.
    pub fn line(&self) -> Option<&str> {
        self.connection.line.as_ref().map(|line| line.place.as_str())
    }

    /// Says by which line of the map the group goes.
    pub fn told(&self) -> Option<LogLine> {
        let line = self.connection.line.as_ref()?;
        let names = self.names().into_iter().map(|name| printable(&name)).collect::<Vec<_>>();
        let message = format!("Map: {}, for {}{line}", line.place, listed(names.into_iter(), SHOWN));
        Some(LogLine { level: Level::Verbose, message })
    }

    /// What the user named: hosts, and the accounts that none of them is of.
    pub fn names(&self) -> Vec<String> {
        let hosts = self.hosts.iter().map(|host| host.name.clone());
        let named = |id: &String| self.hosts.iter().any(|host| host.account.as_ref() == Some(id));
        hosts.chain(self.ids.iter().filter(|id| !named(id)).cloned()).collect()
    }
}

/// The texts of what a user wrote.
pub fn texts_of(written: Vec<Written>) -> Vec<String> {
    written.into_iter().map(|one| one.text).collect()
}

/// Puts names together by the call that answers for them, those of different lines of the map apart; accounts are asked
/// for in every region.
///
/// # Errors
/// [`Code::RegionMismatch`], or [`Code::InvalidParameter`] for an account of ECR Public.
pub async fn groups(
    connection: &Connection,
    names: Vec<Name>,
    regions: &[String],
    mapped: &mut Mapped,
) -> Result<Vec<Group>, Error> {
    let everywhere: Vec<Call> = match regions {
        [] => vec![Call::of(connection)],
        regions => regions.iter().map(|region| Call { region: Some(region.clone()), ..Call::of(connection) }).collect(),
    };
    let mut groups = Groups { connection, found: Vec::new() };
    if names.is_empty() {
        for call in &everywhere {
            groups.of(call, 0);
        }
    }
    for (place, name) in names.into_iter().enumerate() {
        match name {
            Name::Account(_) if connection.public => {
                return Err(invalid("ECR Public has one registry: -Public takes no account ids."));
            }
            Name::Account(id) => {
                for call in &everywhere {
                    let found = mapped.of_account(connection, &id, call.region.as_deref()).await;
                    let call = found.map_or_else(|| call.clone(), |found| call.in_map(found, connection));
                    groups.of(&call, place).add(id.clone(), place);
                }
            }
            Name::Host(host) => {
                check_region(&host, connection, regions)?;
                let line = mapped.line_of(&host).filter(|_| !connection.is_settled());
                let group = groups.of(&Call { line, ..Call::of_host(&host) }, place);
                if let Some(id) = &host.account {
                    group.add(id.clone(), place);
                }
                group.hosts.extend(Some(host).filter(|host| !group.hosts.contains(host)));
            }
        }
    }
    Ok(groups.found.into_iter().map(|(_, group)| group).collect())
}

/// Where one name leads, apart from what all of a request have in common.
#[derive(Clone, PartialEq, Eq)]
struct Call {
    region: Option<String>,
    public: bool,
    host_endpoint: Option<(bool, bool)>,
    line: Option<MapLine>,
}

impl Call {
    fn of(connection: &Connection) -> Self {
        let Connection { region, public, host_endpoint, .. } = connection;
        Call { region: region.clone(), public: *public, host_endpoint: *host_endpoint, line: None }
    }

    /// Who signs anyway is asked together.
    fn in_map(&self, found: Found, connection: &Connection) -> Self {
        Call { region: found.region, line: Some(found.line).filter(|_| !connection.is_settled()), ..self.clone() }
    }

    fn of_host(host: &Host) -> Self {
        Call {
            region: Some(host.region.clone()),
            public: host.is_public(),
            host_endpoint: (host.fips || host.dual_stack).then_some((host.fips, host.dual_stack)),
            line: None,
        }
    }
}

struct Groups<'a> {
    connection: &'a Connection,
    found: Vec<(Call, Group)>,
}

impl Groups<'_> {
    /// The group of a call; a new one at this place, if there is none.
    fn of(&mut self, call: &Call, place: usize) -> &mut Group {
        let at = self.found.iter().position(|(known, _)| known == call).unwrap_or_else(|| {
            let Call { region, public, host_endpoint, line } = call.clone();
            let connection = Connection { region, public, host_endpoint, ..self.connection.clone() };
            let connection = match &line {
                Some(line) => connection.with_line(line),
                None => connection,
            };
            self.found.push((call.clone(), Group::new(connection, place)));
            self.found.len() - 1
        });
        &mut self.found[at].1
    }
}

fn check_region(host: &Host, connection: &Connection, regions: &[String]) -> Result<(), Error> {
    let mut named = connection.region.iter().chain(regions).map(|region| region.trim()).peekable();
    if host.is_public() || named.peek().is_none() || named.any(|region| region.eq_ignore_ascii_case(&host.region)) {
        return Ok(());
    }
    let named: Vec<String> = connection.region.iter().chain(regions).map(|region| printable(region)).collect();
    let message = format!("{} lies in the region {}, but -Region says {}.", host.name, host.region, named.join(", "));
    Err(Error::new(Code::RegionMismatch, message))
}
