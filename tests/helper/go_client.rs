//! The helper, driven by docker's own library for helpers, in Go.

use crate::call::{HOST, Scene, program};
use crate::trial;
use libtest_mimic::Trial;
use local_ecr::Settings;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

pub fn trials() -> Vec<Trial> {
    let trial = trial("docker's own library is content with every verb", every_verb);
    let required = env::var_os("ECRLOGIN_REQUIRE_E2E").is_some_and(|value| value == "1");
    let runs = built().is_some() || has_compiler();
    vec![trial.with_ignored_flag(!runs && !required)]
}

/// The program that the build has compiled, where it has.
fn built() -> Option<PathBuf> {
    env::var_os("ECRLOGIN_GO_CLIENT").map(PathBuf::from)
}

fn has_compiler() -> bool {
    Command::new("go").arg("version").output().is_ok_and(|output| output.status.success())
}

fn compiled(program: &Path) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/go_client");
    let build = ["build", "-mod=readonly", "-buildvcs=false", "-o"];
    let output = Command::new("go").args(build).arg(program).current_dir(folder).output();
    let output = output.expect("Go is there: it compiles tests/go_client");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn every_verb() {
    let scene = Scene::new(Settings::default());
    let client = built().unwrap_or_else(|| {
        let client = scene.world.home.path().join("go_client");
        compiled(&client);
        client
    });
    let mut command = Command::new(client);
    command.arg(program()).args([HOST, "registry.example.com:5000"]).env_clear().envs(&scene.variables);
    let output = command.output().expect("the client starts");
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("every verb"), "{said}");
    assert_eq!(scene.asked(), 1);
}
