//! Credential stores: which one would keep a login, and whether it can.

use super::config_file::ConfigFile;
use super::tool::Tool;
use crate::environment::Environment;
use crate::error::{Code, Error, printable};
use crate::process::{Output, Program};
use crate::secret::Secret;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// The most bytes that the credential manager of Windows keeps: CRED_MAX_CREDENTIAL_BLOB_SIZE.
const WINDOWS_LIMIT: usize = 5 * 512;

/// The stores that keep their secrets in it.
const WINDOWS_STORES: &[&str] = &["wincred", "desktop", "desktop.exe"];

const HELPER_LIMIT: Duration = Duration::from_secs(30);

/// What is to be done with a login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Log in; the client keeps it where it keeps all.
    AsConfigured,
    /// Log in, but keep this host's login in the file: its store cannot hold so long a password.
    InFile,
    /// The ECR credential helper logs in to this host by itself.
    NotNeeded,
}

/// Where a login goes, before anything is stored.
///
/// # Errors
/// [`Code::CredentialStoreFailed`] when the store's helper is not on PATH.
pub fn placement(
    tool: Tool,
    config: &ConfigFile,
    host: &str,
    password_bytes: usize,
    env: &Environment,
    windows: bool,
) -> Result<Placement, Error> {
    let store = match config.store_of(host) {
        Some("ecr-login") => return Ok(Placement::NotNeeded),
        Some(store) => {
            if env.find(&program_of(store)).is_none() {
                return Err(missing(store));
            }
            Some(store)
        }
        // Docker's own choice on Windows when nothing is configured.
        None if windows && tool == Tool::Docker && config.is_blank() && env.find(&program_of("wincred")).is_some() => {
            Some("wincred")
        }
        None => None,
    };
    let too_long =
        windows && password_bytes > WINDOWS_LIMIT && store.is_some_and(|store| WINDOWS_STORES.contains(&store));
    Ok(if too_long { Placement::InFile } else { Placement::AsConfigured })
}

/// Takes a host's logins out of a store under every key; whether any was there.
///
/// # Errors
/// [`Code::CredentialStoreFailed`], or [`Code::StillLoggedIn`] when the store keeps one.
pub async fn erase(store: &str, keys: &[String], env: &Environment) -> Result<bool, Error> {
    let program = env.find(&program_of(store)).ok_or_else(|| missing(store))?;
    let found = held(store, &program, keys, env).await?;
    for key in &found {
        call(store, &program, "erase", Some(key), env).await?;
    }
    match held(store, &program, keys, env).await?.first() {
        None => Ok(!found.is_empty()),
        Some(key) => Err(Error::new(
            Code::StillLoggedIn,
            format!("The credential store '{}' still holds a login for {key}.", printable(store)),
        )),
    }
}

async fn held(store: &str, program: &PathBuf, keys: &[String], env: &Environment) -> Result<Vec<String>, Error> {
    let output = call(store, program, "list", None, env).await?;
    let listed: BTreeMap<String, Value> = serde_json::from_slice(&output.stdout).unwrap_or_default();
    Ok(keys.iter().filter(|key| listed.contains_key(*key)).cloned().collect())
}

async fn call(
    store: &str,
    program: &PathBuf,
    action: &str,
    key: Option<&String>,
    env: &Environment,
) -> Result<Output, Error> {
    let run = Program {
        name: program.clone(),
        arguments: vec![action.into()],
        env: env.clone(),
        cwd: None,
        input: Some(Secret::from(key.cloned().unwrap_or_default())),
        limit: HELPER_LIMIT,
    };
    let failed = |what: String| {
        Error::new(Code::CredentialStoreFailed, format!("The credential store '{}' {what}.", printable(store)))
    };
    let output = run.run().await.map_err(|e| failed(e.to_string()))?;
    // A helper says on standard output what went wrong; that there is nothing to erase is no failure.
    let said = crate::redact::redact(String::from_utf8_lossy(&output.stdout).trim());
    if output.status.success() || said.contains("credentials not found") {
        return Ok(output);
    }
    Err(failed(format!("failed to {action}: {}", printable(&said))))
}

fn program_of(store: &str) -> String {
    format!("docker-credential-{store}")
}

fn missing(store: &str) -> Error {
    let message = format!(
        "The client's config names the credential store '{}', but {} is not on PATH.",
        printable(store),
        printable(&program_of(store))
    );
    Error::new(Code::CredentialStoreFailed, message)
}
