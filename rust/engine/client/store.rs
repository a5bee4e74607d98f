//! Credential stores: which one would keep a login, and whether it can.

use super::config_file::ConfigFile;
use super::tool::Tool;
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use crate::base::process::{Output, Program};
use crate::base::secret::Secret;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
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
    let store = match config.store_of(tool, host) {
        Some(store) if !is_plain(store) => return Err(missing(store)),
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
    let program = env.find(&program_of(store)).filter(|_| is_plain(store)).ok_or_else(|| missing(store))?;
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

async fn held(store: &str, program: &Path, keys: &[String], env: &Environment) -> Result<Vec<String>, Error> {
    let output = call(store, program, "list", None, env).await?;
    if !output.status.success() {
        return Ok(Vec::new());
    }
    // A store without logins may say null.
    let listed: Option<BTreeMap<String, Value>> =
        serde_json::from_slice(&output.stdout).map_err(|_| failed(store, "lists its logins in no known form"))?;
    Ok(keys.iter().filter(|key| listed.as_ref().is_some_and(|listed| listed.contains_key(*key))).cloned().collect())
}

async fn call(
    store: &str,
    program: &Path,
    action: &str,
    key: Option<&String>,
    env: &Environment,
) -> Result<Output, Error> {
    let run = Program {
        name: program.to_owned(),
        arguments: vec![action.into()],
        env: env.clone(),
        cwd: None,
        input: Some(Secret::from(key.cloned().unwrap_or_default())),
        limit: HELPER_LIMIT,
    };
    let output = run.run().await.map_err(|e| failed(store, &e.to_string()))?;
    // A helper says on standard output what went wrong; that there is nothing to erase is no failure.
    let said = crate::base::redact::redact(String::from_utf8_lossy(&output.stdout).trim());
    if output.status.success() || said.contains("credentials not found") {
        return Ok(output);
    }
    Err(failed(store, &format!("failed to {action}: {}", printable(&said))))
}

/// Whether a store's name is one: it becomes part of a program's name, and must not become part of a path.
fn is_plain(store: &str) -> bool {
    store.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

fn program_of(store: &str) -> String {
    format!("docker-credential-{store}")
}

fn failed(store: &str, what: &str) -> Error {
    Error::new(Code::CredentialStoreFailed, format!("The credential store '{}' {what}.", printable(store)))
}

fn missing(store: &str) -> Error {
    let message = format!(
        "The client's config names the credential store '{}', but {} is not on PATH.",
        printable(store),
        printable(&program_of(store))
    );
    Error::new(Code::CredentialStoreFailed, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::test_files::{env, open, write};
    use serde_json::json;
    use tempfile::tempdir;

    const HOST: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";

    /// The decision for docker on Windows, with the helpers of Windows on PATH.
    fn on_windows(config: &Value, bytes: usize) -> Placement {
        let folder = tempdir().unwrap();
        let config = open(&write(&folder, config));
        let env = env(&folder, &["docker-credential-wincred", "docker-credential-desktop", "docker-credential-pass"]);
        placement(Tool::Docker, &config, HOST, bytes, &env, true).unwrap()
    }

    #[test]
    fn what_the_store_of_windows_cannot_hold_goes_into_the_file() {
        for config in [
            json!({ "credsStore": "wincred" }),
            json!({ "credsStore": "desktop" }),
            json!({ "credHelpers": { HOST: "wincred" }, "credsStore": "pass" }),
            json!({}),
            json!({ "auths": {}, "credsStore": "", "credHelpers": {}, "currentContext": "default" }),
        ] {
            assert_eq!(on_windows(&config, 2560), Placement::AsConfigured, "{config}");
            assert_eq!(on_windows(&config, 2561), Placement::InFile, "{config}");
        }
    }

    #[test]
    fn other_stores_have_no_such_limit() {
        for config in [
            json!({ "credsStore": "pass" }),
            json!({ "credHelpers": { HOST: "pass" }, "credsStore": "wincred" }),
            json!({ "credHelpers": { HOST: "" }, "credsStore": "wincred" }),
            json!({ "auths": { "other.example": {} } }),
        ] {
            assert_eq!(on_windows(&config, 4096), Placement::AsConfigured, "{config}");
        }
    }

    #[test]
    fn off_windows_and_off_docker_nothing_is_moved() {
        let folder = tempdir().unwrap();
        let env = env(&folder, &["docker-credential-wincred"]);
        let wincred = open(&write(&folder, &json!({ "credsStore": "wincred" })));
        let decided = |tool, windows| placement(tool, &wincred, HOST, 4096, &env, windows).unwrap();
        assert_eq!(decided(Tool::Docker, false), Placement::AsConfigured);
        assert_eq!(decided(Tool::Podman, true), Placement::AsConfigured);
        assert_eq!(decided(Tool::Nerdctl, true), Placement::InFile);
        drop(wincred);
        let blank = open(&write(&folder, &json!({})));
        let chosen = |tool| placement(tool, &blank, HOST, 4096, &env, true).unwrap();
        assert_eq!((chosen(Tool::Docker), chosen(Tool::Crane)), (Placement::InFile, Placement::AsConfigured));
    }

    #[test]
    fn without_its_helper_windows_is_like_the_others() {
        let folder = tempdir().unwrap();
        let blank = open(&write(&folder, &json!({})));
        let decided = placement(Tool::Docker, &blank, HOST, 4096, &env(&folder, &[]), true);
        assert_eq!(decided.unwrap(), Placement::AsConfigured);
    }
}
