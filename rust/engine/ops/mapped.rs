//! What the map `registries.json` says of the registries that a request names. Where it names none, there is no map.

use crate::base::error::Error;
use crate::base::log_line::{Level, LogLine};
use crate::registry::name::{self, Host, Name};
use crate::registry::partitions;
use crate::registry::reference::address_of;
use crate::session::connection::{Connection, MapLine};
use crate::session::map::{Line, Map};
use crate::session::region::region_of;
use crate::session::settings::Settings;
use std::collections::{BTreeMap, HashMap};

/// The map, as far as it is about what a request names.
#[derive(Default)]
pub struct Mapped {
    map: Map,
    /// Hosts that are none of ECR, by the names they were given, as the registries that stand behind them.
    behind: BTreeMap<String, Host>,
    /// The region of each profile that was looked at.
    regions: HashMap<Option<String>, Option<String>>,
}

/// An account's registry as a line of the map has it.
pub struct Found {
    pub line: MapLine,
    /// The region, where the line or its profile settles it.
    pub region: Option<String>,
}

impl Mapped {
    /// Reads the map, and looks for the hosts in it that are none of ECR.
    ///
    /// # Errors
    /// What is wrong with the map, or that no region is known for such a host.
    pub async fn of(connection: &Connection, names: &[&str]) -> Result<Self, Error> {
        if names.is_empty() {
            return Ok(Mapped::default());
        }
        let mut mapped = Mapped { map: Map::read(&connection.env)?, ..Mapped::default() };
        if mapped.is_empty() {
            return Ok(mapped);
        }
        for text in names.iter().copied().filter(|text| name::parse(text).is_err()) {
            if let Some(host) = mapped.registry_behind(connection, text).await? {
                mapped.behind.insert(text.to_owned(), host);
            }
        }
        Ok(mapped)
    }

    /// Whether there is no map, or none that says anything.
    pub fn is_empty(&self) -> bool {
        self.map.lines().is_empty()
    }

    /// Reads a registry's name; a host of the map is one too.
    ///
    /// # Errors
    /// [`crate::base::error::Code::InvalidRegistryName`].
    pub fn parse(&self, text: &str) -> Result<Name, Error> {
        self.behind.get(text).map_or_else(|| name::parse(text), |host| Ok(Name::Host(host.clone())))
    }

    /// Whether a host stands for a registry under another name, so that the call may name another region than the map.
    async fn registry_behind(&self, connection: &Connection, text: &str) -> Result<Option<Host>, Error> {
        let Some((host, line)) = address_of(text).and_then(|host| Some((host.clone(), self.map.line_of(&host)?)))
        else {
            return Ok(None);
        };
        let said = connection.region.as_ref().or(line.region.as_ref());
        let region = match said {
            Some(region) => region.clone(),
            None => region_of(&connection.clone().with_line(&said_of(line, line.account.as_deref()))).await?,
        };
        Ok(line.behind(&host, &region))
    }

    /// Says which registries stand behind hosts that are none of ECR.
    pub fn told(&self) -> impl Iterator<Item = LogLine> {
        self.behind.values().map(|host| {
            let place = self.map.line_of(&host.name).map(|line| line.place.as_str()).unwrap_or_default();
            let account = host.account.as_deref().unwrap_or_default();
            let message = format!("Map: {place}: {} is the registry {account} in {}", host.name, host.region);
            LogLine { level: Level::Verbose, message }
        })
    }

    /// The line that says who signs for a host.
    pub fn line_of(&self, host: &Host) -> Option<MapLine> {
        self.map.line_of(&host.name).map(|line| said_of(line, host.account.as_deref()))
    }

    /// The line of an account's registry, in the region that the call names, else in that of the line, of the
    /// environment or of the line's profile.
    pub async fn of_account(&mut self, connection: &Connection, id: &str, region: Option<&str>) -> Option<Found> {
        for at in 0..self.map.lines().len() {
            let settled = match region {
                Some(region) => Some(region.to_owned()),
                None => self.region_of_line(connection, at).await,
            };
            let line = &self.map.lines()[at];
            let region = settled.or_else(|| line.names_region().map(str::to_owned));
            let is_of = match &region {
                Some(region) => line.is_of(&partitions::host_of(id, region)),
                None => line.may_be_of(id),
            };
            if is_of {
                return Some(Found { line: said_of(line, Some(id)), region });
            }
        }
        None
    }

    /// The region that an account is asked in, where the map knows it.
    pub async fn region_of(&mut self, connection: &Connection, id: &str) -> Option<String> {
        self.of_account(connection, id, connection.region.as_deref()).await?.region
    }

    /// The region of a line, else of the environment, else of the line's profile.
    async fn region_of_line(&mut self, connection: &Connection, at: usize) -> Option<String> {
        let line = &self.map.lines()[at];
        if let Some(region) = line.region.as_ref() {
            return Some(region.clone());
        }
        if let Some(known) = self.regions.get(&line.profile) {
            return known.clone();
        }
        let profile = line.profile.clone();
        let connection = connection.clone().with_line(&said_of(line, None));
        // What is wrong with a profile is told when it is used.
        let settings = Settings::read(&connection).await.ok();
        let region = settings.and_then(|settings| settings.region(&connection).ok()?).map(|region| region.to_string());
        self.regions.insert(profile, region.clone());
        region
    }
}

/// The names of a list, borrowed.
pub fn texts(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// What a line says of the registry of an account.
pub fn said_of(line: &Line, account: Option<&str>) -> MapLine {
    MapLine { place: line.place.clone(), profile: line.profile.clone(), role: line.role_in(account) }
}
