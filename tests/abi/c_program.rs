//! Programs in C, compiled against the header and linked to the library under test.
#![cfg(unix)]

use crate::library::path;
use crate::requests::{codes, request};
use local_ecr::{ACCESS_KEY, Fault, LocalEcr, SECRET_KEY, Settings, Stage, Token};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A program of tests/c.
pub struct Program(TempDir);

impl Program {
    pub fn new(name: &str) -> Program {
        let folder = tempfile::tempdir().unwrap();
        let compiler = Command::new("cc")
            .args(["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-O1", "-pthread", "-I"])
            .arg(format!("{ROOT}/rust/include"))
            .arg(format!("{ROOT}/tests/c/{name}.c"))
            .arg(path())
            .arg(format!("-Wl,-rpath,{}", path().parent().unwrap().display()))
            .arg("-o")
            .arg(folder.path().join("program"))
            .output()
            .expect("cc runs");
        assert!(compiler.status.success(), "{name}: {}", String::from_utf8_lossy(&compiler.stderr));
        Program(folder)
    }

    pub fn command(&self) -> Command {
        Command::new(self.0.path().join("program"))
    }

    /// What it prints; it has to end well.
    pub fn run(&self, arguments: &[&str]) -> String {
        let output = self.command().args(arguments).output().expect("the program runs");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {printed}", output.status);
        printed
    }
}

#[test]
fn every_program_compiles_without_a_warning() {
    let names: Vec<String> = fs::read_dir(format!("{ROOT}/tests/c"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert!(names.len() >= 5, "{names:?}");
    names.iter().for_each(|name| drop(Program::new(name)));
}

#[test]
fn the_contract_holds_for_a_c_program() {
    let ecr = LocalEcr::start(Settings::default());
    assert_eq!(Program::new("contract").run(&[ecr.url(), ACCESS_KEY, SECRET_KEY]), "ok\n");
    assert!(!ecr.calls().is_empty());
}

#[test]
fn a_host_that_sigpipe_ends_survives_what_breaks() {
    let long = Token { password: Some("x".repeat(200_000)), ..Token::default() };
    let settings = Settings { tokens: [("111122223333".to_owned(), long)].into(), ..Settings::default() };
    let ecr = LocalEcr::start(settings.clone());
    let reset = |at| {
        let ecr = LocalEcr::start(Settings { fault: Some(Fault::Reset { at }), ..settings.clone() });
        let request = request(&ecr, json!({ "env": { "AWS_MAX_ATTEMPTS": "3" } })).to_string();
        (ecr, request)
    };
    // Its input is more than a pipe holds, and it ends without reading any.
    let config = tempfile::tempdir().unwrap();
    let deaf = ["/bin/false", "/usr/bin/false"].into_iter().find(|path| Path::new(path).exists());
    let more = json!({ "op": "connect", "tool": "docker", "tool_path": deaf, "config_path": config.path() });
    let deaf = request(&ecr, more).to_string();
    let (header, body) = (reset(Stage::Header), reset(Stage::Body));

    let printed = Program::new("sigpipe").run(&[&header.1, &deaf, &body.1, &deaf]);
    let answers: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<&str> = answers.iter().flat_map(codes).collect();
    assert_eq!(told, ["ConnectionFailed", "ToolFailed", "ConnectionFailed", "ToolFailed"], "{printed}");
}
