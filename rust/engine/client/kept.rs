//! Where a login lies once a client says that it is there, and what lies beside it.

use super::config_file::ConfigFile;
use super::status::Status;
use super::store::Store;
use super::tool::Tool;
use crate::base::environment::Environment;
use crate::base::error::Error;
use crate::base::log_line::{Level, LogLine};
use crate::client::spelling::is_usual;
use crate::registry::token::Login;
use std::time::Duration;

/// What was done with a login, and where it lies.
pub struct Kept {
    pub status: Status,
    pub tool: Tool,
    /// What -ConfigPath would name the client's place by.
    pub config_path: String,
    /// The file, or the name of the credential store; none where it is in neither, or not known.
    pub store: Option<String>,
}

/// Whether a login is there.
pub enum Looked {
    /// In the store of that name, or in the file.
    There(Option<String>),
    /// Neither in the file nor in its store.
    Missing,
}

/// Looks for a login that a client says it has kept. A store that cannot list is asked for the login itself; each of its
/// calls may take so long.
///
/// # Errors
/// [`crate::base::error::Code::CredentialStoreMissing`], or [`crate::base::error::Code::CredentialStoreFailed`] for a
/// store that tells neither.
pub async fn look(
    config: &ConfigFile,
    tool: Tool,
    host: &str,
    login: &Login,
    env: &Environment,
    limit: Duration,
) -> Result<Looked, Error> {
    let Some(store) = Store::of(tool, config, host, env)?.map(|store| store.within(limit)) else {
        return Ok(if config.holds_login(host, login) { Looked::There(None) } else { Looked::Missing });
    };
    let there = match store.held(host).await {
        Ok(keys) => !keys.is_empty(),
        Err(_) if store.gives(host, login).await => true,
        Err(error) => return Err(error),
    };
    Ok(if there { Looked::There(Some(store.name().to_owned())) } else { Looked::Missing })
}

/// Takes out the logins under other spellings of a host: a new login does not replace them, and a client may find an old
/// password there. What a store does not give away is told and no failure: the login itself is there.
///
/// # Errors
/// [`crate::base::error::Code::ClientConfigInvalid`].
pub async fn replace_others(
    config: &mut ConfigFile,
    tool: Tool,
    host: &str,
    login: &Login,
    env: &Environment,
    limit: Duration,
    log: &mut Vec<LogLine>,
) -> Result<(), Error> {
    let mut removed = config.remove_stale(host, login)?;
    if let Some(store) = Store::of(tool, config, host, env)?.map(|store| store.within(limit)) {
        removed |= erase_others(&store, host, log).await;
    }
    if removed {
        let message = format!("Older logins under other spellings of {host} were taken out.");
        log.push(LogLine { level: Level::Verbose, message });
    }
    Ok(())
}

/// Takes the logins under other spellings of a host out of its store; whether there were any.
pub async fn erase_others(store: &Store<'_>, host: &str, log: &mut Vec<LogLine>) -> bool {
    let mut removed = false;
    for key in store.held(host).await.unwrap_or_default().iter().filter(|key| !is_usual(key, host)) {
        match store.erase(key).await {
            Ok(()) => removed = true,
            Err(error) => log.push(LogLine { level: Level::Warning, message: error.message }),
        }
    }
    removed
}
