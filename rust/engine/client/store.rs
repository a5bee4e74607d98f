//! Credential stores that config files name, and what they keep.

use super::config_file::ConfigFile;
use super::next::{Given, answer};
use super::protocol::{ECR_LOGIN, OURS, call, program_of};
use super::spelling::is_of;
use super::tool::Tool;
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use crate::base::process::Output;
use crate::base::secret::Secret;
use crate::base::shown::shown;
use crate::registry::command::quoted;
use crate::registry::token::Login;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;
use zeroize::Zeroizing;

/// Whether a store is a helper that logs in to ECR by itself: Amazon's or ours.
pub fn is_ecr_helper(store: &str) -> bool {
    store == ECR_LOGIN || store == OURS
}

/// How long a helper may take, where nobody says.
pub const HELPER_LIMIT: Duration = Duration::from_secs(30);

/// What is the matter with most helpers that do not answer.
pub const NOT_ON_PATH: &str = "is not on PATH";

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
        Self::called(config.store_of(tool, host).filter(keeps_logins), config, host, env)
    }

    /// What serves a host, also where it keeps no logins.
    ///
    /// # Errors
    /// [`Code::CredentialStoreMissing`].
    pub fn helper(tool: Tool, config: &'a ConfigFile, host: &str, env: &'a Environment) -> Result<Option<Self>, Error> {
        Self::called(config.store_of(tool, host), config, host, env)
    }

    /// The store of every host without one of its own.
    ///
    /// # Errors
    /// [`Code::CredentialStoreMissing`].
    pub fn common(tool: Tool, config: &'a ConfigFile, env: &'a Environment) -> Result<Option<Self>, Error> {
        Self::called(config.common_store(tool).filter(keeps_logins), config, "", env)
    }

    fn called(
        name: Option<&'a str>,
        config: &ConfigFile,
        host: &str,
        env: &'a Environment,
    ) -> Result<Option<Self>, Error> {
        let Some(name) = name else { return Ok(None) };
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

    /// The keys of all that it holds.
    ///
    /// # Errors
    /// [`Code::CredentialStoreFailed`].
    pub async fn keys(&self) -> Result<Vec<String>, Error> {
        let output = self.call("list", Secret::from(String::new())).await?;
        if !output.status.success() {
            return Ok(Vec::new());
        }
        // A store without logins may say null.
        let listed: Option<BTreeMap<String, Value>> =
            serde_json::from_slice(&output.stdout).map_err(|_| self.failed("lists its logins in no known form"))?;
        Ok(listed.into_iter().flatten().map(|(key, _)| key).collect())
    }

    /// The spellings of a host under which it holds a login.
    ///
    /// # Errors
    /// [`Code::CredentialStoreFailed`].
    pub async fn held(&self, host: &str) -> Result<Vec<String>, Error> {
        Ok(self.keys().await?.into_iter().filter(|key| is_of(key, host)).collect())
    }

    /// The login that it gives for a host; none where it has none.
    ///
    /// # Errors
    /// [`Code::CredentialStoreFailed`].
    pub async fn get(&self, host: &str) -> Result<Option<Given>, Error> {
        let output = self.call("get", Secret::from(host.to_owned())).await?;
        answer::login(host, output.status.success(), &output.stdout, &output.stderr).map_err(|what| self.failed(&what))
    }

    /// Whether it gives this login for a host. What it gives otherwise is nobody's to see.
    pub async fn gives(&self, host: &str, login: &Login) -> bool {
        let given = self.get(host).await.ok().flatten();
        given.is_some_and(|given| given.username == login.username && given.secret == login.password)
    }

    /// Hands it a login to keep, as clients do.
    ///
    /// # Errors
    /// [`Code::CredentialStoreFailed`].
    pub async fn keep(&self, host: &str, login: &Login) -> Result<(), Error> {
        let given = Zeroizing::new(
            serde_json::to_string(&Kept {
                server_url: host,
                username: &login.username,
                secret: login.password.expose(),
            })
            .expect("texts can be written"),
        );
        let given = Secret::from(given.to_string());
        let answered = call(&self.program, "store", given, self.env, self.limit).await;
        let output = answered.map_err(|failure| self.failed(&failure.to_string()))?;
        if output.status.success() {
            return Ok(());
        }
        Err(self.failed(&answer::said(&output.stdout, &output.stderr, Some(&login.password))))
    }

    /// Takes one login out.
    ///
    /// # Errors
    /// [`Code::CredentialStoreFailed`].
    pub async fn erase(&self, key: &str) -> Result<(), Error> {
        self.call("erase", Secret::from(key.to_owned())).await.map(|_| ())
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

    async fn call(&self, action: &str, input: Secret) -> Result<Output, Error> {
        let answered = call(&self.program, action, input, self.env, self.limit).await;
        let output = answered.map_err(|failure| self.failed(&failure.to_string()))?;
        // A helper says on standard output what went wrong; that there is nothing to erase is no failure.
        let has_none = String::from_utf8_lossy(&output.stdout).contains("credentials not found");
        if output.status.success() || has_none {
            return Ok(output);
        }
        let said = answer::words(&output.stdout, b"", None).unwrap_or_default();
        Err(self.failed(&format!("failed to {action}: {said}")))
    }

    fn failed(&self, what: &str) -> Error {
        let what = what.trim_end_matches('.');
        let message = format!("The credential store '{}' {what}.", printable(self.name));
        let error = Error::new(Code::CredentialStoreFailed, message);
        if self.name == OURS { error.hint("") } else { error }
    }
}

/// Whether a store keeps what it is handed: Amazon's helper makes its own logins.
fn keeps_logins(name: &&str) -> bool {
    *name != ECR_LOGIN
}

/// A login as a store takes it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Kept<'a> {
    #[serde(rename = "ServerURL")]
    server_url: &'a str,
    username: &'a str,
    secret: &'a str,
}

/// The error of a store that is named and not there, with the line that takes its name out.
pub fn missing(config: &ConfigFile, store: &str, host: &str, what: &str) -> Error {
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
    let error = Error::new(Code::CredentialStoreMissing, message);
    if store == OURS {
        return error.hint("Run Install-ECRCredentialHelper -AddToPath; where that was done, open a new login shell.");
    }
    let quoted = quoted(&file);
    let line = format!(
        "$f = {quoted}; $c = Get-Content -Raw -LiteralPath $f | ConvertFrom-Json; \
         {owner}.PSObject.Properties.Remove('{name}'); [IO.File]::WriteAllText($f, ($c | ConvertTo-Json -Depth 20))"
    );
    error.hint(format!("Install it, or take its name out: {line}"))
}
