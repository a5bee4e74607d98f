//! The logins of a config file, one by one: read by who changes nothing, and put there without a client.

use super::{ConfigFile, read};
use crate::base::error::Error;
use crate::client::spelling::is_of;
use serde_json::Value;
use std::path::Path;

impl ConfigFile {
    /// Reads a file that will not be written: beside it nothing is left, and nobody is waited for.
    ///
    /// # Errors
    /// [`crate::base::error::Code::ClientConfigInvalid`].
    pub fn read(path: &Path) -> Result<Self, Error> {
        Ok(Self::of_read(path, read(path)?))
    }

    /// The hosts with a store of their own, and its name.
    pub fn own_stores(&self) -> impl Iterator<Item = (&str, &str)> {
        let helpers = self.content.get("credHelpers").and_then(Value::as_object);
        let named = helpers.into_iter().flatten().filter_map(|(host, name)| Some((host.as_str(), name.as_str()?)));
        named.filter(|(_, name)| !name.is_empty())
    }

    /// The entries of the file, each under its key.
    pub fn auths(&self) -> impl Iterator<Item = (&str, &Value)> {
        let auths = self.content.get("auths").and_then(Value::as_object);
        auths.into_iter().flatten().map(|(key, entry)| (key.as_str(), entry))
    }

    /// Puts an entry, or none, in the place of whatever each of some hosts has, all in one write in plain UTF-8; says what
    /// else the file was in.
    ///
    /// # Errors
    /// [`crate::base::error::Code::ClientConfigInvalid`].
    pub fn put(&mut self, entries: &[(String, Option<Value>)]) -> Result<Option<&'static str>, Error> {
        let foreign = self.change(|config| {
            let auths = config.object("auths")?;
            for (host, entry) in entries {
                auths.retain(|key, _| key == host && entry.is_some() || !is_of(key, host));
                if let Some(entry) = entry {
                    auths.insert(host.to_string(), entry.clone());
                }
            }
            Ok(Some(config.foreign.take()))
        })?;
        Ok(foreign.flatten())
    }
}
