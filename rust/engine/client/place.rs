//! Where a client keeps its logins: as each of them looks for the file, on each system.

use super::system::System;
use super::tool::Tool;
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::links::target_of;
use crate::base::printable::printable;
use crate::base::shown::shown;
use std::path::{Path, PathBuf};

/// Where a client keeps its logins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// Whether the user named it, so that the client must be told.
    pub named: bool,
}

impl Place {
    /// The place that the user named, else the client's own.
    ///
    /// # Errors
    /// [`Code::InvalidParameter`] for the wrong kind of path, or without a home directory.
    pub fn of(tool: Tool, named: Option<&Path>, env: &Environment) -> Result<Self, Error> {
        match named {
            Some(path) => Self::at(tool, path),
            None => Self::by_default(tool, env),
        }
    }

    /// The place of another client that stands behind docker's name: a folder means the file that docker has in it.
    ///
    /// # Errors
    /// [`Code::InvalidParameter`] without a home directory.
    pub fn behind_docker(tool: Tool, named: Option<&Path>, env: &Environment) -> Result<Self, Error> {
        match named {
            Some(path) if tool.takes_a_folder() || path.is_file() => Self::at(tool, path),
            Some(folder) => Ok(Place { file: folder.join("config.json"), named: true }),
            None => Self::by_default(tool, env),
        }
    }

    /// The place at a path whose client nobody named: docker's for a folder, for what has no ending and may become one, and
    /// for a file called as docker's; else podman's.
    pub fn told_by(path: &Path) -> (Tool, Self) {
        let place = |file| Place { file, named: true };
        match path {
            _ if path.is_dir() || path.extension().is_none() && !path.is_file() => {
                (Tool::Docker, place(path.join("config.json")))
            }
            _ if path.file_name().is_some_and(|name| name == "config.json") => (Tool::Docker, place(path.to_owned())),
            _ => (Tool::Podman, place(path.to_owned())),
        }
    }

    /// The place as a client is to be told of it, so that a link stays one.
    pub fn for_client(&self, tool: Tool) -> Place {
        let is_link = || self.file.symlink_metadata().is_ok_and(|found| found.is_symlink());
        if tool.replaces_links() && is_link() {
            return Place { file: shown(&target_of(&self.file)).into(), named: true };
        }
        self.clone()
    }

    /// The folder of the file.
    pub fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("."))
    }

    /// What -ConfigPath would name it by.
    pub fn config_path(&self, tool: Tool) -> String {
        shown(if tool.takes_a_folder() { self.folder() } else { &self.file })
    }

    fn at(tool: Tool, path: &Path) -> Result<Self, Error> {
        let wrong = |wanted: &str| {
            let message =
                format!("-ConfigPath names {wanted} for {}; {} is none.", tool.name(), printable(&shown(path)));
            Error::new(Code::InvalidParameter, message)
        };
        let file = match tool {
            _ if tool.takes_a_folder() && path.is_file() => return Err(wrong("a folder")),
            _ if tool.takes_a_folder() => path.join("config.json"),
            _ if path.is_dir() => return Err(wrong("a file")),
            Tool::Crane if path.file_name().is_none_or(|name| name != "config.json") => {
                return Err(wrong("a file called config.json"));
            }
            _ => path.to_owned(),
        };
        Ok(Place { file, named: true })
    }

    fn by_default(tool: Tool, env: &Environment) -> Result<Self, Error> {
        let file = default_file(tool, env, System::this()).ok_or_else(|| {
            Error::new(Code::InvalidParameter, "No home directory is known; name the client's config with -ConfigPath.")
        })?;
        Ok(Place { file, named: false })
    }
}

