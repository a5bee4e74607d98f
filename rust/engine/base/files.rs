//! Reads files that others may have put there: never waits for one, never reads without end.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// The most bytes of a file that are read.
pub const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// The content of a file.
///
/// # Errors
/// The system's, also where reading would wait, as of a named pipe; or that the file is over [`MAX_BYTES`].
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    read_all(open(path)?)
}

/// The content of a file that was opened by [`open`].
///
/// # Errors
/// As [`read`].
pub fn read_all(file: File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::Error::other(format!("it has more than {} MiB", MAX_BYTES >> 20)));
    }
    Ok(bytes)
}

/// Opens a file to read it; nothing is waited for.
///
/// # Errors
/// The system's.
#[cfg(unix)]
pub fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().read(true).custom_flags(nix::fcntl::OFlag::O_NONBLOCK.bits()).open(path)
}

/// Opens a file to read it.
///
/// # Errors
/// The system's.
#[cfg(not(unix))]
pub fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

/// Checks that a file, or nothing, is where a path leads: in the place of a pipe or a device no file is put. Its mode
/// may let everybody read, and whoever put it there wants nothing kept.
///
/// # Errors
/// What it is.
pub fn check_is_file(path: &Path) -> io::Result<()> {
    match std::fs::metadata(path) {
        Ok(found) if !found.is_file() => Err(io::Error::other("it is no file, but a folder, a device or a pipe")),
        _ => Ok(()),
    }
}

/// Whether a file that is open is the one that was found somewhere.
#[cfg(unix)]
pub fn is_same(file: &File, found: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    file.metadata().is_ok_and(|own| (own.dev(), own.ino()) == (found.dev(), found.ino()))
}

/// What is found does not say which file it is on Windows.
#[cfg(not(unix))]
pub fn is_same(_: &File, _: &Metadata) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn pipes_devices_and_giants_end_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
        assert_eq!(read(&pipe).unwrap_or_default(), b"");
        assert_eq!(read(Path::new("/dev/null")).unwrap(), b"");
        assert!(read(Path::new("/dev/zero")).is_err());
        assert!(read(folder.path()).is_err());
    }
}
