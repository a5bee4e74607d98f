//! podman and its like know no store for all registries in their config of logins: a list in registries.conf is theirs.

use crate::base::edited::hash;
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::files;
use crate::base::private;
use crate::base::shown::shown;
use crate::client::protocol::OURS;
use std::fs;
use std::path::{Path, PathBuf};

/// The list of helpers, and what is to come after ours: the clients' own files.
const CONTENT: &str = "# Written by Install-ECRCredentialHelper; Uninstall-ECRCredentialHelper removes it.\n\
                       credential-helpers = [\"ecrlogin\", \"containers-auth.json\"]\n";

const KEY: &str = "credential-helpers";

/// The list of helpers that podman and its like ask, as far as it can be known.
pub enum Chain {
    /// Ours is in it, in this file.
    Ours(PathBuf),
    /// Somebody wrote another, in this file.
    Others(PathBuf),
    /// Nobody wrote one; ours would stand in this file.
    None(PathBuf),
}

/// The name of the file in which ours stands.
const FILE: &str = "50-ecrlogin.conf";

/// Whether a file is that of our list, by its name.
pub fn is_chain(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name == FILE)
}

/// Looks where such a list is.
///
/// # Errors
/// [`Code::InvalidParameter`] without a home directory.
pub fn chain(env: &Environment) -> Result<Chain, Error> {
    let home = env.home().ok_or_else(|| Error::new(Code::InvalidParameter, "No home directory is known."))?;
    let ours = list_of(&home);
    let own = home.join(".config/containers");
    let system = Path::new("/etc/containers");
    let mut found = None;
    for file in [&own, &system.to_owned()].into_iter().flat_map(|folder| files_in(folder)) {
        let text = files::read(&file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        let Some(line) = text.lines().find(|line| line.trim_start().starts_with(KEY)) else { continue };
        if line.contains(&format!("\"{OURS}\"")) {
            return Ok(Chain::Ours(file));
        }
        found.get_or_insert(file);
    }
    Ok(found.map_or(Chain::None(ours), Chain::Others))
}

fn list_of(home: &Path) -> PathBuf {
    home.join(".config/containers/registries.conf.d").join(FILE)
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let more = fs::read_dir(folder.join("registries.conf.d")).into_iter().flatten().flatten().map(|file| file.path());
    let more = more.filter(|file| file.extension().is_some_and(|ending| ending == "conf"));
    [folder.join("registries.conf")].into_iter().chain(more).collect()
}

/// Our list and its hash, where it is as it is written.
pub fn list_as_written(env: &Environment) -> Option<(PathBuf, String)> {
    let file = list_of(&env.home()?);
    let bytes = files::read(&file).ok().filter(|bytes| bytes == CONTENT.as_bytes())?;
    Some((file, hash(&bytes)))
}

/// Writes our list; its hash.
///
/// # Errors
/// [`Code::ClientConfigInvalid`].
pub fn install_chain(file: &Path, dry: bool) -> Result<String, Error> {
    if !dry {
        private::rewrite(file, CONTENT.as_bytes()).map_err(|error| {
            let message = format!("The client's config file {} cannot be written: {error}.", shown(file));
            Error::new(Code::ClientConfigInvalid, message)
        })?;
    }
    Ok(hash(CONTENT.as_bytes()))
}

/// Removes our list, and its folder if nothing else lies there; false where it is no longer ours.
///
/// # Errors
/// [`Code::ClientConfigInvalid`].
pub fn uninstall_chain(file: &Path, after: &str, dry: bool) -> Result<bool, Error> {
    match files::read(file) {
        Ok(bytes) if hash(&bytes) != after => return Ok(false),
        Ok(_) if !dry => {}
        _ => return Ok(true),
    }
    fs::remove_file(file).map_err(|error| {
        let message = format!("The client's config file {} cannot be removed: {error}.", shown(file));
        Error::new(Code::ClientConfigInvalid, message)
    })?;
    if let Some(folder) = file.parent() {
        // It stays while anything else lies there.
        let _ = fs::remove_dir(folder);
    }
    Ok(true)
}
