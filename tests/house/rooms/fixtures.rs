//! Small engines to try the check on, and what it is to say of them.

use super::{ENGINE, ROOMS, faults};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// An engine of these files; all rooms are there, and what is not given of lib.rs and mod.rs is as it should be.
pub fn engine(files: &[(&str, &str)]) -> TempDir {
    let project = tempfile::tempdir().unwrap();
    let mut texts = BTreeMap::from([("lib.rs".to_owned(), "//! The engine.\n".to_owned())]);
    for room in ROOMS {
        *texts.get_mut("lib.rs").unwrap() += &format!("mod {room};\n");
        texts.insert(format!("{room}/mod.rs"), format!("//! What {room} knows.\n"));
    }
    for (path, _) in files {
        if let Some((room, file)) = path.split_once('/')
            && let Some(index) = texts.get_mut(&format!("{room}/mod.rs"))
            && let Some(module) = file.strip_suffix(".rs").filter(|name| !name.contains('/') && *name != "mod")
        {
            *index += &format!("mod {module};\n");
        }
    }
    texts.extend(files.iter().map(|(path, text)| (path.to_string(), text.to_string())));
    texts.iter().for_each(|(path, text)| write(project.path(), path, text));
    project
}

pub fn write(project: &Path, path: &str, text: &str) {
    let file = project.join(ENGINE).join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

#[track_caller]
pub fn assert_clean(files: &[(&str, &str)]) {
    let faults = faults(engine(files).path());
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// One fault is found, and its text is this.
#[track_caller]
pub fn assert_fault(files: &[(&str, &str)], lines: &[&str]) {
    assert_eq!(faults(engine(files).path()), [lines.join("\n")]);
}

/// A file that base/low.rs must not use.
pub const HIGH: (&str, &str) = ("net/high.rs", "pub struct High;\npub fn high() {}\n");

/// One fault is found: base/low.rs uses net/high.rs in this line.
#[track_caller]
pub fn assert_upward(line: &str, files: &[(&str, &str)]) {
    let quote = format!("    rust/engine/base/low.rs:{line} (that is rust/engine/net/high.rs)");
    assert_fault(files, &["base uses net, a room above it:", &quote]);
}
