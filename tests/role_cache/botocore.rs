//! The cache held against botocore, where it is installed.

use crate::sessions::{as_admin, cached, guarded, source};
use crate::support::{World, each};
use libtest_mimic::Trial;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PYTHON: &[&str] = &["output/venv/bin/python", "output/venv/Scripts/python.exe"];

/// A test that counts as ignored without botocore, unless that is required.
pub fn trial(name: &str, body: fn(&Path)) -> Trial {
    let python = python();
    let required = std::env::var_os("ECRLOGIN_REQUIRE_E2E").is_some_and(|value| value == "1");
    let ignored = python.is_none() && !required;
    let test = Trial::test(name, move || {
        body(&python.ok_or("output/venv has no botocore")?);
        Ok(())
    });
    test.with_ignored_flag(ignored)
}

fn python() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let has_botocore = |python: &PathBuf| {
        Command::new(python).args(["-c", "import botocore"]).output().is_ok_and(|o| o.status.success())
    };
    PYTHON.iter().map(|path| root.join(path)).find(has_botocore)
}

/// Prints the access key of the profile's session, which the AWS CLI's cache serves or gets.
fn access_key(python: &Path, world: &World, code: &str) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/role_cache/access_key.py");
    let mut command = Command::new(python);
    command.arg(script).arg("admin").arg(code).env_clear();
    for (name, value) in world.env(&[]).as_object().unwrap() {
        command.env(name, value.as_str().unwrap());
    }
    if let Some(root) = std::env::var_os("SystemRoot") {
        command.env("SystemRoot", root);
    }
    command.output().unwrap()
}

fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

pub fn theirs_serves_us(python: &Path) {
    let world = guarded();
    let key = printed(&access_key(python, &world, "123456"));
    let answer = as_admin(&world, json!({}));
    assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
    assert!(source(&answer).contains("the AWS CLI's cache of role sessions"), "{answer}");
    assert_eq!(world.signer(), key);
    assert_eq!((world.calls_of("AssumeRole").len(), cached(&world).len()), (1, 1));
}

pub fn ours_serves_them(python: &Path) {
    let world = guarded();
    let answer = as_admin(&world, json!({ "mfa_code": "123456" }));
    assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
    assert_eq!(printed(&access_key(python, &world, "")), world.signer());
    assert_eq!((world.calls_of("AssumeRole").len(), cached(&world).len()), (1, 1));
}
