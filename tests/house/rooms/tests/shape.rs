//! What stands where.

use crate::rooms::fixtures::{assert_clean, assert_fault, engine, write};
use crate::rooms::{ENGINE, ROOMS, faults};
use std::fs;

#[test]
fn a_mod_rs_holds_its_doc_and_names_only() {
    for (item, line) in [
        ("/// Runs.\n#[must_use]\npub fn run() -> u8 { 1 }", "4: pub fn run() -> u8 { 1 }"),
        ("use std::fs;", "2: use std::fs;"),
        ("mod inner {}", "2: mod inner {}"),
    ] {
        let quote = format!("    rust/engine/net/mod.rs:{line}");
        let lines = ["rust/engine/net/mod.rs holds more than its doc, `mod` and `pub use`:", &quote];
        assert_fault(&[("net/mod.rs", &format!("//! The net.\n{item}\n"))], &lines);
    }
    let index = "//! The net.\n#![allow(unused)]\n#[cfg(unix)]\nmod a;\n#[doc(inline)]\npub use a::A;\n";
    assert_clean(&[("net/mod.rs", index), ("net/a.rs", "pub struct A;")]);
}

#[test]
fn a_folder_says_what_it_is_for() {
    let lines = ["rust/engine/net/mod.rs does not say what its folder is for (`//! …`)"];
    assert_fault(&[("net/mod.rs", "#![allow(unused)]\n")], &lines);
    let lines = ["rust/engine/net/http/mod.rs does not say what its folder is for (`//! …`)"];
    assert_fault(&[("net/mod.rs", "//! The net.\nmod http;\n"), ("net/http/mod.rs", "")], &lines);
}

#[test]
fn every_folder_is_a_room_and_every_room_a_folder() {
    let rooms = "rust/engine/attic is none of the rooms: ops, message, session, service, client, registry, net, base";
    let project = engine(&[]);
    fs::create_dir(project.path().join(ENGINE).join("attic")).unwrap();
    assert_eq!(faults(project.path()), [rooms]);

    let project = engine(&[("lib.rs", "//! The engine.\nmod base;\n")]);
    ROOMS[..7].iter().for_each(|room| fs::remove_dir_all(project.path().join(ENGINE).join(room)).unwrap());
    let expected: Vec<String> = ROOMS[..7].iter().map(|room| format!("rust/engine/{room}/mod.rs is missing")).collect();
    assert_eq!(faults(project.path()), expected);
}

#[test]
fn every_file_is_in_a_room_and_compiled() {
    let project = engine(&[]);
    write(project.path(), "net/left.rs", "");
    assert_eq!(faults(project.path()), ["rust/engine/net/left.rs is not compiled: no `mod` leads to it"]);

    let project = engine(&[]);
    let root = fs::read_to_string(project.path().join(ENGINE).join("lib.rs")).unwrap();
    write(project.path(), "lib.rs", &format!("{root}mod stray;\n"));
    write(project.path(), "stray.rs", "");
    assert_eq!(faults(project.path()), ["rust/engine/stray.rs stands in no room"]);

    let lines = ["A module without a file:", "    rust/engine/net/mod.rs:2: mod gone;"];
    assert_fault(&[("net/mod.rs", "//! The net.\nmod gone;\n")], &lines);
}
