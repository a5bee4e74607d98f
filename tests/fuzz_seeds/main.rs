//! The seeds of the fuzz targets and what fuzzing has found, replayed.
#![allow(unsafe_code, missing_docs)]

#[path = "../../rust/fuzz/src/lib.rs"]
mod fuzz;

use fuzz::{abi, answer, metadata, names, profiles, request};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn request() {
    replay("request", request::run);
    verdicts("request", request::verdict);
}

#[test]
fn answer() {
    replay("answer", answer::run);
    verdicts("answer", answer::verdict);
}

#[test]
fn metadata() {
    replay("metadata", metadata::run);
    verdicts("metadata", metadata::verdict);
}

#[test]
fn names() {
    replay("names", names::run);
}

#[test]
fn profiles() {
    replay("profiles", profiles::run);
    verdicts("profiles", profiles::verdict);
}

#[test]
fn abi() {
    replay("abi", abi::run);
}

fn replay(target: &str, run: fn(&[u8])) {
    let seeds = files("seeds", target);
    assert!(!seeds.is_empty(), "{target} has no seeds");
    for file in seeds.into_iter().chain(files("findings", target)) {
        println!("{}", file.display());
        run(&fs::read(file).unwrap());
    }
}

/// Seeds that do not get where their names say are of no use.
fn verdicts(target: &str, verdict: fn(&[u8]) -> String) {
    for file in files("seeds", target) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        assert_eq!(Some(verdict(&fs::read(&file).unwrap()).as_str()), name.split('-').next(), "{name}");
    }
}

/// The files of a target; none where it has no folder.
fn files(kind: &str, target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rust/fuzz").join(kind).join(target);
    fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
}
