//! The seeds of the fuzz targets and what fuzzing has found, replayed.
#![allow(unsafe_code, missing_docs)]

#[path = "../../rust/fuzz/src/lib.rs"]
mod fuzz;

use fuzz::{abi, answer, helper, map, metadata, names, next, profiles, request};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn request() {
    replay_to_code("request", request::run);
}

#[test]
fn answer() {
    replay_to_code("answer", answer::run);
}

#[test]
fn helper() {
    replay_to_code("helper", helper::run);
}

#[test]
fn map() {
    replay_to_code("map", map::run);
}

#[test]
fn metadata() {
    replay_to_code("metadata", |data| metadata::run(data, None));
}

#[test]
fn names() {
    replay("names", |_, data| names::run(data));
}

#[test]
fn next() {
    replay_to_code("next", next::run);
}

#[test]
fn profiles() {
    replay_to_code("profiles", profiles::run);
}

#[test]
fn abi() {
    replay("abi", |_, data| abi::run(data));
}

/// Each name starts with the code that comes of the input: one that gets elsewhere than it is meant to is of no use.
fn replay_to_code(target: &str, run: impl Fn(&[u8]) -> String) {
    replay(target, |name, data| assert_eq!(Some(run(data).as_str()), name.split('-').next(), "{name}"));
}

/// Runs a target over its files with their names.
fn replay(target: &str, run: impl Fn(&str, &[u8])) {
    let seeds = files("seeds", target);
    assert!(!seeds.is_empty(), "{target} has no seeds");
    for file in seeds.into_iter().chain(files("findings", target)) {
        println!("{}", file.display());
        run(&file.file_name().unwrap().to_string_lossy(), &fs::read(&file).unwrap());
    }
}

/// The files of a target; none where it has no folder.
fn files(kind: &str, target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rust/fuzz").join(kind).join(target);
    fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
}
