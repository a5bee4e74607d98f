//! Files that several processes write: one at a time, each as a whole, and for this user alone.

use crate::base::files::{MAX_BYTES, check_is_file};
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// How often a lock that somebody else holds is tried again.
const PACE: Duration = Duration::from_millis(20);

/// Puts a new file in the place of one, or where there is none; never a half-written one. It is this user's alone,
/// whatever stood there before.
///
/// # Errors
/// The system's; what stood there is as it was.
pub fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    put(path, content, |_| Ok(()))
}

/// The same for what can be had again: it does not wait for the disk, and is gone if the machine stops just then.
///
/// # Errors
/// The system's; what stood there is as it was.
pub fn replace_fast(path: &Path, content: &[u8]) -> io::Result<()> {
    put_if(path, content, |_| Ok(()), || Ok(()))
}

/// As [`replace`] for a file of somebody else's program: an old one's mode and owner stay.
///
/// # Errors
/// The system's; what stood there is as it was.
pub fn rewrite(path: &Path, content: &[u8]) -> io::Result<()> {
    put(path, content, |file| keep_those_of(path, file))
}

/// Gives a file that a program has put in the place of another the mode and owner that the other had.
///
/// # Errors
/// The system's.
#[cfg(unix)]
pub fn permit_as(path: &Path, old: &Metadata) -> io::Result<()> {
    keep_permissions(&File::open(path)?, old)
}

/// A file of Windows has the rights of its folder, whoever put it there.
///
/// # Errors
/// None on Windows.
#[cfg(not(unix))]
pub fn permit_as(_: &Path, _: &Metadata) -> io::Result<()> {
    Ok(())
}

/// The same where the file is still as somebody saw it when all is written but for the last step; whether it was.
///
/// # Errors
/// The system's; what stood there is as it was.
pub fn rewrite_if(path: &Path, content: &[u8], is_current: impl Fn() -> bool) -> io::Result<bool> {
    let finish = |file: &File| {
        file.sync_all()?;
        keep_those_of(path, file)
    };
    let done = put_if(path, content, finish, || if is_current() { Ok(()) } else { Err(CHANGED.into()) });
    match done {
        Err(error) if error.kind() == CHANGED => Ok(false),
        other => other.map(|()| true),
    }
}

/// Puts a new program in the place of one, or where there is none; everybody may start it. Windows lets no program be
/// replaced that runs, but renamed it may be.
///
/// # Errors
/// The system's.
pub fn replace_program(path: &Path, content: &[u8]) -> io::Result<()> {
    let put = || put(path, content, make_executable);
    put().or_else(
        |error| if cfg!(windows) && path.is_file() { set_aside(path).and_then(|()| put()) } else { Err(error) },
    )
}

/// Removes a program, also one that runs.
///
/// # Errors
/// The system's.
pub fn remove_program(path: &Path) -> io::Result<()> {
    fs::remove_file(path).or_else(|error| match error.kind() {
        io::ErrorKind::NotFound => Ok(()),
        _ if cfg!(windows) => set_aside(path),
        _ => Err(error),
    })
}

#[cfg(unix)]
fn make_executable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &File) -> io::Result<()> {
    Ok(())
}

/// Renames a program that runs, and removes one that was renamed so at an earlier time.
fn set_aside(path: &Path) -> io::Result<()> {
    let old = path.with_extension("old");
    // One that still runs stays, and another name is taken.
    let is_free = fs::remove_file(&old).is_ok() || !old.exists();
    fs::rename(path, if is_free { old } else { path.with_extension(format!("{}.old", unlike_any())) })
}

#[cfg(not(windows))]
fn take_place(new: &Path, old: &Path) -> io::Result<()> {
    fs::rename(new, old)
}

/// Windows lets no file be replaced that somebody reads just now, which clients do for a moment.
#[cfg(windows)]
fn take_place(new: &Path, old: &Path) -> io::Result<()> {
    for _ in 0..50 {
        match fs::rename(new, old) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => std::thread::sleep(PACE),
            done => return done,
        }
    }
    fs::rename(new, old)
}

/// No error of the system's own for what is done here.
const CHANGED: io::ErrorKind = io::ErrorKind::Deadlock;

fn put(path: &Path, content: &[u8], permit: impl Fn(&File) -> io::Result<()>) -> io::Result<()> {
    put_if(path, content, |file| file.sync_all().and_then(|()| permit(file)), || Ok(()))
}

