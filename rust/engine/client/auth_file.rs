//! Logins kept as a client itself would keep them, without that client: in its file, all in one write, or in the store
//! that the file names.

use super::config_file::ConfigFile;
use super::entry::entry_of;
use super::kept::{Kept, erase_others};
use super::neighbours::told;
use super::place::Place;
use super::placement::{Placement, placement};
use super::status::Status;
use super::store::Store;
use super::tool::Tool;
use crate::base::environment::Environment;
use crate::base::error::Error;
use crate::base::log_line::{Level, LogLine};
use crate::base::shown::shown;
use crate::registry::token::Login;
use serde_json::{Value, json};
use std::time::Duration;

/// A client's place for logins.
pub struct AuthFile<'a> {
    pub tool: Tool,
    pub place: &'a Place,
    pub env: &'a Environment,
    /// How long a store may take for each call.
    pub limit: Duration,
}

/// What is to be done for a host once all are looked at.
enum Settled {
    /// Its entry in the file, and the store that has the login, if one has.
    Written(Option<Value>, Option<String>),
    /// Nothing: this helper makes its logins.
    Served(String),
}

impl AuthFile<'_> {
    /// Keeps a login for each host. The file is locked against other logins meanwhile, and written once.
    ///
    /// # Errors
    /// What is wrong with the file; what is wrong with the store of one host stands among the results.
    pub async fn keep(
        &self,
        logins: &[(String, &Login)],
        log: &mut Vec<LogLine>,
    ) -> Result<Vec<Result<Kept, Error>>, Error> {
        let mut config = ConfigFile::open(&self.place.file).await?;
        let mut settled = Vec::with_capacity(logins.len());
        for (host, login) in logins {
            settled.push(self.settle(&mut config, host, login, log).await);
        }
        let entries: Vec<(String, Option<Value>)> = logins
            .iter()
            .zip(&settled)
            .filter_map(|((host, _), settled)| match settled {
                Ok(Settled::Written(None, _)) if !config.holds(host) => None,
                Ok(Settled::Written(entry, _)) => Some((host.clone(), entry.clone())),
                _ => None,
            })
            .collect();
        if !entries.is_empty()
            && let Some(foreign) = config.put(&entries)?
        {
            let file = shown(&self.place.file);
            let message = format!("{file} was {foreign}, which clients cannot read: it is plain UTF-8 now.");
            log.push(LogLine { level: Level::Warning, message });
        }
        Ok(settled.into_iter().map(|settled| settled.map(|settled| self.kept(settled))).collect())
    }

    async fn settle(
        &self,
        config: &mut ConfigFile,
        host: &str,
        login: &Login,
        log: &mut Vec<LogLine>,
    ) -> Result<Settled, Error> {
        let bytes = login.password.expose().len();
        match placement(self.tool, config, host, bytes, self.env, cfg!(windows)).await? {
            Placement::NotNeeded => {
                let helper = config.store_of(self.tool, host).unwrap_or_default().to_owned();
                let message = format!("{host} is served by the credential helper {helper}: no login is needed.");
                log.push(LogLine { level: Level::Verbose, message });
                return Ok(Settled::Served(helper));
            }
            Placement::InFile => {
                let undo = config.keep_in_file(self.tool, host)?;
                log.extend(told(self.tool, config, host, Some(&undo), self.env));
            }
            // Podman and its like find no login where an empty name stands for a store.
            Placement::AsConfigured if self.tool.is_of_containers() => {
                let undo = config.make_way(host)?;
                log.extend(told(self.tool, config, host, undo.as_ref(), self.env));
            }
            Placement::AsConfigured => {}
        }
        let entry = entry_of(&login.username, &login.password);
        let Some(store) = Store::of(self.tool, config, host, self.env)? else {
            return Ok(Settled::Written(Some(entry), None));
        };
        let store = store.within(self.limit);
        store.keep(host, login).await?;
        erase_others(&store, host, log).await;
        // Docker's own clients leave a mark that a login is in the store.
        let mark = self.tool.takes_an_empty_helper().then(|| json!({}));
        Ok(Settled::Written(mark, Some(store.name().to_owned())))
    }

    fn kept(&self, settled: Settled) -> Kept {
        let (status, store) = match settled {
            Settled::Written(_, store) => (Status::Succeeded, store.unwrap_or_else(|| shown(&self.place.file))),
            Settled::Served(helper) => (Status::NotNeeded, helper),
        };
        Kept { status, tool: self.tool, config_path: self.place.config_path(self.tool), store: Some(store) }
    }
}
