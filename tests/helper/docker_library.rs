//! The helper, driven by docker's own library for helpers, in Go.

use crate::call::{HOST, Scene, program};
use crate::{go, trial};
use libtest_mimic::Trial;
use local_ecr::Settings;
use std::process::Command;

pub fn trials() -> Vec<Trial> {
    vec![trial("docker's own library is content with every verb", every_verb).with_ignored_flag(!go::runs())]
}

fn every_verb() {
    let scene = Scene::new(Settings::default());
    let mut command = Command::new(go::program("helper"));
    command.arg(program()).args([HOST, "registry.example.com:5000"]).env_clear().envs(&scene.variables);
    let output = command.output().expect("the client starts");
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("every verb"), "{said}");
    assert_eq!(scene.asked(), 1);
}
