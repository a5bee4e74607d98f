//! The stand-ins of tests/clients, where a test wants them.

use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

/// Records how it is started, then takes the steps that STAND_IN tells.
pub const CLIENT: &str = env!("CARGO_BIN_EXE_client");

/// A credential helper of docker.
pub const STORE: &str = env!("CARGO_BIN_EXE_store");

/// The arguments that a start of the client was recorded with.
pub fn arguments(record: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(record.join("arguments")).expect("a record");
    text.split_terminator('\0').map(str::to_owned).collect()
}

/// Whether a program's file of beats comes to rest: one that still lives writes to it every 20 ms.
pub fn comes_to_rest(beats: &Path) -> bool {
    let size = || std::fs::metadata(beats).map_or(0, |file| file.len());
    (0..100).any(|_| {
        let before = size();
        sleep(Duration::from_millis(300));
        size() == before
    })
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
