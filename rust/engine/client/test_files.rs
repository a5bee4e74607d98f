//! Config files and programs for the tests of this folder.

use super::config_file::ConfigFile;
use crate::base::environment::Environment;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Writes a config file.
pub fn write(folder: &TempDir, config: &Value) -> PathBuf {
    let path = folder.path().join("config.json");
    fs::write(&path, config.to_string()).unwrap();
    path
}

/// What a config file holds.
pub fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Locks and reads a config file.
pub fn open(path: &Path) -> ConfigFile {
    runtime().block_on(ConfigFile::open(path)).unwrap()
}

/// Where opening waits for the lock.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap()
}

/// An environment whose PATH holds these programs, which do nothing.
pub fn env(folder: &TempDir, programs: &[&str]) -> Environment {
    let ending = if cfg!(windows) { ".exe" } else { "" };
    for name in programs {
        let program = folder.path().join(format!("{name}{ending}"));
        fs::write(&program, "").unwrap();
        #[cfg(unix)]
        fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    }
    Environment::default().with(&[("PATH", folder.path().to_str().unwrap())])
}