fn put_if(
    path: &Path,
    content: &[u8],
    finish: impl Fn(&File) -> io::Result<()>,
    check: impl Fn() -> io::Result<()>,
) -> io::Result<()> {
    check_is_file(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    create_folder(folder)?;
    let beside = folder.join(format!(".{}.{}.tmp", std::process::id(), unlike_any()));
    let mut file = private(OpenOptions::new().write(true).create_new(true)).open(&beside)?;
    let written = file.write_all(content).and_then(|()| finish(&file));
    drop(file);
    let written =
        written.and_then(|()| check()).and_then(|()| check_is_file(path)).and_then(|()| take_place(&beside, path));
    if written.is_err() {
        // What matters is told already.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Gives a new file the mode and owner of the old one. Those of what is no file are for nobody's secrets.
fn keep_those_of(path: &Path, file: &File) -> io::Result<()> {
    let old = fs::metadata(path).ok().filter(Metadata::is_file);
    old.map_or(Ok(()), |old| keep_permissions(file, &old))
}

/// Another user's file stays theirs, where this user may give files away.
#[cfg(unix)]
fn keep_permissions(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let now = file.metadata()?;
    if (now.uid(), now.gid()) != (old.uid(), old.gid()) {
        let _ = fchown(file, Some(old.uid()), Some(old.gid()));
    }
    file.set_permissions(old.permissions())
}

#[cfg(not(unix))]
fn keep_permissions(file: &File, old: &Metadata) -> io::Result<()> {
    file.set_permissions(old.permissions())
}

/// Whether what lies there is a file, no link to one, that is this user's and that no others may write.
#[cfg(unix)]
pub fn is_own(found: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    found.is_file() && found.uid() == nix::unistd::geteuid().as_raw() && found.mode() & 0o022 == 0
}

/// Whether what lies there is a file, no link to one.
#[cfg(not(unix))]
pub fn is_own(found: &Metadata) -> bool {
    found.is_file()
}

/// The content of a file that is this user's alone to write, and no link to one; none where there is no such file, or
/// where it has more than [`MAX_BYTES`].
pub fn read_own(path: &Path) -> Option<Zeroizing<Vec<u8>>> {
    read_trusted(path).ok()?
}

/// The content of a file that is this user's alone to write; none where there is no file.
///
/// # Errors
/// The system's, and that the file is a link, too large, or somebody else's or writable by others.
pub fn read_trusted(path: &Path) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    Ok(read_found(path)?.map(|(bytes, _)| bytes))
}

/// The same with what was found of the file.
///
/// # Errors
/// As [`read_trusted`].
pub fn read_found(path: &Path) -> io::Result<Option<(Zeroizing<Vec<u8>>, Metadata)>> {
    let file = match private(OpenOptions::new().read(true)).open(path) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        opened => opened?,
    };
    // Of what was opened: the name may be another file's by now.
    let found = file.metadata()?;
    if !is_own(&found) {
        return Err(io::Error::other("it is not yours, or others may write it"));
    }
    if found.len() > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(found.len()).unwrap_or_default() + 1));
    file.take(MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(Some((bytes, found)))
}

/// Waits for a lock file, no longer than the limit, which may be none at all; it is held until it is dropped. Its content
/// is nobody's, so whatever stands there is neither followed nor changed.
///
/// # Errors
/// The system's; [`io::ErrorKind::WouldBlock`] when somebody else does not let go in time.
pub async fn lock(path: &Path, limit: Duration) -> io::Result<File> {
    lock_what(path, limit, is_at).await
}

async fn lock_what(path: &Path, limit: Duration, is_right: fn(&File, &Path) -> bool) -> io::Result<File> {
    let mut file = open_lock(path)?;
    let end = Instant::now() + limit;
    loop {
        let is_gone = match file.try_lock() {
            Ok(()) if is_right(&file, path) => return Ok(file),
            // Whoever held it took it away.
            Ok(()) => true,
            Err(TryLockError::WouldBlock) => false,
            Err(TryLockError::Error(error)) => return Err(error),
        };
        if Instant::now() >= end {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        tokio::time::sleep(PACE).await;
        if is_gone {
            file = open_lock(path)?;
        }
    }
}

fn open_lock(path: &Path) -> io::Result<File> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let open = || {
        create_folder(folder)?;
        private(OpenOptions::new().write(true).create(true).truncate(false)).open(path)
    };
    let file = open().or_else(|error| match error.kind() {
        // Whoever took the file away may have taken its empty folder too.
        io::ErrorKind::NotFound => open(),
        // Another user's serves as well: what can be read can be locked.
        io::ErrorKind::PermissionDenied => private(OpenOptions::new().read(true)).open(path).map_err(|_| error),
        _ => Err(error),
    })?;
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(io::Error::other(format!("{} is no file", path.file_name().unwrap_or_default().display())));
    }
    open_to_writers(&file, &found, folder);
    Ok(file)
}

