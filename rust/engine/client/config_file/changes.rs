//! What is changed in a config file so that a client can log in, made undone where it could not, and put back where it
//! left something out.

use super::{ConfigFile, has_text, unusable};
use crate::base::error::Error;
use crate::base::private;
use crate::client::spelling::is_of;
use crate::client::tool::Tool;
use serde_json::{Map, Value};

impl ConfigFile {
    /// Whether a client can be brought to keep a host's login in the file, whatever store serves the others.
    pub fn can_keep_in_file(&self, tool: Tool) -> bool {
        tool.takes_an_empty_helper() || self.common_store(tool).is_none()
    }

    /// Keeps a host's login in the file: by an empty name where a store serves all, on which other clients fail, else by
    /// naming none for it.
    ///
    /// # Errors
    /// [`Code::ClientConfigInvalid`].
    pub fn keep_in_file(&mut self, tool: Tool, host: &str) -> Result<Undo, Error> {
        let undo = self.change(|config| {
            let undo = config.undo_of(host);
            if config.common_store(tool).is_some() {
                config.object("credHelpers")?.insert(host.to_owned(), Value::String(String::new()));
            } else if config.own_store(host).is_some() {
                config.object("credHelpers")?.shift_remove(host);
            } else {
                // Docker chooses a store by itself only where no login stands in the file.
                config.object("auths")?.entry(host).or_insert_with(|| Value::Object(Map::new()));
            }
            Ok(Some(undo))
        })?;
        Ok(undo.expect("there was a change"))
    }

    /// Takes out what keeps podman and its like from logging in to a host: an empty name for its store, and an identity
    /// token, over which they put no password.
    ///
    /// # Errors
    /// [`Code::ClientConfigInvalid`].
    pub fn make_way(&mut self, host: &str) -> Result<Option<Undo>, Error> {
        self.change(|config| {
            let undo = config.undo_of(host);
            let has_empty = config.own_store(host) == Some("");
            if has_empty {
                config.object("credHelpers")?.shift_remove(host);
            }
            let has_token = config.entries(host).any(|entry| has_text(entry, "identitytoken"));
            if has_token {
                config.object("auths")?.retain(|key, entry| !is_of(key, host) || !has_text(entry, "identitytoken"));
            }
            Ok((has_empty || has_token).then_some(undo))
        })
    }

    /// Makes a change undone, after a login that came to nothing.
    ///
    /// # Errors
    /// [`Code::ClientConfigInvalid`].
    pub fn undo(&mut self, undo: Undo) -> Result<(), Error> {
        let done = self.change(|config| {
            let mut helpers = undo.helpers.clone();
            let now = config.content.get("credHelpers").and_then(Value::as_object);
            for (key, name) in now.into_iter().flatten().filter(|(key, _)| **key != undo.host) {
                let helpers = helpers.get_or_insert_with(|| Value::Object(Map::new())).as_object_mut();
                helpers.and_then(|helpers| helpers.insert(key.clone(), name.clone()));
            }
            put_back(&mut config.content, "credHelpers", helpers);
            let mut auths = config.content.get("auths").and_then(Value::as_object).cloned().unwrap_or_default();
            auths.retain(|key, _| !is_of(key, &undo.host));
            auths.extend(undo.entries.clone());
            let auths = (undo.had_auths || !auths.is_empty()).then_some(Value::Object(auths));
            put_back(&mut config.content, "auths", auths);
            Ok(Some(()))
        });
        done.map(drop)
    }

    fn undo_of(&self, host: &str) -> Undo {
        let auths = self.content.get("auths").and_then(Value::as_object);
        let own = auths.into_iter().flatten().filter(|(key, _)| is_of(key, host));
        Undo {
            host: host.to_owned(),
            helpers: self.content.get("credHelpers").cloned(),
            had_auths: self.content.contains_key("auths"),
            entries: own.map(|(key, entry)| (key.clone(), entry.clone())).collect(),
        }
    }

