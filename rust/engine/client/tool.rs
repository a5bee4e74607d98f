//! The container clients that are known: their arguments and config files, one table.

use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use serde::Deserialize;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A container client.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Tool {
    /// Docker CLI.
    Docker,
    /// Podman.
    Podman,
    /// nerdctl of containerd.
    Nerdctl,
    /// Finch.
    Finch,
    /// Buildah.
    Buildah,
    /// Skopeo.
    Skopeo,
    /// Helm, for charts in OCI registries.
    Helm,
    /// ORAS.
    Oras,
    /// crane of go-containerregistry.
    Crane,
}

const ALL: [Tool; 9] = [
    Tool::Docker,
    Tool::Podman,
    Tool::Nerdctl,
    Tool::Finch,
    Tool::Buildah,
    Tool::Skopeo,
    Tool::Helm,
    Tool::Oras,
    Tool::Crane,
];

/// Those that are looked for, in this order, when none is named.
const DEFAULTS: &[Tool] = &[Tool::Docker, Tool::Podman, Tool::Nerdctl, Tool::Finch];

/// How a client is told to use another config file.
enum Told {
    /// By an option before its command that names the folder.
    GlobalFolder(&'static str),
    /// By an option of the command that names the file.
    File(&'static str),
    /// By DOCKER_CONFIG, which names the folder.
    Variable,
}

/// Where a client keeps its logins.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// Whether the user named it, so that the client must be told.
    pub named: bool,
}

impl Tool {
    /// The name of its program.
    pub fn name(self) -> &'static str {
        match self {
            Tool::Docker => "docker",
            Tool::Podman => "podman",
            Tool::Nerdctl => "nerdctl",
            Tool::Finch => "finch",
            Tool::Buildah => "buildah",
            Tool::Skopeo => "skopeo",
            Tool::Helm => "helm",
            Tool::Oras => "oras",
            Tool::Crane => "crane",
        }
    }

    /// The tool that a program's name gives away; docker for a name that tells nothing.
    fn of_program(path: &Path) -> Tool {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        ALL.into_iter().find(|tool| tool.name() == stem).unwrap_or(Tool::Docker)
    }

    /// Finds the program: at the path that the user named, else on PATH; without a tool the first there is.
    ///
    /// # Errors
    /// [`Code::ToolNotFound`], saying what was looked for.
    pub fn find(named: Option<Tool>, path: Option<&Path>, env: &Environment) -> Result<(Tool, PathBuf), Error> {
        if let Some(path) = path {
            let found = path.is_file().then(|| (named.unwrap_or_else(|| Tool::of_program(path)), path.to_owned()));
            return found.ok_or_else(|| not_found(&format!("There is no file {}.", path.display())));
        }
        let wanted = named.as_ref().map_or(DEFAULTS, std::slice::from_ref);
        let found = wanted.iter().find_map(|tool| Some((*tool, env.find(tool.name())?)));
        found.ok_or_else(|| {
            let names: Vec<_> = wanted.iter().map(|tool| tool.name()).collect();
            not_found(&format!("No folder of PATH holds {}.", names.join(", ")))
        })
    }

