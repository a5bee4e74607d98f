//! The environment as the caller sees it. The process's own is never read: on Linux and macOS
//! it does not know what PowerShell set.

use crate::secret::Secret;
use aws_types::os_shim_internal::Env;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// A snapshot of environment variables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Environment(BTreeMap<String, Secret>);

impl Environment {
    /// A snapshot as a request carries it.
    pub fn new(variables: BTreeMap<String, Secret>) -> Self {
        Environment(variables)
    }

    /// A variable's value; blank counts as not set.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(Secret::expose).filter(|value| !value.trim().is_empty())
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

    /// The user's home directory, as the AWS SDKs look for it.
    pub fn home(&self) -> Option<PathBuf> {
        if let Some(home) = self.get("HOME").or_else(|| cfg!(windows).then(|| self.get("USERPROFILE")).flatten()) {
            return Some(home.into());
        }
        match (self.get("HOMEDRIVE"), self.get("HOMEPATH")) {
            (Some(drive), Some(path)) if cfg!(windows) => Some(format!("{drive}{path}").into()),
            _ => None,
        }
    }

    /// A path as a user writes it: `~` is the home directory, relative paths start from `cwd`.
    pub fn path(&self, text: &str, cwd: Option<&str>) -> PathBuf {
        let in_home = text.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with(['/', '\\']));
        match (in_home, self.home()) {
            (Some(rest), Some(home)) => home.join(rest.trim_start_matches(['/', '\\'])),
            _ => cwd.map_or_else(|| PathBuf::from(text), |cwd| Path::new(cwd).join(text)),
        }
    }

    /// The snapshot as the SDK takes it.
    pub fn to_sdk(&self) -> Env {
        Env::from(self.0.iter().map(|(n, v)| (n.clone(), v.expose().to_owned())).collect::<HashMap<_, _>>())
    }
}