    /// An object of the file, which may not be there yet.
    pub(super) fn object(&mut self, key: &str) -> Result<&mut Map<String, Value>, Error> {
        let value = self.content.entry(key).or_insert(Value::Null);
        if value.is_null() {
            *value = Value::Object(Map::new());
        }
        value.as_object_mut().ok_or_else(|| unusable(&self.path, &format!("has {key} that are no object")))
    }

    /// Puts back what a client that knows but its own part of the file left out, also of other hosts' logins; mode and
    /// owner too, where it put a new file in the place of the old.
    ///
    /// # Errors
    /// [`Code::ClientConfigInvalid`].
    pub fn restore(&mut self, before: &Map<String, Value>, host: &str) -> Result<(), Error> {
        self.change(|config| {
            let mut restored = before.clone();
            restored.retain(|key, _| key != "auths" || config.content.contains_key(key));
            restored.extend(config.content.clone());
            let auths = restored.get_mut("auths").and_then(Value::as_object_mut);
            for (key, entry) in auths.into_iter().flatten().filter(|(key, _)| !is_of(key, host)) {
                if let Some(old) = before.get("auths").and_then(|auths| auths.get(key)) {
                    complete(entry, old);
                }
            }
            let is_changed = restored != config.content;
            config.content = restored;
            Ok(is_changed.then_some(()))
        })?;
        let old = self.permissions.as_ref().filter(|_| self.path.exists());
        let permitted = old.map_or(Ok(()), |old| private::permit_as(&self.path, old));
        permitted.map_err(|error| unusable(&self.path, &format!("cannot be given its mode back: {error}")))
    }
}

/// What a change has to be undone with.
pub struct Undo {
    host: String,
    helpers: Option<Value>,
    had_auths: bool,
    entries: Vec<(String, Value)>,
}

impl Undo {
    /// Whether a store was named for the host alone before.
    pub fn had_own_store(&self) -> bool {
        self.helpers.as_ref().is_some_and(|helpers| helpers.get(&self.host).is_some())
    }
}

fn put_back(content: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    match value {
        Some(value) => content.insert(key.to_owned(), value),
        None => content.shift_remove(key),
    };
}

