//! Links to files that others have put in place of their own.

use std::fs;
use std::path::{Path, PathBuf};

/// As many links as systems follow.
pub const MAX: usize = 40;

/// The file that a path leads to, through links, also where the last of them leads to nothing yet. Links in a circle
/// lead to one of them, which nobody can read.
pub fn target_of(path: &Path) -> PathBuf {
    if let Ok(there) = fs::canonicalize(path) {
        return there;
    }
    let mut path = path.to_owned();
    for _ in 0..MAX {
        let Ok(next) = fs::read_link(&path) else { break };
        path = path.parent().unwrap_or(Path::new("")).join(next);
    }
    path
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_are_followed_to_what_is_not_there_yet() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| fs::canonicalize(folder.path()).unwrap().join(name);
        fs::create_dir(path("sub")).unwrap();
        symlink("sub/second", path("first")).unwrap();
        symlink("../file", path("sub/second")).unwrap();
        symlink("round", path("round")).unwrap();
        assert_eq!(target_of(&path("first")), path("sub/../file"));
        fs::write(path("file"), "").unwrap();
        assert_eq!(target_of(&path("first")), path("file"));
        assert_eq!(target_of(&path("none")), path("none"));
        assert_eq!(target_of(&path("round")), path("round"));
    }
}
