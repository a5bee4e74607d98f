//! A home, a PATH, and the store that is asked there.

use crate::programs::{STORE, put};
use ecr_engine::{Environment, Error, Given, Next, NextStore, Secret};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;

/// The password of every login here.
pub const PASSWORD: &str = "open sesame-4711";

/// A home with a PATH.
pub struct Place {
    folder: TempDir,
}

impl Place {
    pub fn new() -> Self {
        let place = Place { folder: TempDir::new().expect("a temporary directory") };
        for name in ["bin", "home", "run"] {
            fs::create_dir(place.path(name)).unwrap();
        }
        fs::write(place.path("store"), "").unwrap();
        place
    }

    /// The same with a helper of this name.
    pub fn with_helper(self, name: &str) -> Self {
        put(STORE, &self.path("bin"), &format!("docker-credential-{name}"));
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        name.split('/').fold(self.folder.path().to_owned(), |path, part| path.join(part))
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), content).unwrap();
    }

    /// What a file holds as JSON.
    pub fn read(&self, name: &str) -> Value {
        serde_json::from_slice(&fs::read(self.path(name)).unwrap()).unwrap()
    }

    pub fn env(&self, variables: &[(&str, &str)]) -> Environment {
        let paths = [("PATH", "bin"), ("HOME", "home"), ("USERPROFILE", "home"), ("XDG_RUNTIME_DIR", "run")];
        let mut all: Vec<(&str, String)> =
            paths.into_iter().chain([("STORE_FILE", "store")]).map(|(name, path)| (name, self.text(path))).collect();
        // Windows starts no program without it.
        all.extend(std::env::var("SystemRoot").map(|root| ("SystemRoot", root)));
        all.extend(variables.iter().map(|(name, value)| (*name, (*value).to_owned())));
        Environment::new(all.into_iter().map(|(name, value)| (name.to_owned(), Secret::from(value))).collect())
    }

    pub fn text(&self, path: &str) -> String {
        self.path(path).to_str().unwrap().to_owned()
    }

    /// What a store does in this place.
    pub fn with<T>(&self, next: &Next, variables: &[(&str, &str)], what: impl AsyncFnOnce(NextStore<'_>) -> T) -> T {
        let env = self.env(variables);
        let hangs = variables.iter().any(|(name, _)| *name == "STORE_HANGS");
        let limit = Duration::from_secs(if hangs { 1 } else { 60 });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(what(NextStore::new(next, &env, limit)))
    }

    /// The user and password that are given for a server.
    pub fn get(
        &self,
        next: &Next,
        variables: &[(&str, &str)],
        server: &str,
    ) -> Result<Option<(String, String)>, Error> {
        let given = self.with(next, variables, async |store| store.get(server).await)?;
        Ok(given.map(|given| {
            assert_eq!(given.server, server);
            (given.username, given.secret.expose().to_owned())
        }))
    }

    pub fn store(&self, next: &Next, variables: &[(&str, &str)], server: &str) -> Result<(), Error> {
        self.with(next, variables, async |store| store.store(&login(server)).await)
    }

    pub fn erase(&self, next: &Next, variables: &[(&str, &str)], server: &str) -> Result<(), Error> {
        self.with(next, variables, async |store| store.erase(server).await)
    }

    /// The servers and users that are listed.
    pub fn list(&self, next: &Next, variables: &[(&str, &str)]) -> Result<Vec<(String, String)>, Error> {
        Ok(self.with(next, variables, async |store| store.list().await)?.into_iter().collect())
    }
}

/// A login of `me`.
pub fn login(server: &str) -> Given {
    let secret = Secret::from(PASSWORD.to_owned());
    Given { server: server.to_owned(), username: "me".to_owned(), secret }
}

/// What a store gives where it has that login.
pub fn me() -> Option<(String, String)> {
    Some(("me".to_owned(), PASSWORD.to_owned()))
}

pub fn helper(name: &str) -> Next {
    Next::of(name).expect("a name")
}