    /// The words before the host and the options of a login.
    fn login_words(self) -> &'static [&'static str] {
        match self {
            Tool::Helm => &["registry", "login"],
            Tool::Crane => &["auth", "login"],
            _ => &["login"],
        }
    }

    /// The option for a registry on this machine that has no TLS; docker and finch need none, crane asks nobody.
    fn plain_http_option(self) -> Option<&'static str> {
        match self {
            Tool::Podman | Tool::Buildah | Tool::Skopeo => Some("--tls-verify=false"),
            Tool::Helm | Tool::Oras => Some("--plain-http"),
            Tool::Nerdctl => Some("--insecure-registry"),
            Tool::Docker | Tool::Finch | Tool::Crane => None,
        }
    }

    /// Whether a config file's `credsStore` counts for it: podman and its like read `credHelpers` alone.
    pub fn reads_creds_store(self) -> bool {
        !matches!(self, Tool::Podman | Tool::Buildah | Tool::Skopeo)
    }

    fn told(self) -> Told {
        match self {
            Tool::Docker => Told::GlobalFolder("--config"),
            Tool::Podman | Tool::Buildah | Tool::Skopeo => Told::File("--authfile"),
            Tool::Helm | Tool::Oras => Told::File("--registry-config"),
            Tool::Nerdctl | Tool::Finch | Tool::Crane => Told::Variable,
        }
    }

    /// The arguments of a login. The password goes to standard input.
    pub fn login_arguments(self, place: &Place, username: &str, host: &str, plain_http: bool) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = Vec::new();
        if let (Told::GlobalFolder(option), true) = (self.told(), place.named) {
            arguments.extend([option.into(), place.folder().into()]);
        }
        arguments.extend(self.login_words().iter().map(OsString::from));
        arguments.extend(["--username".into(), username.into(), "--password-stdin".into()]);
        if let (Told::File(option), true) = (self.told(), place.named) {
            arguments.extend([option.into(), place.file.clone().into()]);
        }
        arguments.extend(self.plain_http_option().filter(|_| plain_http).map(OsString::from));
        arguments.push(host.into());
        arguments
    }

    /// The environment of the client.
    pub fn environment(self, place: &Place, env: &Environment) -> Environment {
        match (self.told(), place.named) {
            (Told::Variable, true) => env.with(&[("DOCKER_CONFIG", &place.folder().to_string_lossy())]),
            _ => env.clone(),
        }
    }

    /// Where the client keeps its logins: a folder for docker, nerdctl and finch, a file for the others.
    ///
    /// # Errors
    /// [`Code::InvalidParameter`] for the wrong kind of path, or without a home directory.
    pub fn place(self, named: Option<PathBuf>, env: &Environment) -> Result<Place, Error> {
        let Some(path) = named else {
            let file = self.default_file(env).ok_or_else(|| {
                Error::new(
                    Code::InvalidParameter,
                    "No home directory is known; name the client's config with -ConfigPath.",
                )
            })?;
            return Ok(Place { file, named: false });
        };
        let wrong = |wanted: &str| {
            let message = format!(
                "-ConfigPath names {wanted} for {}; {} is none.",
                self.name(),
                printable(&path.to_string_lossy())
            );
            Error::new(Code::InvalidParameter, message)
        };
        match self {
            Tool::Docker | Tool::Nerdctl | Tool::Finch if path.is_file() => Err(wrong("a folder")),
            Tool::Docker | Tool::Nerdctl | Tool::Finch => Ok(Place { file: path.join("config.json"), named: true }),
            _ if path.is_dir() => Err(wrong("a file")),
            Tool::Crane if path.file_name().is_none_or(|name| name != "config.json") => {
                Err(wrong("a file called config.json"))
            }
            _ => Ok(Place { file: path, named: true }),
        }
    }

    /// Where the client keeps its logins when nobody says: as each of them looks for it.
    fn default_file(self, env: &Environment) -> Option<PathBuf> {
        let docker = || env.get("DOCKER_CONFIG").map(|folder| Path::new(folder).join("config.json"));
        match self {
            Tool::Podman | Tool::Buildah | Tool::Skopeo => {
                env.get("REGISTRY_AUTH_FILE").map(PathBuf::from).or_else(docker).or_else(|| containers_file(env))
            }
            Tool::Helm => env
                .get("HELM_REGISTRY_CONFIG")
                .map(PathBuf::from)
                .or_else(|| Some(helm_folder(env)?.join("registry/config.json"))),
            _ => docker().or_else(|| Some(env.home()?.join(".docker/config.json"))),
        }
    }
}

/// Podman's own choice: on Linux a folder that a reboot empties.
#[cfg(target_os = "linux")]
fn containers_file(env: &Environment) -> Option<PathBuf> {
    let folder = env.get("XDG_RUNTIME_DIR").map(|folder| Path::new(folder).join("containers"));
    Some(folder.unwrap_or_else(|| format!("/run/containers/{}", nix::unistd::getuid()).into()).join("auth.json"))
}

#[cfg(not(target_os = "linux"))]
fn containers_file(env: &Environment) -> Option<PathBuf> {
    Some(env.home()?.join(".config/containers/auth.json"))
}

fn helm_folder(env: &Environment) -> Option<PathBuf> {
    let own = env.get("HELM_CONFIG_HOME").map(PathBuf::from);
    own.or_else(|| env.get("XDG_CONFIG_HOME").map(|folder| Path::new(folder).join("helm"))).or_else(|| {
        if cfg!(windows) {
            return Some(Path::new(env.get("APPDATA")?).join("helm"));
        }
        let folder = if cfg!(target_os = "macos") { "Library/Preferences/helm" } else { ".config/helm" };
        Some(env.home()?.join(folder))
    })
}

impl Place {
    fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("."))
    }
}

fn not_found(what: &str) -> Error {
    Error::new(Code::ToolNotFound, format!("The container client was not found. {what}"))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn podman_without_a_runtime_folder_has_one_of_the_system() {
        let file = Tool::Podman.place(None, &Environment::default()).unwrap().file;
        assert_eq!(file, Path::new(&format!("/run/containers/{}/auth.json", nix::unistd::getuid())));
    }

    #[test]
    fn without_a_home_docker_has_no_place() {
        assert!(Tool::Docker.place(None, &Environment::default()).is_err());
    }
}
