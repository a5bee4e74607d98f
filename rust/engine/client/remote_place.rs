//! Where a client keeps its logins on another machine, of which neither system nor variables are known here.

use super::fallbacks::CHOOSERS;
use super::place::{default_file, lasting_file};
use super::system::System;
use super::tool::Tool;
use crate::base::environment::Environment;
use crate::base::secret::Secret;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// All that say where logins are.
const VARIABLES: [&str; 10] = [
    "REGISTRY_AUTH_FILE",
    "DOCKER_CONFIG",
    "XDG_RUNTIME_DIR",
    "HELM_REGISTRY_CONFIG",
    "HELM_CONFIG_HOME",
    "XDG_CONFIG_HOME",
    "APPDATA",
    "HOME",
    "USERPROFILE",
    "CONFIG",
];

/// A number that no user has, and what stands for the user's.
const NOBODY: u32 = u32::MAX;
const USER: &str = "{USER_ID}";

/// The file of a client, by each system's rules: the first path whose variables, in braces, are all set there. CONFIG is what
/// -ConfigPath names.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct RemotePlace {
    pub tool: &'static str,
    /// It counts only where none of these is set.
    pub unless: Vec<&'static str>,
    pub linux: Vec<String>,
    pub mac: Vec<String>,
    pub windows: Vec<String>,
}

/// A file as a machine tells it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteFile {
    /// The machine, as the user knows it.
    pub machine: String,
    pub tool: Tool,
    pub path: String,
    /// What it holds.
    pub text: Option<Secret>,
    /// Why it could not be read.
    pub trouble: Option<String>,
}

/// The places to look at: that of the client, or every client's own.
pub fn remote_places(tool: Option<Tool>, config: Option<&str>) -> Vec<RemotePlace> {
    let Some(config) = config else {
        let tools = tool.map_or(Tool::OWNERS.to_vec(), |tool| vec![tool]);
        return tools.into_iter().flat_map(RemotePlace::own).collect();
    };
    let file = config.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_file = Path::new(file).extension().is_some();
    let told = if is_file && file != "config.json" { Tool::Podman } else { Tool::Docker };
    vec![RemotePlace::named(tool.unwrap_or(told), is_file)]
}

impl RemotePlace {
    /// The places of a client, the one that it logs in to first, as this machine's are looked at.
    fn own(tool: Tool) -> Vec<Self> {
        let first = Self::by(tool, &[], |env, system| default_file(tool, env, system));
        let lasting = tool.is_of_containers().then(|| Self::by(tool, &CHOOSERS, lasting_file));
        [first].into_iter().chain(lasting).collect()
    }

    fn by(tool: Tool, unless: &[&'static str], file: impl Fn(&Environment, System) -> Option<PathBuf>) -> Self {
        let paths = |system| paths(system, &file);
        RemotePlace {
            tool: tool.name(),
            unless: unless.to_vec(),
            linux: paths(System::Linux(NOBODY)),
            mac: paths(System::Mac),
            windows: paths(System::Windows),
        }
    }

    fn named(tool: Tool, is_file: bool) -> Self {
        let in_folder = tool.takes_a_folder() && !is_file;
        let paths = || vec![if in_folder { "{CONFIG}/config.json" } else { "{CONFIG}" }.to_owned()];
        RemotePlace { tool: tool.name(), unless: Vec::new(), linux: paths(), mac: paths(), windows: paths() }
    }
}

/// Where a client looks, with every variable set, then without the one that it went by, and so on.
fn paths(system: System, file: impl Fn(&Environment, System) -> Option<PathBuf>) -> Vec<String> {
    let marks = VARIABLES.map(|name| (name, format!("{{{name}}}")));
    let mut env = Environment::default().with(&marks.each_ref().map(|(name, mark)| (*name, mark.as_str())));
    let mut paths = Vec::new();
    while let Some(file) = file(&env, system) {
        let path = file.to_string_lossy().replace(&NOBODY.to_string(), USER);
        let went_by = marks.iter().find(|(_, mark)| path.contains(mark)).map(|(name, _)| *name);
        paths.push(path);
        match went_by {
            Some(name) => env = env.without(&[name]),
            None => break,
        }
    }
    paths
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn each_system_has_its_own_paths_the_named_ones_first() {
        let [docker] = &RemotePlace::own(Tool::Docker)[..] else { panic!("one") };
        assert_eq!(docker.linux, ["{DOCKER_CONFIG}/config.json", "{HOME}/.docker/config.json"]);
        assert_eq!(docker.windows[1], "{USERPROFILE}/.docker/config.json");
        let [podman, lasting] = &RemotePlace::own(Tool::Podman)[..] else { panic!("two") };
        assert_eq!(
            podman.linux,
            [
                "{REGISTRY_AUTH_FILE}",
                "{DOCKER_CONFIG}/config.json",
                "{XDG_RUNTIME_DIR}/containers/auth.json",
                "/run/containers/{USER_ID}/auth.json"
            ]
        );
        assert_eq!(podman.mac.last().unwrap(), "{HOME}/.config/containers/auth.json");
        let in_config = ["{XDG_CONFIG_HOME}/containers/auth.json", "{HOME}/.config/containers/auth.json"];
        assert_eq!((&lasting.linux[..], &lasting.mac[..]), (&in_config.map(str::to_owned)[..], &lasting.linux[..]));
        assert_eq!((podman.unless.len(), &lasting.unless[..]), (0, &["REGISTRY_AUTH_FILE", "DOCKER_CONFIG"][..]));
        let [helm] = &RemotePlace::own(Tool::Helm)[..] else { panic!("one") };
        assert_eq!(helm.linux.last().unwrap(), "{HOME}/.config/helm/registry/config.json");
        assert_eq!(helm.windows.last().unwrap(), "{APPDATA}/helm/registry/config.json");
    }

    #[test]
    fn a_place_that_is_named_is_told_by_its_name() {
        for (tool, config, told, path) in [
            (None, "~/own", "docker", "{CONFIG}/config.json"),
            (None, r"C:\x\config.json", "docker", "{CONFIG}"),
            (None, "/x/auth.json", "podman", "{CONFIG}"),
            (Some(Tool::Helm), "/x/own", "helm", "{CONFIG}"),
        ] {
            let places = remote_places(tool, Some(config));
            assert_eq!((places[0].tool, places[0].linux[0].as_str()), (told, path), "{config}");
        }
        assert_eq!(remote_places(None, None).len(), 4, "podman's are two");
    }
}