/// The file that a client looks for by itself.
pub fn default_file(tool: Tool, env: &Environment, system: System) -> Option<PathBuf> {
    let folder = |name: &str| env.get(name).map(PathBuf::from);
    let of_docker = || folder("DOCKER_CONFIG").map(|folder| folder.join("config.json"));
    match tool {
        Tool::Podman | Tool::Buildah | Tool::Skopeo => {
            folder("REGISTRY_AUTH_FILE").or_else(of_docker).or_else(|| containers_file(env, system))
        }
        Tool::Helm => {
            let own = || Some(helm_folder(env, system)?.join("registry").join("config.json"));
            folder("HELM_REGISTRY_CONFIG").or_else(own)
        }
        _ => of_docker().or_else(|| Some(home(env, system)?.join(".docker").join("config.json"))),
    }
}

/// The files of logins of docker and of podman and its like, in the order in which they are looked into.
pub fn login_files(env: &Environment) -> Vec<PathBuf> {
    login_files_on(env, System::this())
}

fn login_files_on(env: &Environment, system: System) -> Vec<PathBuf> {
    let named = env.get("REGISTRY_AUTH_FILE").map(PathBuf::from);
    let lasting = lasting_file(env, system);
    let all = [default_file(Tool::Docker, env, system), named, containers_file(env, system), lasting];
    let mut files: Vec<PathBuf> = Vec::new();
    for file in all.into_iter().flatten() {
        if !files.contains(&file) {
            files.push(file);
        }
    }
    files
}

/// The file of podman and its like that outlives a reboot: they read it after their own.
pub fn lasting_file(env: &Environment, system: System) -> Option<PathBuf> {
    let config = env.get("XDG_CONFIG_HOME").map(PathBuf::from).or_else(|| Some(home(env, system)?.join(".config")));
    Some(config?.join("containers").join("auth.json"))
}

/// Home for programs in Go, as all clients are: one variable on each system, and HOME does not count on Windows.
fn home(env: &Environment, system: System) -> Option<PathBuf> {
    let variable = if system == System::Windows { "USERPROFILE" } else { "HOME" };
    env.get(variable).map(PathBuf::from)
}

/// Podman's own choice: on Linux a folder that a reboot empties.
fn containers_file(env: &Environment, system: System) -> Option<PathBuf> {
    let folder = match system {
        System::Linux(user) => {
            let own = env.get("XDG_RUNTIME_DIR").map(|folder| Path::new(folder).join("containers"));
            own.unwrap_or_else(|| format!("/run/containers/{user}").into())
        }
        _ => home(env, system)?.join(".config").join("containers"),
    };
    Some(folder.join("auth.json"))
}

