//! The file in which logins of others are kept: docker's form, this user's alone; on Windows each login is encrypted.

use super::address::{is_same, nearest};
use super::entry::{User, decoded};
use super::given::Given;
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::object::{Object, read_object};
use crate::base::own_folder::own_folder;
use crate::base::printable::printable;
use crate::base::private;
use crate::base::sealed::{seal, unseal};
use crate::base::secret::Secret;
use crate::base::shown::shown;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use zeroize::Zeroizing;

/// The file, of which a user without a home has none.
pub struct OwnFile {
    path: PathBuf,
    limit: Duration,
}

/// What the file holds.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Content {
    auths: BTreeMap<String, Object<Entry>>,
}

/// A login: under `auth` as docker has it, or encrypted.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Entry {
    auth: Option<Secret>,
    sealed: Option<Secret>,
}

impl Content {
    fn text(&self) -> Zeroizing<Vec<u8>> {
        let auths: BTreeMap<_, _> = self.auths.iter().map(|(key, Object(entry))| (key, entry.fields())).collect();
        let text = serde_json::to_vec_pretty(&BTreeMap::from([("auths", auths)]));
        Zeroizing::new(text.expect("logins can be written"))
    }
}

impl Entry {
    fn of(given: &Given) -> io::Result<Self> {
        let plain = Zeroizing::new(format!("{}:{}", given.username, given.secret.expose()));
        let text = Some(Secret::from(STANDARD.encode(seal(plain.as_bytes())?)));
        let none = Entry::default();
        Ok(if cfg!(windows) { Entry { sealed: text, ..none } } else { Entry { auth: text, ..none } })
    }

    fn fields(&self) -> BTreeMap<&str, &str> {
        let fields = [("auth", &self.auth), ("sealed", &self.sealed)];
        fields.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?.expose()))).collect()
    }

    fn user(&self) -> io::Result<User> {
        let damaged = || io::Error::other("is damaged");
        let Some(sealed) = &self.sealed else {
            return self.auth.as_ref().and_then(|auth| decoded(auth.expose())).ok_or_else(damaged);
        };
        let sealed = STANDARD.decode(sealed.expose()).map_err(|_| damaged())?;
        let plain = unseal(&sealed)?;
        let (user, password) =
            std::str::from_utf8(&plain).ok().and_then(|text| text.split_once(':')).ok_or_else(damaged)?;
        Ok((user.to_owned(), Secret::from(password.to_owned())))
    }
}

impl OwnFile {
    /// The user's file.
    pub fn of(env: &Environment, limit: Duration) -> Option<Self> {
        Some(OwnFile { path: own_folder(env)?.join("auths.json"), limit })
    }

    /// Where the user's lies, if it holds a login, or cannot be read.
    pub fn in_use(env: &Environment) -> Option<PathBuf> {
        let own = OwnFile::of(env, Duration::ZERO)?;
        let is_in_use = own.read().map_or(true, |content| !content.auths.is_empty());
        is_in_use.then_some(own.path)
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The login for a server.
    ///
    /// # Errors
    /// [`Code::CredentialStoreFailed`].
    pub fn get(&self, server: &str) -> Result<Option<User>, Error> {
        let mut entries = self.read()?.auths;
        let Some(key) = nearest(entries.keys(), server).map(str::to_owned) else { return Ok(None) };
        let Object(entry) = entries.remove(&key).unwrap_or_default();
        entry
            .user()
            .map(Some)
            .map_err(|error| self.failed(&format!("cannot give the login for {}: {error}", printable(&key))))
    }

    /// Keeps a login in place of the server's older ones.
    ///
    /// # Errors
    /// [`Code::CredentialStoreFailed`], also for a user name with a colon: in `auth` the password starts behind the first.
    pub async fn put(&self, given: &Given) -> Result<(), Error> {
        if given.username.contains(':') {
            let what = "keeps no login of a user name with a colon: it could not be told from the password";
            return Err(self
                .failed(what)
                .hint("Name a helper that keeps it as 'next' in ~/.ecrlogin/registries.json."));
        }
        let entry = Entry::of(given).map_err(|error| self.failed(&format!("cannot keep a login: {error}")))?;
        let _lock = self.lock().await?;
        let mut content = self.read()?;
        content.auths.retain(|key, _| !is_same(key, &given.server));
        content.auths.insert(given.server.clone(), Object(entry));
        self.write(&content)
    }

    /// Takes a server's logins out; that there is none is fine.
    ///
    /// # Errors
    /// [`Code::CredentialStoreFailed`].
    pub async fn take_out(&self, server: &str) -> Result<(), Error> {
        if self.read()?.auths.keys().all(|key| !is_same(key, server)) {
            return Ok(());
        }
        let _lock = self.lock().await?;
        let mut content = self.read()?;
        content.auths.retain(|key, _| !is_same(key, server));
        self.write(&content)
    }

    /// The user of each login.
    ///
    /// # Errors
    /// [`Code::CredentialStoreFailed`].
    pub fn users(&self) -> Result<BTreeMap<String, String>, Error> {
        let entries = self.read()?.auths.into_iter();
        Ok(entries.filter_map(|(key, Object(entry))| Some((key, entry.user().ok()?.0))).collect())
    }

    fn read(&self) -> Result<Content, Error> {
        let found = private::read_trusted(&self.path).map_err(|error| self.failed(&format!("cannot be read: {error}")));
        let Some(bytes) = found? else { return Ok(Content::default()) };
        if bytes.trim_ascii().is_empty() {
            return Ok(Content::default());
        }
        let wrong =
            |at: serde_json::Error| format!("is no file of logins at line {}, column {}", at.line(), at.column());
        read_object(&bytes).map_err(|error| self.failed(&wrong(error)))
    }

    fn write(&self, content: &Content) -> Result<(), Error> {
        private::replace(&self.path, &content.text())
            .map_err(|error| self.failed(&format!("cannot be written: {error}")))
    }

    async fn lock(&self) -> Result<File, Error> {
        let lock = private::lock(&self.path.with_file_name(".auths.lock"), self.limit).await;
        lock.map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => self.failed("is locked by another process that does not end"),
            _ => self.failed(&format!("cannot be locked: {error}")),
        })
    }

    fn failed(&self, what: &str) -> Error {
        let message = format!("The file {} {what}.", shown(&self.path));
        Error::new(Code::CredentialStoreFailed, message).hint("Repair it, or take it away and log in again.")
    }
}
