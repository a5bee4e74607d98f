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
    let Ok(found) = std::fs::metadata(path) else { return Ok(()) };
    let user = nix::unistd::geteuid().as_raw();
    let may_own = found.uid() == 0 || whose != Whose::Machines && found.uid() == user;
    let shown = shown(path);
    if !may_own {
        let owner = if whose == Whose::Machines { "root" } else { "you or root" };
        return Err(untrusted(
            &shown,
            &format!("does not belong to {owner}"),
            &format!("chown {} '{shown}'", if whose == Whose::Machines { 0 } else { user }),
        ));
    }
    // In a folder such as /tmp, others cannot put another file in a file's place.
    let is_shared = found.is_dir() && found.mode() & STICKY != 0 && whose != Whose::Machines;
    if found.mode() & 0o022 != 0 && !is_shared {
        return Err(untrusted(&shown, "may be written by others", &format!("chmod go-w '{shown}'")));
    }
    Ok(())
}

fn untrusted(path: &str, why: &str, remedy: &str) -> Error {
    let message = format!("The map of registries does not count: {path} {why}, who could change whose keys are used.");
    Error::new(Code::UntrustedRegistryMap, message).hint(format!("Run: {remedy}"))
}