/// Gives an entry that still holds the same password the fields back that it had.
fn complete(entry: &mut Value, old: &Value) {
    if let (Some(entry), Some(old)) = (entry.as_object_mut(), old.as_object())
        && entry.get("auth") == old.get("auth")
    {
        for (name, value) in old {
            entry.entry(name).or_insert_with(|| value.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ConfigFile;
    use crate::client::test_files::{open, runtime, write};
    use crate::client::tool::Tool;
    use serde_json::{Value, json};
    use std::fs;
    use tempfile::tempdir;

    /// What a file holds after a change, and after its undoing: as text, for the order counts.
    fn changed(before: &Value, tool: Tool) -> (String, String) {
        let folder = tempdir().unwrap();
        let path = write(&folder, before);
        let text = || serde_json::from_slice::<Value>(&fs::read(&path).unwrap()).unwrap().to_string();
        let mut config = open(&path);
        let undo = config.keep_in_file(tool, "host").unwrap();
        let after = text();
        config.undo(undo).unwrap();
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "the file and its lock: {names:?}");
        (after, text())
    }

    #[test]
    fn a_host_is_kept_in_the_file_and_all_else_stays_in_its_order() {
        for (before, tool, after) in [
            (json!({}), Tool::Docker, json!({ "auths": { "host": {} } })),
            (json!({ "auths": null }), Tool::Docker, json!({ "auths": { "host": {} } })),
            (
                json!({ "zz": 1, "credsStore": "wincred", "credHelpers": { "zz": "pass", "a": "pass" }, "b": [null] }),
                Tool::Docker,
                json!({ "zz": 1, "credsStore": "wincred", "credHelpers": { "zz": "pass", "a": "pass", "host": "" }, "b": [null] }),
            ),
            (
                json!({ "credHelpers": { "z": "pass", "host": "wincred", "a": "pass" }, "auths": {} }),
                Tool::Docker,
                json!({ "credHelpers": { "z": "pass", "a": "pass" }, "auths": {} }),
            ),
            (
                json!({ "credHelpers": { "host": "wincred" }, "credsStore": "wincred" }),
                Tool::Podman,
                json!({ "credHelpers": {}, "credsStore": "wincred" }),
            ),
            (
                json!({ "credHelpers": { "host": "wincred" }, "credsStore": "wincred" }),
                Tool::Docker,
                json!({ "credHelpers": { "host": "" }, "credsStore": "wincred" }),
            ),
        ] {
            let undone = if before["auths"].is_null() && before.get("auths").is_some() {
                json!({ "auths": {} })
            } else {
                before.clone()
            };
            assert_eq!(changed(&before, tool), (after.to_string(), undone.to_string()), "{tool:?}");
        }
    }

    #[test]
    fn those_that_pass_an_empty_name_cannot_be_brought_to_the_file_while_a_store_serves_all() {
        let folder = tempdir().unwrap();
        for (config, tools, can) in [
            (json!({ "credsStore": "wincred" }), &[Tool::Oras, Tool::Helm][..], false),
            (json!({ "credsStore": "wincred" }), &[Tool::Docker, Tool::Finch, Tool::Podman], true),
            (json!({ "credHelpers": { "host": "wincred" } }), &[Tool::Oras, Tool::Skopeo, Tool::Crane], true),
        ] {
            let config = open(&write(&folder, &config));
            for tool in tools {
                assert_eq!(config.can_keep_in_file(*tool), can, "{tool:?}");
            }
        }
    }

    #[test]
    fn helpers_that_are_none_are_not_overwritten() {
        let folder = tempdir().unwrap();
        let before = json!({ "credHelpers": "text", "credsStore": "x" });
        let path = write(&folder, &before);
        assert!(runtime().block_on(ConfigFile::open(&path)).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), before.to_string());
    }

    #[test]
    fn what_keeps_podman_out_goes_and_comes_back() {
        let folder = tempdir().unwrap();
        for (before, after) in [
            (json!({ "credHelpers": { "host": "", "a": "x" } }), Some(json!({ "credHelpers": { "a": "x" } }))),
            (
                json!({ "auths": { "https://host": { "auth": "", "identitytoken": "t" }, "a": { "identitytoken": "t" } } }),
                Some(json!({ "auths": { "a": { "identitytoken": "t" } } })),
            ),
            (json!({ "auths": { "host": { "auth": "eDp4" } }, "credHelpers": { "host": "x" } }), None),
        ] {
            let path = write(&folder, &before);
            let text = || serde_json::from_slice::<Value>(&fs::read(&path).unwrap()).unwrap();
            let mut config = open(&path);
            let undo = config.make_way("host").unwrap();
            assert_eq!((undo.is_some(), text()), (after.is_some(), after.unwrap_or(before.clone())));
            undo.map_or(Ok(()), |undo| config.undo(undo)).unwrap();
            assert_eq!(text(), before);
        }
    }

    #[test]
    fn what_a_client_leaves_out_is_put_back_in_its_place() {
        let folder = tempdir().unwrap();
        let path = write(
            &folder,
            &json!({
                "zz": 1, "auths": { "other": { "username": "me", "password": "p" }, "changed": { "auth": "MTox", "email": "e" },
                "gone": { "auth": "MTox" }, "host": { "auth": "MTox", "email": "e" } }, "credsStore": "x",
            }),
        );
        let mut config = open(&path);
        let before = config.content();
        let written = json!({
            "auths": { "changed": { "auth": "Mjoy" }, "host": { "auth": "Mzoz" }, "other": {} }, "credHelpers": { "a": "b" },
        });
        fs::write(&path, written.to_string()).unwrap();
        config.restore(&before, "host").unwrap();
        let restored: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let wanted = json!({
            "zz": 1, "auths": { "changed": { "auth": "Mjoy" }, "host": { "auth": "Mzoz" },
            "other": { "username": "me", "password": "p" } }, "credsStore": "x", "credHelpers": { "a": "b" },
        });
        assert_eq!(restored.to_string(), wanted.to_string());
    }
}
