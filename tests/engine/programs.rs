//! The stand-ins of tests/clients, where a test wants them.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Records how it is started, then takes the steps that STAND_IN tells.
pub const CLIENT: &str = env!("CARGO_BIN_EXE_client");

/// A credential helper of docker.
pub const STORE: &str = env!("CARGO_BIN_EXE_store");

/// The arguments that a start of the client was recorded with.
pub fn arguments(record: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(record.join("arguments")).expect("a record");
    text.split_terminator('\0').map(str::to_owned).collect()
}

/// Waits until a program has lived: it writes to its file of beats.
pub fn assert_lives(beats: &Path) {
    assert!(waits_for(|| std::fs::metadata(beats).is_ok_and(|file| file.len() > 0)), "the child never lived");
}

/// Waits until a program that has lived is gone: the system then gives its file of beats free, which it held.
pub fn assert_ends(beats: &Path) {
    assert!(std::fs::metadata(beats).is_ok_and(|file| file.len() > 0), "the child never lived");
    let file = OpenOptions::new().read(true).append(true).open(beats).expect("a file of beats");
    assert!(waits_for(|| file.try_lock().is_ok()), "the child still lives");
}

fn waits_for(what: impl Fn() -> bool) -> bool {
    let end = Instant::now() + Duration::from_secs(60);
    while !what() {
        if Instant::now() > end {
            return false;
        }
        sleep(Duration::from_millis(10));
    }
    true
}

/// How an exit status is called.
pub const STATUS: &str = if cfg!(windows) { "exit code" } else { "exit status" };

/// Puts a program into a folder under a name, to which Windows adds an ending.
pub fn put(program: &str, folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    link(Path::new(program), &path).expect("a program");
    path
}

/// A file that was just written cannot be started while another test forks.
#[cfg(unix)]
fn link(program: &Path, path: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(program, path)
}

/// Links by name are for administrators.
#[cfg(windows)]
fn link(program: &Path, path: &Path) -> std::io::Result<()> {
    std::fs::hard_link(program, path).or_else(|_| std::fs::copy(program, path).map(drop))
}
