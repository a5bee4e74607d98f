//! The file in which clients keep logins: `auths`, `credsStore`, `credHelpers`, and what else is theirs.

use super::tool::Tool;
use crate::base::error::{Code, Error};
use serde_json::{Map, Value};
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long other logins to the same file may take, all together: who waits has no turn of its own.
const LOCK_LIMIT: Duration = Duration::from_secs(600);

/// A client's config file, locked against other logins of ours, also those of other processes.
pub struct ConfigFile {
    path: PathBuf,
    content: Map<String, Value>,
    /// Held until drop.
    _lock: File,
}

impl ConfigFile {
    /// Locks and reads a file; one that is not there is empty.
    ///
    /// # Errors
    /// [`Code::ClientConfigInvalid`].
    pub async fn open(path: &Path) -> Result<Self, Error> {
        // Through a link, so that the file itself is replaced, not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let lock = lock(&path).await?;
        let content = read(&path)?;
        Ok(ConfigFile { path, content, _lock: lock })
    }

    /// The name of the store that keeps a host's login; none for the file itself.
    pub fn store_of(&self, tool: Tool, host: &str) -> Option<&str> {
        let own = self.content.get("credHelpers").and_then(|helpers| helpers.get(host)).and_then(Value::as_str);
        let common = || self.content.get("credsStore").filter(|_| tool.reads_creds_store()).and_then(Value::as_str);
        let store = own.or_else(common);
        store.filter(|name| !name.is_empty())
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

    /// Keeps a host's login in the file, whatever store serves the others.
    ///
    /// # Errors
    /// [`Code::ClientConfigInvalid`].
    pub fn keep_in_file(&mut self, host: &str) -> Result<(), Error> {
        let helpers = self.content.entry("credHelpers").or_insert(Value::Null);
        if helpers.is_null() {
            *helpers = Value::Object(Map::new());
        }
        let helpers =
            helpers.as_object_mut().ok_or_else(|| unusable(&self.path, "has credHelpers that are no object"))?;
        helpers.insert(host.to_owned(), Value::String(String::new()));
        self.write()
    }

    /// Takes logins out; whether any was there.
    ///
    /// # Errors
    /// [`Code::ClientConfigInvalid`].
    pub fn remove(&mut self, keys: &[String]) -> Result<bool, Error> {
        let Some(auths) = self.content.get_mut("auths").and_then(Value::as_object_mut) else { return Ok(false) };
        let before = auths.len();
        auths.retain(|key, _| !keys.contains(key));
        let removed = auths.len() < before;
        if removed {
            self.write()?;
        }
        Ok(removed)
    }

    /// Whether the file holds a login under one of these keys, read anew: clients do not heed our lock.
    ///
    /// # Errors
    /// [`Code::ClientConfigInvalid`].
    pub fn still_holds(&self, keys: &[String]) -> Result<bool, Error> {
        let content = read(&self.path)?;
        let auths = content.get("auths").and_then(Value::as_object);
        Ok(auths.is_some_and(|auths| keys.iter().any(|key| auths.contains_key(key))))
    }

    /// A new file in the old one's place, with its mode and owner; never a half-written one.
    fn write(&self) -> Result<(), Error> {
        let failed = |e: io::Error| unusable(&self.path, &format!("cannot be written: {e}"));
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let beside = folder.join(format!(".config.json.{}.{}", std::process::id(), unlike_any()));
        let text = serde_json::to_vec_pretty(&self.content).expect("JSON that was read can be written");
        let mut file = create_private(&beside).map_err(failed)?;
        let written = file
            .write_all(&text)
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::metadata(&self.path).map_or(Ok(()), |old| keep_permissions(&file, &old)));
        drop(file);
        let written = written.and_then(|()| fs::rename(&beside, &self.path));
        if written.is_err() {
            // What matters is told already.
            let _ = fs::remove_file(&beside);
        }
        written.map_err(failed)
    }
}

fn read(path: &Path) -> Result<Map<String, Value>, Error> {
    match crate::base::files::read(path) {
        Ok(text) if text.trim_ascii().is_empty() => Ok(Map::new()),
        Ok(text) => serde_json::from_slice(text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text))
            .map_err(|e| unusable(path, &format!("is not JSON at line {}, column {}", e.line(), e.column()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Map::new()),
        Err(error) => Err(unusable(path, &format!("cannot be read: {error}"))),
    }
}

/// What nobody can have put a link at: the next number of a hash that starts at random.
fn unlike_any() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(Instant::now())
}

