//! Credential stores: which one would keep a login, and whether it can.

use super::config_file::ConfigFile;
use super::protocol::{call, program_of};
use super::spelling::is_of;
use super::tool::Tool;
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use crate::base::process::Output;
use crate::base::redact::redact;
use crate::base::secret::Secret;
use crate::base::shown::shown;
use crate::registry::command::quoted;
use crate::registry::token::Login;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The helper that logs in to ECR by itself.
pub const ECR_LOGIN: &str = "ecr-login";

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
/// [`Code::CredentialStoreMissing`] when the store's helper is not on PATH, or when `ecr-login` does not answer.
pub async fn placement(
    tool: Tool,
    config: &ConfigFile,
    host: &str,
    password_bytes: usize,
    env: &Environment,
    windows: bool,
) -> Result<Placement, Error> {
    let store = match config.store_of(tool, host) {
        Some(store) => {
            let program = program_of(store, env).ok_or_else(|| missing(config, store, host, NOT_ON_PATH))?;
            if store == ECR_LOGIN {
                let silent = |why: String| missing(config, store, host, &format!("does not answer: {why}"));
                return answers(&program, env).await.map(|()| Placement::NotNeeded).map_err(silent);
            }
            Some(store)
        }
        // Docker's own choice on Windows when nothing is configured.
        None if windows && tool == Tool::Docker && config.is_blank() && program_of("wincred", env).is_some() => {
            Some("wincred")
        }
        None => None,
    };
    let too_long =
        windows && password_bytes > WINDOWS_LIMIT && store.is_some_and(|store| WINDOWS_STORES.contains(&store));
    Ok(if too_long && config.can_keep_in_file(tool) { Placement::InFile } else { Placement::AsConfigured })
}

const NOT_ON_PATH: &str = "is not on PATH";

/// Whether a helper can be started and knows the protocol. Helpers from before `version` say that they do not know it.
async fn answers(program: &Path, env: &Environment) -> Result<(), String> {
    let output = run(program, "version", None, env, HELPER_LIMIT).await?;
    let said = redact(&String::from_utf8_lossy(&[&output.stdout[..], b" ", &output.stderr[..]].concat()));
    if output.status.success() || said.to_lowercase().contains("unknown credential action") {
        return Ok(());
    }
    Err(format!("{} {}", output.status, printable(said.trim())).trim().to_owned())
}

/// A store that a config file names for a host.
pub struct Store<'a> {
    name: &'a str,
    program: PathBuf,
    env: &'a Environment,
    limit: Duration,
}

impl<'a> Store<'a> {
    /// The store of a host; none where the file itself or `ecr-login` serves it, which keeps no login.
    ///
    /// # Errors
    /// [`Code::CredentialStoreMissing`].
    pub fn of(tool: Tool, config: &'a ConfigFile, host: &str, env: &'a Environment) -> Result<Option<Self>, Error> {
        let Some(name) = config.store_of(tool, host).filter(|name| *name != ECR_LOGIN) else { return Ok(None) };
        let program = program_of(name, env).ok_or_else(|| missing(config, name, host, NOT_ON_PATH))?;
        Ok(Some(Store { name, program, env, limit: HELPER_LIMIT }))
    }

    /// The same store, each call of which may take so long.
    pub fn within(self, limit: Duration) -> Self {
        Store { limit, ..self }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.name
    }

    /// The spellings of a host under which it holds a login.
    ///
    /// # Errors
    /// [`Code::CredentialStoreFailed`].
    pub async fn held(&self, host: &str) -> Result<Vec<String>, Error> {
        let output = self.call("list", None).await?;
        if !output.status.success() {
            return Ok(Vec::new());
        }
        // A store without logins may say null.
        let listed: Option<BTreeMap<String, Value>> =
            serde_json::from_slice(&output.stdout).map_err(|_| self.failed("lists its logins in no known form"))?;
        Ok(listed.into_iter().flatten().map(|(key, _)| key).filter(|key| is_of(key, host)).collect())
    }

    /// Whether it gives this login for a host. What it gives otherwise is nobody's to see.
    pub async fn gives(&self, host: &str, login: &Login) -> bool {
        let Ok(output) = self.call("get", Some(host)).await else { return false };
        serde_json::from_slice::<Given>(&output.stdout)
            .is_ok_and(|given| given.username == login.username && given.secret == login.password)
    }

    /// Takes one login out.
    ///
    /// # Errors
    /// [`Code::CredentialStoreFailed`].
    pub async fn erase(&self, key: &str) -> Result<(), Error> {
        self.call("erase", Some(key)).await.map(|_| ())
    }

