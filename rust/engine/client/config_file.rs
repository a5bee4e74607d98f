//! The file in which clients keep logins: `auths`, `credsStore`, `credHelpers`, and what else is theirs.

pub mod changes;
pub mod entries;

use super::config_text::{self, ConfigText};
use super::spelling::{is_of, is_usual};
use super::tool::Tool;
use crate::base::error::{Code, Error};
use crate::base::files::check_is_file;
use crate::base::links::target_of;
use crate::base::private;
use crate::base::shown::shown;
use crate::base::stamp::Stamp;
use crate::registry::token::Login;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use zeroize::Zeroizing;

/// How long other logins to the same file may take, all together: who waits has no turn of its own.
const LOCK_LIMIT: Duration = Duration::from_secs(600);

/// How often a change is begun anew because a client wrote the file meanwhile.
const ROUNDS: usize = 100;

/// A client's config file, locked against other logins of ours, also those of other processes.
pub struct ConfigFile {
    path: PathBuf,
    content: Map<String, Value>,
    foreign: Option<&'static str>,
    /// Its keys of stores that stand there in other capitals than usual.
    spelled: Vec<(&'static str, String)>,
    /// Those of the file as it was.
    permissions: Option<Metadata>,
    /// Held until drop; none where the file is but read.
    _lock: Option<File>,
}

impl ConfigFile {
    /// Locks and reads a file; one that is not there is empty.
    ///
    /// # Errors
    /// [`Code::ClientConfigInvalid`].
    pub async fn open(path: &Path) -> Result<Self, Error> {
        // So that the file itself is replaced, not the link.
        let path = target_of(path);
        check_is_file(&path).map_err(|error| unusable(&path, &format!("cannot be read: {error}")))?;
        let lock = path.with_file_name(".ecrlogin.lock");
        let lock = private::lock(&lock, LOCK_LIMIT).await.map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => unusable(&path, "is locked by another login that does not end"),
            _ => unusable(&path, &format!("cannot be locked by .ecrlogin.lock beside it: {error}")),
        })?;
        let ConfigText { content, foreign, spelled } = read(&path)?;
        let permissions = fs::metadata(&path).ok().filter(Metadata::is_file);
        Ok(ConfigFile { path, content, foreign, spelled, permissions, _lock: Some(lock) })
    }

    /// A file of another machine, by its text.
    ///
    /// # Errors
    /// [`Code::ClientConfigInvalid`].
    pub fn of_text(path: &Path, text: &str) -> Result<Self, Error> {
        let read = config_text::parse(text.as_bytes()).map_err(|what| unusable(path, &what))?;
        Ok(Self::of_read(path, read))
    }

    /// A file that will not be written.
    fn of_read(path: &Path, read: ConfigText) -> Self {
        let ConfigText { content, foreign, spelled } = read;
        ConfigFile { path: path.to_owned(), content, foreign, spelled, permissions: None, _lock: None }
    }

    /// The file, where links lead to.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the file anew: clients do not heed our lock, and write it themselves.
    ///
    /// # Errors
    /// [`Code::ClientConfigInvalid`].
    pub fn reload(&mut self) -> Result<(), Error> {
        ConfigText { content: self.content, foreign: self.foreign, spelled: self.spelled } = read(&self.path)?;
        Ok(())
    }

    /// Writes the file in the UTF-8 that clients read, and says what it was in: they take a file in another encoding for
    /// none, and write over it.
    ///
    /// # Errors
    /// [`Code::ClientConfigInvalid`].
    pub fn make_readable(&mut self) -> Result<Option<&'static str>, Error> {
        self.change(|config| Ok(config.foreign.take()))
    }

    /// The name of the store that keeps a host's login for a client; none for the file itself. An empty name under
    /// `credHelpers` means the file to those that read it by docker's own code; others go on to `credsStore`.
    pub fn store_of(&self, tool: Tool, host: &str) -> Option<&str> {
        match self.own_store(host).filter(|_| self.reads(tool, "credHelpers")) {
            Some("") if !tool.passes_an_empty_helper() => None,
            None | Some("") => self.common_store(tool),
            own => own,
        }
    }

    /// The store that serves all hosts of a client.
    pub fn common_store(&self, tool: Tool) -> Option<&str> {
        let is_read = tool.reads_creds_store() && self.reads(tool, "credsStore");
        let store = self.content.get("credsStore").filter(|_| is_read).and_then(Value::as_str);
        store.filter(|name| !name.is_empty())
    }

    /// Whether a client reads a key as the file spells it: those that look for it by themselves want it as usual.
    fn reads(&self, tool: Tool, key: &str) -> bool {
        !tool.passes_an_empty_helper() || self.spelled.iter().all(|(usual, _)| *usual != key)
    }

    /// The store that is named for a host alone, under `credHelpers`; an empty name is one too.
    pub fn own_store(&self, host: &str) -> Option<&str> {
        self.content.get("credHelpers")?.get(host)?.as_str()
    }

    /// Whether the file names any login or store: docker then chooses none by itself.
    pub fn is_blank(&self) -> bool {
        ["auths", "credHelpers", "credsStore"].iter().all(|key| match self.content.get(*key) {
            None => true,
            Some(Value::Object(map)) => map.is_empty(),
            Some(Value::String(text)) => text.is_empty(),
            Some(_) => false,
        })
    }

    /// Takes a host's logins out, under each of its spellings; whether any was there.
    ///
    /// # Errors
    /// [`Code::ClientConfigInvalid`].
    pub fn remove(&mut self, host: &str) -> Result<bool, Error> {
        self.remove_keys(|key, _| is_of(key, host))
    }

    /// Takes a host's other logins out, which a new one replaces.
    ///
    /// # Errors
    /// [`Code::ClientConfigInvalid`].
    pub fn remove_stale(&mut self, host: &str, login: &Login) -> Result<bool, Error> {
        self.remove_keys(|key, entry| {
            let kept = if has_login(entry) { is_auth_of(entry, login) } else { is_usual(key, host) };
            is_of(key, host) && !kept
        })
    }

    fn remove_keys(&mut self, unwanted: impl Fn(&str, &Value) -> bool) -> Result<bool, Error> {
        let removed = self.change(|config| {
            let Some(auths) = config.content.get_mut("auths").and_then(Value::as_object_mut) else { return Ok(None) };
            let before = auths.len();
            auths.retain(|key, entry| !unwanted(key, entry));
            Ok((auths.len() < before).then_some(()))
        })?;
        Ok(removed.is_some())
    }

    /// Whether the file holds a host's login under any of its spellings.
    pub fn holds(&self, host: &str) -> bool {
        self.entries(host).next().is_some()
    }

    /// Whether the file itself holds this login, not an older one.
    pub fn holds_login(&self, host: &str, login: &Login) -> bool {
        self.entries(host).any(|entry| is_auth_of(entry, login))
    }

    fn entries(&self, host: &str) -> impl Iterator<Item = &Value> {
        let auths = self.content.get("auths").and_then(Value::as_object);
        auths.into_iter().flatten().filter(move |(key, _)| is_of(key, host)).map(|(_, entry)| entry)
    }

    /// All that stands in the file, to be given to [`Self::restore`] after a client has written it.
    pub fn content(&self) -> Map<String, Value> {
        self.content.clone()
    }

    /// The file's text, keys of stores in their own capitals.
    fn text(&self) -> Vec<u8> {
        let own = |key: &str| self.spelled.iter().find(|(usual, _)| *usual == key).map(|(_, own)| own.as_str());
        let members: Map<String, Value> =
            self.content.iter().map(|(key, value)| (own(key).unwrap_or(key).to_owned(), value.clone())).collect();
        serde_json::to_vec_pretty(&members).expect("JSON that was read can be written")
    }

    /// Reads the file anew, changes it, and writes it if no client has written it meanwhile; otherwise all of that again.
    /// Nothing is written where `edit` gives none.
    fn change<T>(&mut self, mut edit: impl FnMut(&mut Self) -> Result<Option<T>, Error>) -> Result<Option<T>, Error> {
        for _ in 0..ROUNDS {
            let stamp = Stamp::of(self.path.clone());
            self.reload()?;
            let Some(done) = edit(self)? else { return Ok(None) };
            let text = self.text();
            let written = private::rewrite_if(&self.path, &text, || stamp.is_current());
            if written.map_err(|e| unusable(&self.path, &format!("cannot be written: {e}")))? {
                return Ok(Some(done));
            }
        }
        Err(unusable(&self.path, "is written by others without end"))
    }
}

