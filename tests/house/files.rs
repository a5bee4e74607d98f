//! The files of the project, by their paths from its root.

use std::fs;
use std::path::Path;

pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The text of a file.
pub fn read(path: &str) -> String {
    fs::read_to_string(format!("{ROOT}/{path}")).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The files below a folder whose names end in one of some ways, sorted.
pub fn below(folder: &str, ends: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    collect(folder, ends, &mut found);
    found.sort();
    assert!(!found.is_empty(), "{folder} holds no file that ends in {ends:?}");
    found
}

fn collect(folder: &str, ends: &[&str], found: &mut Vec<String>) {
    for entry in fs::read_dir(Path::new(ROOT).join(folder)).unwrap_or_else(|e| panic!("{folder}: {e}")) {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_str().expect("a plain name"));
        if entry.file_type().unwrap().is_dir() {
            collect(&path, ends, found);
        } else if ends.iter().any(|end| path.ends_with(end)) {
            found.push(path);
        }
    }
}