fn helm_folder(env: &Environment, system: System) -> Option<PathBuf> {
    let own = env.get("HELM_CONFIG_HOME").map(PathBuf::from);
    own.or_else(|| env.get("XDG_CONFIG_HOME").map(|folder| Path::new(folder).join("helm"))).or_else(|| match system {
        System::Windows => Some(Path::new(env.get("APPDATA")?).join("helm")),
        System::Mac => Some(home(env, system)?.join("Library").join("Preferences").join("helm")),
        System::Linux(_) => Some(home(env, system)?.join(".config").join("helm")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINUX: System = System::Linux(1000);

    /// An environment in which every home directory is another.
    fn homes(more: &[(&str, &str)]) -> Environment {
        let env = [("HOME", "HOME"), ("USERPROFILE", "PROFILE"), ("HOMEDRIVE", "X:"), ("HOMEPATH", "wrong")];
        Environment::default().with(&env).with(&[("APPDATA", "APPDATA")]).with(more)
    }

    #[test]
    fn each_client_looks_into_its_own_home_on_each_system() {
        use System::{Mac, Windows};
        for (tool, system, file) in [
            (Tool::Docker, LINUX, "HOME/.docker/config.json"),
            (Tool::Docker, Mac, "HOME/.docker/config.json"),
            (Tool::Docker, Windows, "PROFILE/.docker/config.json"),
            (Tool::Nerdctl, Windows, "PROFILE/.docker/config.json"),
            (Tool::Crane, Windows, "PROFILE/.docker/config.json"),
            (Tool::Oras, Windows, "PROFILE/.docker/config.json"),
            (Tool::Podman, LINUX, "/run/containers/1000/auth.json"),
            (Tool::Podman, Mac, "HOME/.config/containers/auth.json"),
            (Tool::Podman, Windows, "PROFILE/.config/containers/auth.json"),
            (Tool::Helm, LINUX, "HOME/.config/helm/registry/config.json"),
            (Tool::Helm, Mac, "HOME/Library/Preferences/helm/registry/config.json"),
            (Tool::Helm, Windows, "APPDATA/helm/registry/config.json"),
        ] {
            assert_eq!(default_file(tool, &homes(&[]), system), Some(file.into()), "{tool:?} {system:?}");
        }
    }

    #[test]
    fn variables_of_the_clients_come_first_everywhere() {
        for (tool, variable, file) in [
            (Tool::Docker, "DOCKER_CONFIG", "own/config.json"),
            (Tool::Podman, "DOCKER_CONFIG", "own/config.json"),
            (Tool::Podman, "REGISTRY_AUTH_FILE", "own"),
            (Tool::Helm, "HELM_REGISTRY_CONFIG", "own"),
            (Tool::Helm, "HELM_CONFIG_HOME", "own/registry/config.json"),
            (Tool::Helm, "XDG_CONFIG_HOME", "own/helm/registry/config.json"),
        ] {
            for system in [LINUX, System::Mac, System::Windows] {
                assert_eq!(default_file(tool, &homes(&[(variable, "own")]), system), Some(file.into()), "{variable}");
            }
        }
    }

    #[test]
    fn the_logins_of_all_clients_are_looked_for_each_file_once() {
        let podman = "/run/containers/1000/auth.json";
        for (variables, files) in [
            (&[][..], &["HOME/.docker/config.json", podman, "HOME/.config/containers/auth.json"][..]),
            (
                &[("DOCKER_CONFIG", "own"), ("REGISTRY_AUTH_FILE", "file"), ("XDG_RUNTIME_DIR", "/run")],
                &["own/config.json", "file", "/run/containers/auth.json", "HOME/.config/containers/auth.json"],
            ),
            (
                &[("REGISTRY_AUTH_FILE", podman), ("XDG_CONFIG_HOME", "xdg")],
                &["HOME/.docker/config.json", podman, "xdg/containers/auth.json"],
            ),
        ] {
            let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
            assert_eq!(login_files_on(&homes(variables), LINUX), files);
        }
        let mac = ["HOME/.docker/config.json", "HOME/.config/containers/auth.json"].map(PathBuf::from);
        assert_eq!(login_files_on(&homes(&[]), System::Mac), mac);
    }

    #[test]
    fn without_a_home_there_is_no_place() {
        let none = Environment::default();
        assert!(Place::of(Tool::Docker, None, &none).is_err());
        let other = none.with(&[("HOME", "HOME")]);
        assert_eq!(default_file(Tool::Docker, &other, System::Windows), None);
    }

    #[test]
    fn a_path_tells_whose_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| Place::told_by(&folder.path().join(name));
        std::fs::write(folder.path().join("auth"), "{}").unwrap();
        for (path, tool, file) in [
            ("", Tool::Docker, "config.json"),
            ("new", Tool::Docker, "new/config.json"),
            ("config.json", Tool::Docker, "config.json"),
            ("auth.json", Tool::Podman, "auth.json"),
            ("auth", Tool::Podman, "auth"),
        ] {
            assert_eq!(at(path), (tool, Place { file: folder.path().join(file), named: true }), "{path}");
        }
    }

    #[test]
    fn another_client_behind_docker_takes_the_file_in_dockers_folder() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.json");
        for named in [folder.path(), &file] {
            let place = Place::behind_docker(Tool::Podman, Some(folder.path()), &Environment::default()).unwrap();
            assert_eq!(place, Place { file: file.clone(), named: true }, "{}", named.display());
            std::fs::write(&file, "{}").unwrap();
        }
    }
}
