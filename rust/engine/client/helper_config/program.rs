//! The copy of the helper's program, where a new version of the module finds it again and a package manager leaves no x bit.

use crate::base::edited::hash;
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::files::MAX_BYTES;
use crate::base::own_folder::{local_folder, own_folder};
use crate::base::private;
use crate::base::shown::shown;
use crate::base::trust::{self, Flaw, Owner};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The name of its file.
pub fn file_name() -> &'static str {
    if cfg!(windows) { "docker-credential-ecrlogin.exe" } else { "docker-credential-ecrlogin" }
}

/// The folder of the copy.
pub fn folder(env: &Environment) -> Option<PathBuf> {
    if cfg!(windows) {
        return Some(local_folder(env)?.join("EcrLogin").join("bin"));
    }
    Some(own_folder(env)?.join("bin"))
}

/// Checks that nobody else may put another program in the place of the copy, or beside it: PATH leads there.
///
/// # Errors
/// [`Code::InstallFailed`] with the remedy.
pub fn check_folder(env: &Environment) -> Result<(), Error> {
    let Some(folder) = folder(env) else { return Ok(()) };
    let ours = [folder.parent(), Some(folder.as_path())];
    for path in ours.into_iter().flatten().filter(|path| path.symlink_metadata().is_ok()) {
        trust::check(path, Owner::User, false)
            .and_then(|()| trust::check_links(path, Owner::User))
            .map_err(untrusted)?;
    }
    Ok(())
}

fn untrusted(Flaw { told, remedy }: Flaw) -> Error {
    let message =
        format!("No credential helper can lie there: {told}; whoever writes there says which program is started.");
    Error::new(Code::InstallFailed, message).hint(remedy)
}

/// A copy that was made, or that there was.
pub struct Copied {
    /// Where.
    pub path: PathBuf,
    /// The hash of its content.
    pub after: String,
    /// Whether it was there already, and could be started.
    pub was_there: bool,
}

/// Copies the program of the module.
///
/// # Errors
/// [`Code::HelperNotFound`] for what is no program, [`Code::InstallFailed`].
pub fn copy(from: &Path, env: &Environment, dry: bool) -> Result<Copied, Error> {
    let bytes = read(from).map_err(|error| {
        let message = format!("The credential helper of the module, {}, cannot be read: {error}.", shown(from));
        Error::new(Code::HelperNotFound, message)
    })?;
    let folder = folder(env).ok_or_else(|| Error::new(Code::InvalidParameter, "No home directory is known."))?;
    let path = folder.join(file_name());
    let after = hash(&bytes);
    // Somebody else's, whatever it holds now, is theirs to change.
    let is_own = fs::symlink_metadata(&path).is_ok_and(|found| private::is_own(&found));
    let was_there = is_own && is_executable(&path) && read(&path).is_ok_and(|found| found == bytes);
    if !dry && !was_there {
        private::replace_program(&path, &bytes).map_err(|error| {
            Error::new(Code::InstallFailed, format!("{} cannot be written: {error}.", shown(&path)))
        })?;
    }
    Ok(Copied { path, after, was_there })
}

/// Removes the copy, and its folder if nothing else lies there; false where it is no longer ours.
///
/// # Errors
/// [`Code::InstallFailed`].
pub fn remove(path: &Path, after: &str, dry: bool) -> Result<bool, Error> {
    match read(path) {
        Ok(bytes) if hash(&bytes) != after => return Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        _ if dry => return Ok(true),
        _ => {}
    }
    private::remove_program(path)
        .map_err(|error| Error::new(Code::InstallFailed, format!("{} cannot be removed: {error}.", shown(path))))?;
    if let Some(folder) = path.parent() {
        // It stays while anything else lies there.
        let _ = fs::remove_dir(folder);
    }
    Ok(true)
}

/// The content of a program, which may be larger than other files.
///
/// # Errors
/// The system's.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(16 * MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether everybody may start it.
#[cfg(unix)]
pub fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o777 == 0o755)
}

/// Whether it is there.
#[cfg(not(unix))]
pub fn is_executable(path: &Path) -> bool {
    path.is_file()
}
