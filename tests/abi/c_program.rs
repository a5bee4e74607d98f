//! Programs in C, compiled against the header and linked to the library under test.

use crate::library::path;
use local_ecr::{ACCESS_KEY, LocalEcr, SECRET_KEY, Settings};
use std::path::PathBuf;
use std::process::{Command, Output};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn compile(name: &str, folder: &tempfile::TempDir) -> PathBuf {
    let program = folder.path().join(name);
    let compiler = Command::new("cc")
        .args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-pthread", "-I"])
        .arg(format!("{ROOT}/rust/include"))
        .arg(format!("{ROOT}/tests/c/{name}.c"))
        .arg(path())
        .arg(format!("-Wl,-rpath,{}", path().parent().unwrap().display()))
        .arg("-o")
        .arg(&program)
        .output()
        .expect("cc runs");
    assert!(compiler.status.success(), "{}", String::from_utf8_lossy(&compiler.stderr));
    program
}

fn run(name: &str, ecr: &LocalEcr) -> Output {
    let folder = tempfile::tempdir().unwrap();
    Command::new(compile(name, &folder)).args([ecr.url(), ACCESS_KEY, SECRET_KEY]).output().expect("the program runs")
}

#[test]
#[cfg(unix)]
fn the_contract_holds_for_a_c_program() {
    let ecr = LocalEcr::start(Settings::default());
    let output = run("contract", &ecr);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{printed}");
    assert_eq!(printed, "ok\n");
    assert!(!ecr.calls().is_empty());
}
