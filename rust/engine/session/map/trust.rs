//! Who may write a map: it says with whose keys a registry is asked, and which program is started.

use super::places::{Place, Whose};
use crate::base::error::{Code, Error};
use crate::base::shown::shown;
use std::path::Path;

/// Checks that nobody may write a map but those whose it is.
///
/// # Errors
/// [`Code::UntrustedRegistryMap`] with the remedy.
pub fn check(place: &Place) -> Result<(), Error> {
    let resolved = place.file.canonicalize().unwrap_or_else(|_| place.file.clone());
    let folders = [place.file.parent(), resolved.parent()];
    for path in [Some(place.file.as_path())].into_iter().chain(folders).flatten() {
        check_one(path, place.whose)?;
    }
    Ok(())
}

#[cfg(unix)]
fn check_one(path: &Path, whose: Whose) -> Result<(), Error> {
    use std::os::unix::fs::MetadataExt;
    const STICKY: u32 = 0o1000;
    let found = std::fs::metadata(path).map_err(|error| unknown(path, &error))?;
    let is_machines = whose == Whose::Machines;
    let user = nix::unistd::geteuid().as_raw();
    let shown = shown(path);
    if found.uid() != 0 && (is_machines || found.uid() != user) {
        let (owner, id) = if is_machines { ("root", 0) } else { ("you or root", user) };
        return Err(
            untrusted(&shown, &format!("does not belong to {owner}")).hint(format!("Run: chown {id} '{shown}'"))
        );
    }
    // In a folder such as /tmp, others cannot put another file in a file's place.
    let is_shared = found.is_dir() && found.mode() & STICKY != 0 && !is_machines;
    if found.mode() & 0o022 != 0 && !is_shared {
        return Err(untrusted(&shown, "may be written by others").hint(format!("Run: chmod go-w '{shown}'")));
    }
    Ok(())
}

/// What lies in a user's profile is for Windows to guard.
#[cfg(windows)]
fn check_one(path: &Path, whose: Whose) -> Result<(), Error> {
    if whose != Whose::Machines {
        return Ok(());
    }
    match ecr_system::trust::is_administrators(path) {
        Ok(true) => Ok(()),
        Ok(false) => {
            let shown = shown(path);
            let remedy = format!(
                "As an administrator, run: icacls \"{shown}\" /setowner *S-1-5-32-544; \
                 icacls \"{shown}\" /inheritance:r /grant *S-1-5-32-544:F /grant *S-1-5-18:F /grant *S-1-5-32-545:RX"
            );
            Err(untrusted(&shown, "does not belong to Administrators, or may be written by others").hint(remedy))
        }
        Err(error) => Err(unknown(path, &error)),
    }
}

fn unknown(path: &Path, error: &std::io::Error) -> Error {
    untrusted(&shown(path), &format!("does not say whose it is ({error})"))
}

fn untrusted(path: &str, why: &str) -> Error {
    let message =
        format!("The map of registries does not count: {path} {why}; whoever writes it says whose keys are used.");
    Error::new(Code::UntrustedRegistryMap, message)
}