fn has_text(entry: &Value, field: &str) -> bool {
    entry.get(field).and_then(Value::as_str).is_some_and(|text| !text.is_empty())
}

/// Whether an entry holds a login of any form, and is no mark that docker leaves where a store has it.
fn has_login(entry: &Value) -> bool {
    ["auth", "identitytoken", "password"].iter().any(|field| has_text(entry, field))
}

/// Whether an entry holds this login. Clients cut line breaks off passwords.
fn is_auth_of(entry: &Value, login: &Login) -> bool {
    let auth =
        entry.get("auth").and_then(Value::as_str).and_then(|auth| STANDARD.decode(auth).ok()).map(Zeroizing::new);
    let wanted = Zeroizing::new(format!("{}:{}", login.username, login.password.expose()));
    auth.is_some_and(|auth| auth.trim_ascii() == wanted.as_bytes().trim_ascii())
}

fn read(path: &Path) -> Result<ConfigText, Error> {
    match crate::base::files::read(path) {
        Ok(bytes) => config_text::parse(&bytes).map_err(|what| unusable(path, &what)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(ConfigText::default()),
        Err(error) => Err(unusable(path, &format!("cannot be read: {error}"))),
    }
}

fn unusable(path: &Path, what: &str) -> Error {
    Error::new(Code::ClientConfigInvalid, format!("The client's config file {} {what}.", shown(path)))
}

#[cfg(test)]
mod tests {
    use crate::client::test_files::{open, read, write};
    use crate::client::tool::Tool;
    use serde_json::json;
    use tempfile::tempdir;

    #[test]
    fn whose_login_lies_where_depends_on_the_client() {
        let folder = tempdir().unwrap();
        let empty = json!({ "credHelpers": { "host": "" }, "credsStore": "pass" });
        let own = json!({ "credHelpers": { "host": "x" }, "credsStore": "pass" });
        for (config, tool, store) in [
            (&empty, Tool::Docker, None),
            (&empty, Tool::Crane, None),
            (&empty, Tool::Podman, None),
            (&empty, Tool::Oras, Some("pass")),
            (&empty, Tool::Helm, Some("pass")),
            (&own, Tool::Docker, Some("x")),
            (&own, Tool::Skopeo, Some("x")),
            (&own, Tool::Oras, Some("x")),
            (&json!({ "credsStore": "pass" }), Tool::Docker, Some("pass")),
            (&json!({ "credsStore": "pass" }), Tool::Podman, None),
            (&json!({ "credsStore": "" }), Tool::Docker, None),
        ] {
            assert_eq!(open(&write(&folder, config)).store_of(tool, "host"), store, "{tool:?} {config}");
        }
    }

    /// As docker does: the file is read, a key is added, and another file is put in its place.
    fn write_as_a_client(path: &std::path::Path, key: &str) {
        let mut content = read(path);
        content["auths"][key] = json!({ "auth": "MTox" });
        content["credHelpers"][key] = json!("pass");
        let beside = path.with_file_name("config.json123");
        std::fs::write(&beside, content.to_string()).unwrap();
        std::fs::rename(beside, path).unwrap();
    }

    #[test]
    fn what_a_client_writes_between_reading_and_writing_is_kept() {
        let folder = tempdir().unwrap();
        let path = write(&folder, &json!({ "auths": { "host": {} } }));
        let mut keys = ["a", "b"].into_iter();
        let changed = open(&path).change(|config| {
            if let Some(key) = keys.next() {
                write_as_a_client(&path, key);
            }
            config.content.insert("ours".to_owned(), json!(1));
            Ok(Some(()))
        });
        assert_eq!(changed.unwrap(), Some(()));
        let auth = json!({ "auth": "MTox" });
        let wanted = json!({
            "auths": { "host": {}, "a": auth, "b": auth }, "credHelpers": { "a": "pass", "b": "pass" }, "ours": 1,
        });
        assert_eq!(read(&path), wanted);
    }

    #[test]
    fn every_change_is_made_to_what_the_file_holds_by_then() {
        let folder = tempdir().unwrap();
        let helpers = json!({ "host": "" });
        let path = write(&folder, &json!({ "auths": { "host": { "auth": "eDp4" } }, "credHelpers": helpers }));
        let mut config = open(&path);
        write_as_a_client(&path, "a");
        let undo = config.make_way("host").unwrap().unwrap();
        write_as_a_client(&path, "b");
        config.undo(undo).unwrap();
        write_as_a_client(&path, "c");
        config.keep_in_file(Tool::Docker, "host").map(drop).unwrap();
        write_as_a_client(&path, "d");
        config.put(&[("e".to_owned(), Some(json!({ "auth": "MTox" })))]).unwrap();
        write_as_a_client(&path, "f");
        assert!(config.remove("host").unwrap());
        write_as_a_client(&path, "g");
        let before = config.content();
        config.restore(&before, "host").unwrap();
        let left = read(&path);
        let keys: Vec<_> = left["auths"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["a", "b", "c", "d", "e", "f", "g"]);
        for key in ["a", "b", "c", "d", "f", "g"] {
            assert_eq!(left["credHelpers"][key], "pass", "{key} in {left}");
        }
    }

    #[test]
    fn a_file_that_never_rests_is_given_up() {
        let folder = tempdir().unwrap();
        let path = write(&folder, &json!({ "auths": {} }));
        let mut count = 0;
        let changed = open(&path).change(|config| {
            count += 1;
            write_as_a_client(&path, &count.to_string());
            config.content.clear();
            Ok(Some(()))
        });
        assert!(changed.unwrap_err().message.contains("without end"));
        assert_eq!(read(&path)["auths"].as_object().unwrap().len(), count);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_place_of_our_files_lead_nowhere() {
        let folder = tempdir().unwrap();
        let victim = folder.path().join("victim");
        std::fs::write(&victim, "kept").unwrap();
        std::os::unix::fs::symlink(&victim, folder.path().join(".ecrlogin.lock")).unwrap();
        let opened =
            crate::client::test_files::runtime().block_on(super::ConfigFile::open(&folder.path().join("config.json")));
        assert!(opened.is_err());
        assert_eq!(std::fs::read_to_string(&victim).unwrap(), "kept");
    }

    #[cfg(unix)]
    #[test]
    fn mode_and_link_stay_and_new_files_are_private() {
        use std::fs::{self, Permissions};
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempdir().unwrap();
        let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let path = write(&folder, &json!({}));
        fs::set_permissions(&path, Permissions::from_mode(0o664)).unwrap();
        let link = folder.path().join("elsewhere/link.json");
        fs::create_dir(link.parent().unwrap()).unwrap();
        symlink("../config.json", &link).unwrap();
        open(&link).keep_in_file(Tool::Docker, "host").map(drop).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!((mode(&path), read(&path)), (0o664, json!({ "auths": { "host": {} } })));

        let new = folder.path().join("new/config.json");
        open(&new).keep_in_file(Tool::Docker, "host").map(drop).unwrap();
        assert_eq!((mode(new.parent().unwrap()), mode(&new)), (0o700, 0o600));

        let dangling = folder.path().join("dangling.json");
        symlink("there/config.json", &dangling).unwrap();
        open(&dangling).keep_in_file(Tool::Docker, "host").map(drop).unwrap();
        assert!(fs::symlink_metadata(&dangling).unwrap().is_symlink());
        assert_eq!(read(&folder.path().join("there/config.json")), json!({ "auths": { "host": {} } }));
    }
}
