//! What installing did, written down in a file of ours, so that it can be undone.

use super::containers::is_chain;
use super::shell::ShellLine;
use crate::base::edited::Step;
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::object::read_object;
use crate::base::own_folder::own_folder;
use crate::base::private;
use crate::base::shown::shown;
use crate::client::tool::Tool;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

const VERSION: u32 = 1;

/// The file that one installation at a time holds.
const LOCK: &str = ".install.lock";

/// How long another installation may take.
const LOCK_LIMIT: Duration = Duration::from_secs(60);

/// What installing did. It holds no secret: of the files it names only what was replaced.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    version: u32,
    /// What serves registries that are not ours, where `credsStore` was taken over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The clients' config files.
    #[serde(default)]
    pub configs: Vec<Config>,
    /// The maps.
    #[serde(default)]
    pub maps: Vec<MapRecord>,
    /// Whole files of ours: the copy of the helper, and what clients read beside their own.
    #[serde(default)]
    pub files: Vec<Owned>,
    /// Whether the caller put the folder on the user's PATH, as on Windows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_user_path: bool,
    /// What was done to the file of the shell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shell: Option<ShellLine>,
}

/// What was done to a client's config file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Config {
    /// The file.
    pub path: PathBuf,
    /// What stood under `credsStore`, where that was taken over.
    #[serde(rename = "credsStore", skip_serializing_if = "Option::is_none")]
    pub store: Option<Before>,
    /// What stood under `credHelpers` for each host.
    #[serde(rename = "credHelpers", default)]
    pub helpers: BTreeMap<String, Before>,
    /// By which it can be undone exactly.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// What stood in a place that is ours now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// The name; none where nothing stood there.
    pub before: Option<String>,
}

/// What was done to the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MapRecord {
    /// The file.
    pub path: PathBuf,
    /// The lines that were put in.
    pub lines: Vec<Value>,
    /// By which it can be undone exactly.
    pub steps: Vec<Step>,
}

/// A file that is ours as long as it is as we wrote it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owned {
    /// The file.
    pub path: PathBuf,
    /// The hash of its content.
    pub after: String,
}

impl Config {
    fn new(path: &Path) -> Self {
        Config { path: path.to_owned(), store: None, helpers: BTreeMap::new(), steps: Vec::new() }
    }
}

impl Record {
    /// Waits until nobody else installs or uninstalls; held until dropped.
    ///
    /// # Errors
    /// [`Code::InvalidInstallRecord`].
    pub async fn lock(env: &Environment) -> Result<File, Error> {
        let file = folder(env)?.join(LOCK);
        private::lock(&file, LOCK_LIMIT).await.map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => unusable(&file, "is locked by another installation that does not end"),
            _ => unusable(&file, &format!("cannot be locked: {error}")),
        })
    }

    /// Takes the file of the lock away, and our folder if nothing else lies there.
    pub fn clean_up(env: &Environment) {
        // Windows takes no file away that is open.
        if let Some(folder) = own_folder(env).filter(|_| cfg!(unix)) {
            let _ = std::fs::remove_file(folder.join(LOCK));
            let _ = std::fs::remove_dir(folder);
        }
    }

    /// Reads what is written down; nothing where there is no file.
    ///
    /// # Errors
    /// [`Code::InvalidInstallRecord`].
    pub fn read(env: &Environment) -> Result<Self, Error> {
        let file = Self::file(env)?;
        // Who can write it can have files changed and programs named as this user.
        let found = private::read_trusted(&file).map_err(|error| unusable(&file, &format!("cannot be read: {error}")));
        let Some(bytes) = found? else { return Ok(Record { version: VERSION, ..Record::default() }) };
        let record: Record = read_object(&bytes)
            .map_err(|e| unusable(&file, &format!("is damaged at line {}, column {}", e.line(), e.column())))?;
        if record.version == VERSION {
            return Ok(record);
        }
        Err(unusable(&file, &format!("has version {}, and this one is {VERSION}", record.version)))
    }

    /// Writes it down; nothing left is no file.
    ///
    /// # Errors
    /// [`Code::InvalidInstallRecord`].
    pub fn write(&self, env: &Environment) -> Result<(), Error> {
        let file = Self::file(env)?;
        let done = if self.is_empty() {
            std::fs::remove_file(&file).or_else(|error| match error.kind() {
                io::ErrorKind::NotFound => Ok(()),
                _ => Err(error),
            })
        } else {
            let text = serde_json::to_vec_pretty(self).expect("it holds texts, numbers and lists");
            private::replace(&file, &text)
        };
        done.map_err(|error| unusable(&file, &format!("cannot be written: {error}")))
    }

    /// Whether there is nothing to undo.
    pub fn is_empty(&self) -> bool {
        self.configs.is_empty()
            && self.maps.is_empty()
            && self.files.is_empty()
            && self.shell.is_none()
            && !self.on_user_path
    }

    /// Whether podman and its like got it, by a list of helpers.
    pub fn has_a_chain(&self) -> bool {
        self.files.iter().any(|file| is_chain(&file.path))
    }

    /// Whether some client got the helper as the store of all registries.
    pub fn has_a_store(&self) -> bool {
        self.configs.iter().any(|config| config.store.is_some()) || self.has_a_chain()
    }

    /// Whether a client that has this file got the helper as the store of all registries.
    pub fn has_as_store(&self, tool: Tool, file: &Path) -> bool {
        if tool.is_of_containers() {
            return self.has_a_chain();
        }
        self.configs.iter().any(|config| config.path == file && config.store.is_some())
    }

    /// What was done to a config file; a new entry, where nothing was.
    pub fn config(&mut self, path: &Path) -> &mut Config {
        let at = self.configs.iter().position(|config| config.path == path).unwrap_or_else(|| {
            self.configs.push(Config::new(path));
            self.configs.len() - 1
        });
        &mut self.configs[at]
    }

    /// What was done to a map; a new entry, where nothing was.
    pub fn map(&mut self, path: &Path) -> &mut MapRecord {
        let at = self.maps.iter().position(|map| map.path == path).unwrap_or_else(|| {
            self.maps.push(MapRecord { path: path.to_owned(), lines: Vec::new(), steps: Vec::new() });
            self.maps.len() - 1
        });
        &mut self.maps[at]
    }

    /// Whether a whole file is written down as ours.
    pub fn owns(&self, path: &Path) -> bool {
        self.files.iter().any(|file| file.path == path)
    }

    /// Whether some client got the helper.
    pub fn has_a_client(&self) -> bool {
        !self.configs.is_empty() || self.has_a_chain()
    }

    /// The file in which it is written down.
    ///
    /// # Errors
    /// [`Code::InvalidParameter`] without a home directory.
    pub fn file(env: &Environment) -> Result<PathBuf, Error> {
        Ok(folder(env)?.join("installed.json"))
    }

    /// Notes a whole file of ours.
    pub fn own(&mut self, path: &Path, after: String) {
        match self.files.iter_mut().find(|file| file.path == path) {
            Some(file) => file.after = after,
            None => self.files.push(Owned { path: path.to_owned(), after }),
        }
    }
}

fn folder(env: &Environment) -> Result<PathBuf, Error> {
    own_folder(env).ok_or_else(|| {
        Error::new(Code::InvalidParameter, "No home directory is known; set HOME, on Windows USERPROFILE.")
    })
}

fn unusable(file: &Path, what: &str) -> Error {
    Error::new(Code::InvalidInstallRecord, format!("What installing wrote down, {}, {what}.", shown(file)))
}
