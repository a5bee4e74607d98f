//! Paths in messages.

use std::path::Path;

/// A path as its system writes it: on Windows without the prefix of paths that may be long, and with one kind of slash.
pub fn shown(path: &Path) -> String {
    shown_on(&path.to_string_lossy(), cfg!(windows))
}

fn shown_on(path: &str, windows: bool) -> String {
    if !windows {
        return path.to_owned();
    }
    let path = path.replace('/', "\\");
    match (path.strip_prefix(r"\\?\UNC\"), path.strip_prefix(r"\\?\")) {
        (Some(share), _) => format!(r"\\{share}"),
        (None, Some(plain)) => plain.to_owned(),
        (None, None) => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_windows_has_no_long_prefix_and_one_kind_of_slash() {
        for (path, wanted) in [
            (r"\\?\C:\Users\me\.docker\config.json", r"C:\Users\me\.docker\config.json"),
            (r"\\?\UNC\server\share\config.json", r"\\server\share\config.json"),
            (r"C:\Users\me/.docker/config.json", r"C:\Users\me\.docker\config.json"),
            (r"\\server\share\config.json", r"\\server\share\config.json"),
        ] {
            assert_eq!(shown_on(path, true), wanted);
        }
        assert_eq!(shown_on(r"/home/me/a\b", false), r"/home/me/a\b");
    }
}
