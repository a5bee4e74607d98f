//! Files that several processes write: one at a time, each as a whole.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long other logins to the same file may take, all together: who waits has no turn of its own.
const LOCK_LIMIT: Duration = Duration::from_secs(600);

/// Why there is no lock.
pub enum Unlocked {
    /// The lock file cannot be used.
    Failed(io::Error),
    /// Somebody else holds it and does not end.
    Busy,
}

/// Puts a new file in the old one's place, with its mode and owner; never a half-written one.
///
/// # Errors
/// The system's; the old file stands then.
pub fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let beside = folder.join(format!(".config.json.{}.{}", std::process::id(), unlike_any()));
    let mut file = create_private(&beside)?;
    let written = file
        .write_all(text)
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::metadata(path).map_or(Ok(()), |old| keep_permissions(&file, &old)));
    drop(file);
    let written = written.and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // What matters is told already.
        let _ = fs::remove_file(&beside);
    }
    written
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

/// Waits for the lock file beside a file; it is held until it is dropped.
///
/// # Errors
/// When there is none to be had.
pub async fn lock(path: &Path) -> Result<File, Unlocked> {
    let folder = path.parent().unwrap_or(Path::new("."));
    create_folder(folder).map_err(Unlocked::Failed)?;
    let file = open_lock(&folder.join(".ecrlogin.lock")).map_err(Unlocked::Failed)?;
    let end = Instant::now() + LOCK_LIMIT;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(Unlocked::Failed(error)),
            Err(TryLockError::WouldBlock) if Instant::now() > end => return Err(Unlocked::Busy),
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
