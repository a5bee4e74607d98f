//! Logging out: a host's logins are taken out of file and store, under every spelling, and it is checked that they are
//! gone.

use super::config_file::ConfigFile;
use super::place::Place;
use super::served;
use super::shim;
use super::status::Status;
use super::store::Store;
use super::tool::Tool;
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::log_line::LogLine;
use crate::base::shown::shown;
use crate::client::found::{Wanted, find};
use crate::client::kept::Kept;
use std::path::PathBuf;
use std::time::Duration;

/// Where logins may lie: the client's place, and that of the client whose name it bears.
pub struct Places<'a> {
    places: Vec<(Tool, Place)>,
    /// A program called docker that nobody has asked yet what it is.
    unasked: Option<PathBuf>,
    env: &'a Environment,
    /// How long a store may take for each call.
    limit: Duration,
}

impl<'a> Places<'a> {
    /// The places of a client. What one left behind can be taken out without it.
    ///
    /// # Errors
    /// What is wrong with the place that the user named.
    pub async fn of(wanted: &Wanted<'_>, env: &'a Environment, limit: Duration) -> Result<Self, Error> {
        let found = match find(wanted, env).await {
            Ok(found) => found,
            Err(error) if error.code == Code::ToolNotFound => {
                let tool = wanted.tool.unwrap_or(Tool::Docker);
                let place = Place::of(tool, wanted.config_path, env)?;
                return Ok(Places { places: vec![(tool, place)], unasked: None, env, limit });
            }
            Err(error) => return Err(error),
        };
        let mut places = vec![(found.tool, found.place)];
        if found.is_shim && wanted.config_path.is_none() {
            places.push((Tool::Docker, Place::of(Tool::Docker, None, env)?));
        }
        let may_be_another = found.tool == Tool::Docker && wanted.config_path.is_none();
        Ok(Places { places, unasked: may_be_another.then_some(found.program), env, limit })
    }

    /// Logs out of a host, wherever it is logged in. That there is no login is said only once docker's program has said
    /// that it is docker.
    ///
    /// # Errors
    /// What is wrong with file or store, or [`Code::StillLoggedIn`].
    pub async fn log_out(&mut self, host: &str) -> Result<Kept, Error> {
        let kept = self.remove(host).await?;
        if kept.status == Status::Removed {
            return Ok(kept);
        }
        let Some(program) = self.unasked.take() else { return Ok(kept) };
        let Some(tool) = shim::by_version(&program, self.env).await else { return Ok(kept) };
        self.places.insert(0, (tool, Place::of(tool, None, self.env)?));
        self.remove(host).await
    }

    /// What there is to say of hosts that the client logs in to again by a helper.
    pub fn told_helpers(&self, hosts: &[&str]) -> Vec<LogLine> {
        self.places.iter().flat_map(|(tool, place)| served::told(*tool, place, hosts, self.env)).collect()
    }

    async fn remove(&self, host: &str) -> Result<Kept, Error> {
        let mut first = None;
        for (tool, place) in &self.places {
            let kept = remove(*tool, place, host, self.env, self.limit).await?;
            if first
                .as_ref()
                .is_none_or(|first: &Kept| first.status != Status::Removed && kept.status == Status::Removed)
            {
                first = Some(kept);
            }
        }
        Ok(first.expect("there is a place at least"))
    }
}

async fn remove(tool: Tool, place: &Place, host: &str, env: &Environment, limit: Duration) -> Result<Kept, Error> {
    let config_path = place.config_path(tool);
    let nothing = Kept { status: Status::NotFound, tool, config_path, store: None };
    // What cannot be looked at, such as links in a circle, is told by reading it.
    if matches!(place.file.try_exists(), Ok(false)) {
        return Ok(nothing);
    }
    let mut config = ConfigFile::open(&place.file).await?;
    let mut from = config.remove(host)?.then(|| shown(&place.file));
    if let Some(store) = Store::of(tool, &config, host, env)?.map(|store| store.within(limit))
        && store.erase_all(host).await?
    {
        from = Some(store.name().to_owned());
    }
    config.reload()?;
    if config.holds(host) {
        let message = format!("{} still holds a login for {host}.", shown(&place.file));
        return Err(Error::new(Code::StillLoggedIn, message));
    }
    let status = if from.is_some() { Status::Removed } else { Status::NotFound };
    Ok(Kept { status, store: from, ..nothing })
}
