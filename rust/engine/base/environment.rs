//! The environment as the caller sees it. The process's own is never read: on Linux and macOS
//! it does not know what PowerShell set.

use crate::base::expand::expand;
use crate::base::secret::Secret;
use aws_types::os_shim_internal::Env;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// A snapshot of environment variables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Environment(BTreeMap<String, Secret>);

impl Environment {
    /// A snapshot as a request carries it.
    pub fn new(variables: BTreeMap<String, Secret>) -> Self {
        if cfg!(windows) { Self::in_capitals(variables) } else { Environment(variables) }
    }

    /// Names without case, as Windows has them. One in capitals wins over others: a caller may have added it.
    fn in_capitals(variables: BTreeMap<String, Secret>) -> Self {
        let (capitals, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
            variables.into_iter().partition(|(name, _)| *name == name.to_uppercase());
        let mut all: BTreeMap<_, _> = others.into_iter().map(|(name, value)| (name.to_uppercase(), value)).collect();
        all.extend(capitals);
        Environment(all)
    }

    /// A variable's value; blank counts as not set.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(Secret::expose).filter(|value| !value.trim().is_empty())
    }

    /// All variables, for a child process.
    pub fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.expose()))
    }

    /// The same environment with some variables set.
    pub fn with(&self, variables: &[(&str, &str)]) -> Self {
        let mut env = self.clone();
        env.0.extend(variables.iter().map(|(name, value)| (name.to_string(), Secret::from(value.to_string()))));
        env
    }

    /// The same environment without some variables.
    pub fn without(&self, names: &[&str]) -> Self {
        Environment(
            self.0
                .iter()
                .filter(|(name, _)| !names.contains(&name.as_str()))
                .map(|(n, v)| (n.clone(), v.clone()))
                .collect(),
        )
    }

    /// The user's home directory. On Windows that is the user's profile, as for the AWS CLI and every client, whatever
    /// HOME says, which other programs set for themselves.
    pub fn home(&self) -> Option<PathBuf> {
        self.home_on(cfg!(windows))
    }

    fn home_on(&self, windows: bool) -> Option<PathBuf> {
        if !windows {
            return self.get("HOME").map(PathBuf::from);
        }
        let in_parts = || Some(format!("{}{}", self.get("HOMEDRIVE")?, self.get("HOMEPATH")?));
        self.get("USERPROFILE").map(str::to_owned).or_else(in_parts).map(PathBuf::from)
    }

    /// A path as a user writes it: `~` is the home directory, relative paths start from `cwd`.
    pub fn path(&self, text: &str, cwd: Option<&str>) -> PathBuf {
        let in_home = text.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with(['/', '\\']));
        match (in_home, self.home()) {
            (Some(rest), Some(home)) => home.join(rest.trim_start_matches(['/', '\\'])),
            _ => cwd.map_or_else(|| PathBuf::from(text), |cwd| Path::new(cwd).join(text)),
        }
    }

    /// A text with the variables in it replaced, as the AWS CLI does in the names of its files.
    pub fn expanded(&self, text: &str) -> String {
        let value = |name: &str| {
            let name = if cfg!(windows) { Cow::Owned(name.to_uppercase()) } else { Cow::Borrowed(name) };
            self.0.get(name.as_ref()).map(Secret::expose)
        };
        expand(text, cfg!(windows), value)
    }

    /// A program by its name on PATH, or by a path as a user writes it. What is not found has no name of its own: the
    /// system would look for it in the entries that are passed over here.
    pub fn program(&self, name: &str, cwd: Option<&str>) -> Option<PathBuf> {
        if name.contains(['/', '\\']) { Some(self.path(name, cwd)) } else { self.find(name) }
    }

    /// Whether a folder is on PATH.
    pub fn has_on_path(&self, folder: &Path) -> bool {
        self.get("PATH").is_some_and(|path| std::env::split_paths(path).any(|other| other == folder))
    }

    /// Where PATH holds a program. Entries that are not absolute are passed over.
    pub fn find(&self, name: &str) -> Option<PathBuf> {
        let endings: &[&str] = if cfg!(windows) { &["", ".exe", ".cmd", ".bat"] } else { &[""] };
        std::env::split_paths(self.get("PATH")?)
            .filter(|folder| folder.is_absolute())
            .flat_map(|folder| endings.iter().map(move |ending| folder.join(format!("{name}{ending}"))))
            .find(|file| is_executable(file))
    }

    /// The snapshot as the SDK takes it, without what is blank: the SDK takes an empty region for one.
    pub fn to_sdk(&self) -> Env {
        Env::from(self.sdk_variables(cfg!(windows)))
    }

    /// The SDK looks into HOME first on every system, so HOME is what the home directory is.
    fn sdk_variables(&self, windows: bool) -> HashMap<String, String> {
        let set = self.variables().filter(|(_, value)| !value.trim().is_empty());
        let mut variables: HashMap<_, _> = set.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        if windows && let Some(home) = self.home_on(windows) {
            variables.insert("HOME".to_owned(), home.to_string_lossy().into_owned());
        }
        variables
    }
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    file.is_file() && file.extension().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_case_are_read_in_capitals() {
        let given = [("Path", "a"), ("AWS_REGION", "b"), ("aws_region", "c")];
        let given = given.into_iter().map(|(name, value)| (name.to_owned(), Secret::from(value.to_owned())));
        let env = Environment::in_capitals(given.collect());
        assert_eq!((env.get("PATH"), env.get("AWS_REGION"), env.get("Path")), (Some("a"), Some("b"), None));
    }

    #[test]
    fn home_is_the_profile_on_windows_and_home_elsewhere() {
        let both = Environment::default().with(&[("HOME", "/c/Users/git"), ("USERPROFILE", r"C:\Users\me")]);
        let parts = both.without(&["USERPROFILE"]).with(&[("HOMEDRIVE", "C:"), ("HOMEPATH", r"\Users\parts")]);
        for (env, windows, home) in [
            (&both, true, Some(r"C:\Users\me")),
            (&both, false, Some("/c/Users/git")),
            (&parts, true, Some(r"C:\Users\parts")),
            (&both.without(&["USERPROFILE"]), true, None),
            (&both.without(&["HOME"]), false, None),
        ] {
            assert_eq!(env.home_on(windows), home.map(PathBuf::from), "windows: {windows}");
        }
    }

    #[test]
    fn the_sdk_is_told_of_the_same_home() {
        let env = Environment::default().with(&[("HOME", "/c/Users/git"), ("USERPROFILE", r"C:\Users\me")]);
        assert_eq!(env.sdk_variables(true)["HOME"], r"C:\Users\me");
        assert_eq!(env.sdk_variables(false)["HOME"], "/c/Users/git");
    }
}
