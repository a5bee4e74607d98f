//! Files that were read, known again when they change.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What a file is known by, so that a change is seen; `None` for a file that is not there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    path: PathBuf,
    seen: Option<(u64, SystemTime, Identity)>,
}

impl Stamp {
    /// The stamp of a file as it is now.
    pub fn of(path: PathBuf) -> Self {
        let seen = std::fs::metadata(&path).ok().and_then(|m| Some((m.len(), m.modified().ok()?, identity(&m))));
        Stamp { path, seen }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file is still as it was.
    pub fn is_current(&self) -> bool {
        *self == Stamp::of(self.path.clone())
    }
}

/// The file itself and its last change of any kind: one in its place may have the same size and time.
#[cfg(unix)]
type Identity = (u64, u64, i64, i64);

#[cfg(unix)]
fn identity(file: &std::fs::Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (file.dev(), file.ino(), file.ctime(), file.ctime_nsec())
}

#[cfg(windows)]
type Identity = u64;

#[cfg(windows)]
fn identity(file: &std::fs::Metadata) -> Identity {
    use std::os::windows::fs::MetadataExt;
    file.creation_time()
}