/// A file that was not there, for this user alone.
fn create_private(path: &Path) -> io::Result<File> {
    private(fs::OpenOptions::new().write(true).create_new(true)).open(path)
}

/// The lock file: its content is nobody's, so whatever stands there is neither followed nor changed.
fn open_lock(path: &Path) -> io::Result<File> {
    let file = private(fs::OpenOptions::new().write(true).create(true).truncate(false)).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other(".ecrlogin.lock is no file")) }
}

#[cfg(unix)]
fn private(options: &mut fs::OpenOptions) -> &fs::OpenOptions {
    use nix::fcntl::OFlag;
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600).custom_flags((OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK).bits())
}

#[cfg(not(unix))]
fn private(options: &mut fs::OpenOptions) -> &fs::OpenOptions {
    options
}

/// Another user's file stays theirs, where this user may give files away.
#[cfg(unix)]
fn keep_permissions(file: &File, old: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let now = file.metadata()?;
    if (now.uid(), now.gid()) != (old.uid(), old.gid()) {
        let _ = fchown(file, Some(old.uid()), Some(old.gid()));
    }
    file.set_permissions(old.permissions())
}

#[cfg(not(unix))]
fn keep_permissions(file: &File, old: &fs::Metadata) -> io::Result<()> {
    file.set_permissions(old.permissions())
}

/// Waits for the lock file beside the config file.
async fn lock(path: &Path) -> Result<File, Error> {
    let failed = |e: io::Error| unusable(path, &format!("cannot be locked: {e}"));
    let folder = path.parent().unwrap_or(Path::new("."));
    create_folder(folder).map_err(failed)?;
    let file = open_lock(&folder.join(".ecrlogin.lock")).map_err(failed)?;
    let end = Instant::now() + LOCK_LIMIT;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
            Err(TryLockError::WouldBlock) if Instant::now() > end => {
                return Err(unusable(path, "is locked by another login that does not end"));
            }
            Err(TryLockError::WouldBlock) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

/// As docker makes it: for its owner alone.
fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn unusable(path: &Path, what: &str) -> Error {
    Error::new(Code::ClientConfigInvalid, format!("The client's config file {} {what}.", path.display()))
}

#[cfg(test)]
mod tests {
    use crate::client::test_files::{open, read, runtime, write};
    use serde_json::json;
    use tempfile::tempdir;

    #[test]
    fn a_host_is_kept_in_the_file_and_all_else_stays() {
        let folder = tempdir().unwrap();
        for before in [
            json!({}),
            json!({ "credsStore": "wincred", "unknown": { "kept": [1, null] }, "credHelpers": { "other": "pass" } }),
            json!({ "credHelpers": null, "auths": { "other": { "auth": "eA==" } } }),
        ] {
            let path = write(&folder, &before);
            open(&path).keep_in_file("host").unwrap();
            let mut wanted = before.clone();
            if wanted["credHelpers"].is_null() {
                wanted["credHelpers"] = json!({});
            }
            wanted["credHelpers"]["host"] = json!("");
            assert_eq!(read(&path), wanted);
        }
        let leftovers: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(leftovers.len(), 2, "the file and its lock: {leftovers:?}");
    }

    #[test]
    fn helpers_that_are_none_are_not_overwritten() {
        let folder = tempdir().unwrap();
        let path = write(&folder, &json!({ "credHelpers": "text" }));
        assert!(open(&path).keep_in_file("host").is_err());
        assert_eq!(read(&path), json!({ "credHelpers": "text" }));
    }

    #[cfg(unix)]
    #[test]
    fn links_in_place_of_our_files_lead_nowhere() {
        let folder = tempdir().unwrap();
        let victim = folder.path().join("victim");
        std::fs::write(&victim, "kept").unwrap();
        std::os::unix::fs::symlink(&victim, folder.path().join(".ecrlogin.lock")).unwrap();
        let opened = runtime().block_on(super::ConfigFile::open(&folder.path().join("config.json")));
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
        open(&link).keep_in_file("host").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!((mode(&path), read(&path)), (0o664, json!({ "credHelpers": { "host": "" } })));

        let new = folder.path().join("new/config.json");
        open(&new).keep_in_file("host").unwrap();
        assert_eq!((mode(new.parent().unwrap()), mode(&new)), (0o700, 0o600));
    }
}
