//! Where maps lie.

use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::own_folder::own_folder;
use std::path::PathBuf;

/// The variable that names another file than the user's own.
pub const VARIABLE: &str = "ECRLOGIN_REGISTRIES";

const FILE: &str = "registries.json";

/// Whose a map is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The user's; a file that the variable names has to be there.
    Users {
        /// Whether the variable names it.
        is_named: bool,
    },
    /// Everybody's on this machine.
    Machines,
}

/// A file to read.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// Whose it is.
    pub whose: Whose,
}

/// The files in force, the user's first.
///
/// # Errors
/// [`Code::InvalidRegistryMap`] where the variable names none.
pub fn places(env: &Environment) -> Result<Vec<Place>, Error> {
    let machines = machine_folder(env).map(|folder| Place { file: folder.join(FILE), whose: Whose::Machines });
    Ok(users(env)?.into_iter().chain(machines).collect())
}

/// The user's own.
///
/// # Errors
/// [`Code::InvalidRegistryMap`] where the variable names none.
pub fn users(env: &Environment) -> Result<Option<Place>, Error> {
    let Some(named) = env.get(VARIABLE) else {
        let own = own_folder(env).map(|folder| folder.join(FILE));
        return Ok(own.map(|file| Place { file, whose: Whose::Users { is_named: false } }));
    };
    let file = env.path(named, None);
    if !file.is_absolute() {
        let message = format!("{VARIABLE} names no absolute path.");
        return Err(
            Error::new(Code::InvalidRegistryMap, message).hint("Give the whole path of the file, or ~ and the rest.")
        );
    }
    Ok(Some(Place { file, whose: Whose::Users { is_named: true } }))
}

#[cfg(not(windows))]
fn machine_folder(_: &Environment) -> Option<PathBuf> {
    Some(PathBuf::from("/etc/ecrlogin"))
}

#[cfg(windows)]
fn machine_folder(env: &Environment) -> Option<PathBuf> {
    env.get("PROGRAMDATA").map(|data| PathBuf::from(data).join("EcrLogin")).filter(|folder| folder.is_absolute())
}
