//! Links, followed to where they lead, also where nothing is there yet.

use std::fs;
use std::path::{Path, PathBuf};

/// How many links in a row are followed, as many as Linux does.
const MOST: usize = 40;

/// The file that a path means, so that a link stays one when the file is replaced.
pub fn resolved(path: &Path) -> PathBuf {
    let mut target = path.to_owned();
    for _ in 0..MOST {
        match fs::read_link(&target) {
            Ok(next) => target = target.parent().unwrap_or(Path::new(".")).join(next),
            Err(_) => break,
        }
    }
    // The folder may be a link too.
    match (target.parent().and_then(|folder| fs::canonicalize(folder).ok()), target.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => target,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_link_that_dangles_is_followed_too() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| fs::canonicalize(folder.path()).unwrap().join(name);
        symlink("b", at("a")).unwrap();
        symlink(at("c/d"), at("b")).unwrap();
        assert_eq!(resolved(&at("a")), at("c/d"));
        fs::create_dir(at("c")).unwrap();
        fs::write(at("c/d"), "").unwrap();
        assert_eq!((resolved(&at("a")), resolved(&at("c/d"))), (at("c/d"), at("c/d")));
        symlink("round", at("round")).unwrap();
        assert_eq!(resolved(&at("round")), at("round"));
    }
}
