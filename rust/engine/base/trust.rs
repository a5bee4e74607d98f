//! Who may put something else in the place of a file or a folder. In a user's own profile that is for Windows to guard.

use crate::base::shown::shown;
use std::io;
use std::path::Path;

/// To whom it may belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The user, or root.
    User,
    /// Root alone; on Windows, Administrators.
    Machine,
}

/// What speaks against a path.
#[derive(Debug)]
pub struct Flaw {
    /// Path and reason, to begin a sentence.
    pub told: String,
    /// What helps.
    pub remedy: String,
}

/// Checks a file or a folder. A folder may be `shared` where each may change only what is their own there, as in /tmp.
///
/// # Errors
/// [`Flaw`].
#[cfg(unix)]
pub fn check(path: &Path, owner: Owner, shared: bool) -> Result<(), Flaw> {
    let found = std::fs::metadata(path).map_err(|error| unknown(path, &error))?;
    unix::check_owner(path, &found, owner)?;
    unix::check_writers(path, &found, 0o022, shared)
}

/// Checks a file or a folder.
///
/// # Errors
/// [`Flaw`].
#[cfg(windows)]
pub fn check(path: &Path, owner: Owner, _: bool) -> Result<(), Flaw> {
    if owner == Owner::User {
        return Ok(());
    }
    let path = match ecr_system::trust::is_administrators(path) {
        Ok(true) => return Ok(()),
        Ok(false) => shown(path),
        Err(error) => return Err(unknown(path, &error)),
    };
    let remedy = format!(
        "As an administrator, run: icacls \"{path}\" /setowner *S-1-5-32-544; \
         icacls \"{path}\" /inheritance:r /grant *S-1-5-32-544:F /grant *S-1-5-18:F /grant *S-1-5-32-545:RX"
    );
    Err(Flaw { told: format!("{path} does not belong to Administrators, or may be written by others"), remedy })
}

/// Checks the links on the way to a path, and every folder that they lead through.
///
/// # Errors
/// [`Flaw`].
#[cfg(unix)]
pub fn check_links(path: &Path, owner: Owner) -> Result<(), Flaw> {
    let parts = |path: &Path| path.components().rev().map(|part| part.as_os_str().to_owned()).collect::<Vec<_>>();
    let (mut left, mut at, mut links) = (parts(path), std::path::PathBuf::new(), 0);
    while let Some(part) = left.pop() {
        if part == ".." {
            at.pop();
            continue;
        }
        at.push(part);
        let found = std::fs::symlink_metadata(&at).map_err(|error| unknown(&at, &error))?;
        if found.is_symlink() {
            unix::check_owner(&at, &found, owner)?;
            links += 1;
            let target = std::fs::read_link(&at).map_err(|error| unknown(&at, &error))?;
            if links > super::links::MAX {
                return Err(unknown(&at, &io::Error::other("too many links")));
            }
            left.extend(parts(&target));
            at.pop();
        } else if links > 0 && found.is_dir() {
            unix::check_owner(&at, &found, owner)?;
            // Many systems let a user's folders be written by a group that has nobody else in it.
            let others = if owner == Owner::User { 0o002 } else { 0o022 };
            unix::check_writers(&at, &found, others, owner == Owner::User)?;
        }
    }
    Ok(())
}

/// Links of Windows are for administrators to make.
///
/// # Errors
/// None on Windows.
#[cfg(windows)]
pub fn check_links(_: &Path, _: Owner) -> Result<(), Flaw> {
    Ok(())
}

fn unknown(path: &Path, error: &io::Error) -> Flaw {
    Flaw { told: format!("{} does not say whose it is ({error})", shown(path)), remedy: String::new() }
}

#[cfg(unix)]
mod unix {
    use super::{Flaw, Owner, Path, shown};
    use std::fs::Metadata;
    use std::os::unix::fs::MetadataExt;

    const STICKY: u32 = 0o1000;

    pub fn check_owner(path: &Path, found: &Metadata, owner: Owner) -> Result<(), Flaw> {
        let user = nix::unistd::geteuid().as_raw();
        let (owners, id) = match owner {
            Owner::User => ("you or root", user),
            Owner::Machine => ("root", 0),
        };
        if [0, id].contains(&found.uid()) {
            return Ok(());
        }
        let (path, of_links) = (shown(path), if found.is_symlink() { "-h " } else { "" });
        let remedy = format!("Run: chown {of_links}{id} '{path}'");
        Err(Flaw { told: format!("{path} does not belong to {owners}"), remedy })
    }

    pub fn check_writers(path: &Path, found: &Metadata, others: u32, shared: bool) -> Result<(), Flaw> {
        let is_shared = shared && found.is_dir() && found.mode() & STICKY != 0;
        if found.mode() & others == 0 || is_shared {
            return Ok(());
        }
        let path = shown(path);
        let remedy = format!("Run: chmod {}-w '{path}'", if others == 0o002 { "o" } else { "go" });
        Err(Flaw { told: format!("{path} may be written by others"), remedy })
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, lchown, symlink};

    fn told(path: &Path) -> Result<(), String> {
        check_links(path, Owner::User).map_err(|flaw| flaw.told)
    }

    #[test]
    fn links_lead_only_through_what_others_cannot_exchange() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("dotfiles/ecr")).unwrap();
        fs::write(path("dotfiles/ecr/map"), "").unwrap();
        symlink("dotfiles/../dotfiles/ecr/map", path("link")).unwrap();
        symlink(path("link"), path("second")).unwrap();
        for (mode, is_good) in [(0o755, true), (0o775, true), (0o1777, true), (0o757, false)] {
            fs::set_permissions(path("dotfiles"), Permissions::from_mode(mode)).unwrap();
            for link in ["link", "second"] {
                let told = told(&path(link));
                let is_refused = told.as_ref().is_err_and(|told| told.contains("dotfiles may be written by others"));
                assert_eq!((told.is_ok(), is_refused), (is_good, !is_good), "{mode:o} {link}: {told:?}");
            }
            assert_eq!(told(&path("dotfiles/ecr/map")), Ok(()), "without a link");
        }
        symlink("round", path("round")).unwrap();
        assert!(told(&path("round")).is_err() && told(&path("none")).is_err());
    }

    #[test]
    fn links_and_folders_of_others_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("theirs/mine")).unwrap();
        symlink("theirs/mine", path("link")).unwrap();
        assert_eq!(told(&path("link")), Ok(()));
        for name in ["theirs", "link"] {
            // Only root may give files away.
            if lchown(path(name), Some(12345), None).is_err() {
                return;
            }
            let told = told(&path("link")).unwrap_err();
            assert!(told.contains(&format!("{name} does not belong to")), "{told}");
            lchown(path(name), Some(0), None).unwrap();
        }
    }
}