    /// Takes a host's logins out under every spelling; whether any was there.
    ///
    /// # Errors
    /// [`Code::CredentialStoreFailed`], or [`Code::StillLoggedIn`] when the store keeps one.
    pub async fn erase_all(&self, host: &str) -> Result<bool, Error> {
        let found = self.held(host).await?;
        for key in &found {
            self.erase(key).await?;
        }
        match self.held(host).await?.first() {
            None => Ok(!found.is_empty()),
            Some(key) => Err(Error::new(
                Code::StillLoggedIn,
                format!("The credential store '{}' still holds a login for {}.", printable(self.name), printable(key)),
            )),
        }
    }

    async fn call(&self, action: &str, key: Option<&str>) -> Result<Output, Error> {
        let output = run(&self.program, action, key, self.env, self.limit).await.map_err(|what| self.failed(&what))?;
        // A helper says on standard output what went wrong; that there is nothing to erase is no failure.
        let said = redact(String::from_utf8_lossy(&output.stdout).trim());
        if output.status.success() || said.contains("credentials not found") {
            return Ok(output);
        }
        Err(self.failed(&format!("failed to {action}: {}", printable(&said))))
    }

    fn failed(&self, what: &str) -> Error {
        Error::new(Code::CredentialStoreFailed, format!("The credential store '{}' {what}.", printable(self.name)))
    }
}

/// A login as a store gives it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Given {
    username: String,
    secret: Secret,
}

async fn run(
    program: &Path,
    word: &str,
    key: Option<&str>,
    env: &Environment,
    limit: Duration,
) -> Result<Output, String> {
    let input = Secret::from(key.unwrap_or_default().to_owned());
    call(program, word, input, env, limit).await.map_err(|failure| failure.to_string())
}

/// The error of a store that is named and not there, with the line that takes its name out.
fn missing(config: &ConfigFile, store: &str, host: &str, what: &str) -> Error {
    let is_own = config.own_store(host) == Some(store);
    let (store, file) = (printable(store), shown(config.path()));
    let (key, owner, name) = if is_own {
        (format!("credHelpers, '{host}'"), "$c.credHelpers", host)
    } else {
        ("credsStore".to_owned(), "$c", "credsStore")
    };
    let message = format!(
        "The client's config file {file} names the credential store '{store}' ({key}), but docker-credential-{store} {what}."
    );
    let quoted = quoted(&file);
    let line = format!(
        "$f = {quoted}; $c = Get-Content -Raw -LiteralPath $f | ConvertFrom-Json; \
         {owner}.PSObject.Properties.Remove('{name}'); [IO.File]::WriteAllText($f, ($c | ConvertTo-Json -Depth 20))"
    );
    Error::new(Code::CredentialStoreMissing, message).hint(format!("Install it, or take its name out: {line}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::test_files::{env, open, runtime, write};
    use serde_json::json;
    use tempfile::tempdir;

    const HOST: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";

    /// The decision for docker on Windows, with the helpers of Windows on PATH.
    fn on_windows(config: &Value, bytes: usize) -> Placement {
        let folder = tempdir().unwrap();
        let config = open(&write(&folder, config));
        let env = env(&folder, &["docker-credential-wincred", "docker-credential-desktop", "docker-credential-pass"]);
        runtime().block_on(placement(Tool::Docker, &config, HOST, bytes, &env, true)).unwrap()
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
        let decided = |tool, windows| runtime().block_on(placement(tool, &wincred, HOST, 4096, &env, windows)).unwrap();
        assert_eq!(decided(Tool::Docker, false), Placement::AsConfigured);
        assert_eq!(decided(Tool::Podman, true), Placement::AsConfigured);
        assert_eq!(decided(Tool::Nerdctl, true), Placement::InFile);
        drop(wincred);
        let blank = open(&write(&folder, &json!({})));
        let chosen = |tool| runtime().block_on(placement(tool, &blank, HOST, 4096, &env, true)).unwrap();
        assert_eq!((chosen(Tool::Docker), chosen(Tool::Crane)), (Placement::InFile, Placement::AsConfigured));
    }

    #[test]
    fn without_its_helper_windows_is_like_the_others() {
        let folder = tempdir().unwrap();
        let blank = open(&write(&folder, &json!({})));
        let env = env(&folder, &[]);
        let decided = runtime().block_on(placement(Tool::Docker, &blank, HOST, 4096, &env, true));
        assert_eq!(decided.unwrap(), Placement::AsConfigured);
    }
}
