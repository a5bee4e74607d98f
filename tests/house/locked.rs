//! Cargo.lock decides: whatever runs Cargo, runs it with --locked.

use crate::files::{below, read};

/// The commands of Cargo that look at dependencies.
const RESOLVING: [&str; 12] =
    ["bench", "build", "check", "clippy", "doc", "fetch", "install", "metadata", "run", "rustc", "test", "tree"];

/// The lines of a script or workflow that run such a command.
fn runs(text: &str) -> Vec<&str> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.filter(|line| command(line).is_some_and(|name| RESOLVING.contains(&name))).collect()
}

/// What a line tells Cargo to do, in a shell's words or in PowerShell's.
fn command(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("cargo")?;
    let rest = match before.chars().last() {
        None | Some(' ' | '(' | '/') => after.strip_prefix(' ')?,
        Some('\'') => after.strip_prefix('\'')?,
        Some(_) => return None,
    };
    rest.trim_start_matches([' ', ',', '\'', '(', '@']).split(|c: char| !c.is_ascii_lowercase()).next()
}

#[test]
fn every_run_of_cargo_is_locked() {
    let scripts = [below("build", &[".ps1", ".sh"]), below(".github", &[".yml"])].concat();
    let scripts = scripts.into_iter().chain(["build.ps1", "build.sh", ".ci/run"].map(str::to_owned));
    let mut seen = 0;
    for script in scripts {
        for line in runs(&read(&script)) {
            assert!(line.contains("--locked"), "{script}: {line}");
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen} runs of cargo");
}

#[test]
fn runs_of_cargo_are_seen_in_every_dress() {
    for line in [
        "cargo test --workspace",
        "    Invoke-Tool cargo 'rustc', '--profile', $CargoProfile",
        "    & cargo test --no-fail-fast | ForEach-Object {",
        "      - run: cargo install cargo-deny",
        "x=$(cargo metadata)",
        "    $json = Invoke-Tool 'cargo' (@('metadata') + $platforms)",
    ] {
        assert_eq!(runs(line), [line]);
    }
    for line in ["# cargo test", "cargo fmt --all --check", "Find-Tool cargo", "get_cargo", "'cargo tree' = { }"] {
        assert_eq!(runs(line), [""; 0], "{line}");
    }
}
