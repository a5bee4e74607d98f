//! What the library shows, as programs for ELF files tell it.
#![cfg(target_os = "linux")]

use crate::library::path;
use std::collections::BTreeSet;
use std::process::Command;

/// The functions that the header declares.
fn declared() -> BTreeSet<String> {
    let header = include_str!("../../rust/include/ecr_login.h");
    let code: String = header.split("/*").flat_map(|part| part.split("*/").nth(1)).collect();
    let names = code.split('(').filter_map(|before| before.rsplit([' ', '*', '\n']).next());
    names.filter(|name| name.starts_with("ecr_login")).map(str::to_owned).collect()
}

#[test]
fn the_library_exports_what_the_header_declares_and_nothing_else() {
    let nm = Command::new("nm").args(["-D", "--defined-only"]).arg(path()).output().expect("nm runs");
    let listing = String::from_utf8(nm.stdout).unwrap();
    let exported: BTreeSet<String> =
        listing.lines().filter_map(|line| line.split_whitespace().nth(2)).map(str::to_owned).collect();
    assert_eq!(exported, declared());
    assert_eq!(exported.len(), 8);
}

#[test]
fn the_library_stays_loaded_once_it_is() {
    let readelf = Command::new("readelf").arg("-d").arg(path()).output().expect("readelf runs");
    assert!(String::from_utf8_lossy(&readelf.stdout).contains("NODELETE"));
}
