//! The programs of tests/go: what stands on docker's and on Kubernetes' own code.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use tempfile::TempDir;

/// Whether a test of theirs runs: where they, or a compiler, are there, and where they are required.
pub fn runs() -> bool {
    let required = env::var_os("ECRLOGIN_REQUIRE_E2E").is_some_and(|value| value == "1");
    required || built().is_some() || has_compiler()
}

/// The path of one of them.
pub fn program(name: &str) -> PathBuf {
    static OWN: OnceLock<TempDir> = OnceLock::new();
    let folder = built().unwrap_or_else(|| OWN.get_or_init(compiled).path().to_owned());
    folder.join(name).with_extension(env::consts::EXE_EXTENSION)
}

/// The folder that the build has compiled them into, where it has.
fn built() -> Option<PathBuf> {
    env::var_os("ECRLOGIN_GO").map(PathBuf::from)
}

fn has_compiler() -> bool {
    Command::new("go").arg("version").output().is_ok_and(|output| output.status.success())
}

fn compiled() -> TempDir {
    let folder = TempDir::new().expect("a temporary directory");
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/go");
    let build = ["build", "-mod=readonly", "-buildvcs=false", "-o"];
    let output = Command::new("go").args(build).arg(folder.path()).arg("./...").current_dir(sources).output();
    let output = output.expect("Go is there: it compiles tests/go");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}
