//! The rooms of the engine: each uses those below it only, and no files go round in a circle.
//!
//! The check reads the sources as rustc would: it follows `mod` lines from lib.rs, leaves out what only tests are
//! compiled for, and takes a name that a mod.rs hands on for the file that it comes from.

mod attributes;
mod circles;
mod fixtures;
mod imports;
mod names;
mod order;
mod scan;
mod shape;
mod tests;
mod tokens;
mod tree;

use crate::files::ROOT;
use std::path::Path;

/// The folder of the engine's crate.
const ENGINE: &str = "rust/engine";

/// The rooms, from the top: a room uses rooms below it only.
const ROOMS: [&str; 8] = ["ops", "message", "session", "service", "client", "registry", "net", "base"];

/// All that is out of order in the engine of a project, each as a text that names the lines at fault.
fn faults(project: &Path) -> Vec<String> {
    let tree = tree::read(project);
    let mut faults = shape::faults(project, &tree);
    faults.extend(order::faults(&tree));
    faults
}

#[test]
fn the_engine_is_in_order() {
    let faults = faults(Path::new(ROOT));
    assert!(faults.is_empty(), "{} faults:\n\n{}\n", faults.len(), faults.join("\n\n"));
}
