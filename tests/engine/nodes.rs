//! What lies in the place of a file and is none: pipes and devices of a test's own.

use std::fs;
use std::os::unix::fs::{FileTypeExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder with a pipe and, where the system lets the user make one, a device that takes everything as /dev/null does;
/// and a link to each.
pub fn nodes(folder: &Path) -> Vec<PathBuf> {
    fs::create_dir_all(folder).unwrap();
    let made: Vec<PathBuf> =
        [&["p"][..], &["c", "1", "3"]].iter().filter_map(|kind| node(&folder.join(kind[0]), kind)).collect();
    if made.len() < 2 {
        println!("the system makes no device for this user: left out");
    }
    let link = |node: &PathBuf| {
        let link = node.with_extension("link");
        symlink(node, &link).unwrap();
        link
    };
    let links: Vec<PathBuf> = made.iter().map(link).collect();
    [made, links].concat()
}

fn node(path: &Path, kind: &[&str]) -> Option<PathBuf> {
    let made = Command::new("mknod").args(["-m", "0666"]).arg(path).args(kind).output().expect("mknod");
    made.status.success().then(|| path.to_owned())
}

/// Asserts that all are still what they were, and that nothing else lies beside them.
pub fn assert_untouched(folder: &Path, nodes: &[PathBuf]) {
    for node in nodes {
        let found = fs::metadata(node).unwrap().file_type();
        assert!(found.is_fifo() || found.is_char_device(), "{} is a file now", node.display());
    }
    let names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(names.len(), nodes.len(), "{names:?}");
}