/// Who may write in a folder may lock what lies there: a lock that one user made keeps no other of a shared folder out.
#[cfg(unix)]
fn open_to_writers(file: &File, found: &Metadata, folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let writers = fs::metadata(folder).map_or(0, |folder| folder.permissions().mode() & 0o022);
    let mode = found.permissions().mode() & 0o777;
    if mode | writers << 1 != mode {
        // Whose it is has done so, or does the next time.
        let _ = file.set_permissions(fs::Permissions::from_mode(mode | writers << 1));
    }
}

/// On Windows a file has the rights of its folder.
#[cfg(not(unix))]
fn open_to_writers(_: &File, _: &Metadata, _: &Path) {}

/// Whether a file is still the one at its path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| crate::base::files::is_same(file, &found))
}

/// Windows takes no file away that is open.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// What nobody can have put a link at: the next number of a hash that starts at random.
fn unlike_any() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(Instant::now())
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &OpenOptions {
    use nix::fcntl::OFlag;
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600).custom_flags((OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK).bits())
}

#[cfg(not(unix))]
fn private(options: &mut OpenOptions) -> &OpenOptions {
    options
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn lock_at(path: &Path) -> io::Result<File> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(lock(path, Duration::from_millis(50)))
    }

    #[test]
    fn a_file_is_replaced_as_a_whole_and_is_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/file");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        replace(&path, b"first").unwrap();
        assert_eq!((mode(path.parent().unwrap()), mode(&path)), (0o700, 0o600));
        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        replace(&path, b"second").unwrap();
        assert_eq!((fs::read(&path).unwrap().as_slice(), mode(&path)), (b"second".as_slice(), 0o600));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
        fs::create_dir(folder.path().join("taken")).unwrap();
        assert!(replace(&folder.path().join("taken"), b"x").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn only_what_is_this_users_alone_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        replace(&path, b"mine").unwrap();
        assert_eq!(read_own(&path).unwrap().as_slice(), b"mine");
        symlink(&path, folder.path().join("link")).unwrap();
        nix::unistd::mkfifo(&folder.path().join("pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
        for other in ["link", "pipe", "none", "."] {
            assert!(read_own(&folder.path().join(other)).is_none(), "{other}");
        }
        fs::set_permissions(&path, Permissions::from_mode(0o620)).unwrap();
        assert!(read_own(&path).is_none());
    }

    #[test]
    fn nothing_takes_the_place_of_what_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let (pipe, link) = (folder.path().join("pipe"), folder.path().join("link"));
        nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
        symlink(&pipe, &link).unwrap();
        for path in [&pipe, &link] {
            for refused in [
                replace(path, b"x"),
                replace_fast(path, b"x"),
                rewrite(path, b"x"),
                rewrite_if(path, b"x", || true).map(drop),
                replace_program(path, b"x"),
            ] {
                assert!(refused.unwrap_err().to_string().contains("it is no file"));
            }
        }
        assert!(!fs::metadata(&link).unwrap().is_file() && fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside them");
    }

    #[test]
    fn a_lock_is_held_once_and_follows_no_link() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".lock");
        let held = lock_at(&path).unwrap();
        assert_eq!(lock_at(&path).unwrap_err().kind(), io::ErrorKind::WouldBlock);
        drop(held);
        lock_at(&path).unwrap();
        symlink(folder.path().join("victim"), folder.path().join("link")).unwrap();
        assert!(lock_at(&folder.path().join("link")).is_err());
        assert!(!folder.path().join("victim").exists());
    }

    #[test]
    fn who_may_write_in_a_folder_may_lock_what_lies_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".lock");
        for (of_folder, of_lock) in [(0o755, 0o600), (0o770, 0o640), (0o1777, 0o644), (0o700, 0o644)] {
            fs::set_permissions(folder.path(), Permissions::from_mode(of_folder)).unwrap();
            lock_at(&path).unwrap();
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, of_lock, "{of_folder:o}");
        }
        // As another user's is that has made it so: none may write it but root.
        fs::set_permissions(&path, Permissions::from_mode(0o444)).unwrap();
        let held = lock_at(&path).unwrap();
        assert_eq!(lock_at(&path).unwrap_err().kind(), io::ErrorKind::WouldBlock);
        drop(held);
    }

    #[test]
    fn a_lock_whose_file_changes_without_end_is_not_waited_for_longer_than_any() {
        let folder = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let path = folder.path().join(".lock");
        let never = lock_what(&path, Duration::from_millis(50), |_, _| false);
        assert_eq!(runtime.block_on(never).unwrap_err().kind(), io::ErrorKind::WouldBlock);
    }
}
