//! The characters that no screen shows are the same in both halves.

use crate::files::read;

/// The hexadecimal numbers of a table's rows.
fn ranges(path: &str) -> Vec<String> {
    let text = read(path);
    let rows = text.lines().map(str::trim).filter(|line| line.starts_with("(0x"));
    rows.map(str::to_owned).collect()
}

#[test]
fn both_halves_drop_the_same_characters() {
    let engine = ranges("rust/engine/base/unseen.rs");
    assert!(engine.len() > 20, "{engine:?}");
    assert_eq!(ranges("ps-module/Errors/Unseen.cs"), engine);
}
