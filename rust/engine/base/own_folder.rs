//! The user's folders for what is ours.

use crate::base::environment::Environment;
use std::path::PathBuf;

/// The folder of the map, of the logins that are kept for others, and of what installing wrote down: `~/.ecrlogin`.
pub fn own_folder(env: &Environment) -> Option<PathBuf> {
    Some(absolute(env.home()?)?.join(".ecrlogin"))
}

/// The folder of Windows for the data of a user's programs on this machine; services may lack its variable.
pub fn local_folder(env: &Environment) -> Option<PathBuf> {
    let of_profile = || absolute(env.home()?.join("AppData").join("Local"));
    variable(env, "LOCALAPPDATA").or_else(of_profile)
}

/// The folder of what can be had again.
pub fn cache_folder(env: &Environment) -> Option<PathBuf> {
    if cfg!(windows) {
        return Some(local_folder(env)?.join("EcrLogin"));
    }
    let home = || absolute(env.home()?);
    if cfg!(target_os = "macos") {
        return Some(home()?.join("Library/Caches/ecrlogin"));
    }
    let folder = variable(env, "XDG_CACHE_HOME").or_else(|| Some(home()?.join(".cache")))?;
    Some(folder.join("ecrlogin"))
}

fn variable(env: &Environment, name: &str) -> Option<PathBuf> {
    env.get(name).map(PathBuf::from).and_then(absolute)
}

/// A folder that is where it says, whatever the working directory.
fn absolute(folder: PathBuf) -> Option<PathBuf> {
    folder.is_absolute().then_some(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(not(windows))]
    #[test]
    fn the_folders_are_the_users_and_never_relative() {
        let env = Environment::default().with(&[("HOME", "/home/me")]);
        assert_eq!(own_folder(&env), Some("/home/me/.ecrlogin".into()));
        let cache = if cfg!(target_os = "macos") { "Library/Caches/ecrlogin" } else { ".cache/ecrlogin" };
        assert_eq!(cache_folder(&env), Some(PathBuf::from("/home/me").join(cache)));
        assert_eq!(cache_folder(&env.with(&[("XDG_CACHE_HOME", "cache")])), cache_folder(&env), "a relative one");
        for home in ["", "me"] {
            let env = env.with(&[("HOME", home)]);
            assert_eq!((own_folder(&env), cache_folder(&env)), (None, None), "{home}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn another_folder_of_caches_counts() {
        let env = Environment::default().with(&[("HOME", "/home/me"), ("XDG_CACHE_HOME", "/cache")]);
        assert_eq!(cache_folder(&env), Some("/cache/ecrlogin".into()));
    }

    #[cfg(windows)]
    #[test]
    fn the_folders_are_those_of_the_profile() {
        let env = Environment::default().with(&[("USERPROFILE", r"C:\Users\me"), ("LOCALAPPDATA", r"C:\Local")]);
        assert_eq!(own_folder(&env), Some(r"C:\Users\me\.ecrlogin".into()));
        assert_eq!(cache_folder(&env), Some(r"C:\Local\EcrLogin".into()));
        let service = env.without(&["LOCALAPPDATA"]);
        assert_eq!(cache_folder(&service), Some(r"C:\Users\me\AppData\Local\EcrLogin".into()));
    }
}
