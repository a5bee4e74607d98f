//! The container clients that are known: their arguments and config files, one table.

use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::shown::shown;
use serde::Deserialize;
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

impl Tool {
    /// Every client.
    pub const ALL: [Tool; 9] = [
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
    pub const DEFAULTS: &[Tool] = &[Tool::Docker, Tool::Podman, Tool::Nerdctl, Tool::Finch];

    /// Those that have a file of their own; the others share it.
    pub const OWNERS: [Tool; 3] = [Tool::Docker, Tool::Podman, Tool::Helm];

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

    /// The tool that a program's name gives away.
    pub fn of_program(path: &Path) -> Option<Tool> {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        Self::ALL.into_iter().find(|tool| tool.name().eq_ignore_ascii_case(stem))
    }

    /// Finds the program: at the path that the user named, else on PATH; without a tool the first there is.
    ///
    /// # Errors
    /// [`Code::ToolNotFound`], saying what was looked for.
    pub fn find(named: Option<Tool>, path: Option<&Path>, env: &Environment) -> Result<(Tool, PathBuf), Error> {
        if let Some(path) = path {
            let program = program_at(path, cfg!(windows), Path::is_file)
                .ok_or_else(|| not_found(&format!("There is no file {}.", shown(path))))?;
            // A name that tells nothing is taken for docker.
            return Ok((named.or_else(|| Tool::of_program(&program)).unwrap_or(Tool::Docker), program));
        }
        let wanted = named.as_ref().map_or(Self::DEFAULTS, std::slice::from_ref);
        let found = wanted.iter().find_map(|tool| Some((*tool, env.find(tool.name())?)));
        found.ok_or_else(|| {
            let names: Vec<_> = wanted.iter().map(|tool| tool.name()).collect();
            not_found(&format!("No folder of PATH holds {}.", names.join(", ")))
        })
    }

    /// Whether a config file's `credsStore` counts for it: podman and its like read `credHelpers` alone.
    pub fn reads_creds_store(self) -> bool {
        !self.is_of_containers()
    }

    /// Whether -ConfigPath names a folder for it, as the client itself has it; it names a file for the others.
    pub fn takes_a_folder(self) -> bool {
        matches!(self, Tool::Docker | Tool::Nerdctl | Tool::Finch)
    }

    /// Whether an empty `credHelpers` entry is as good as none to it.
    pub fn passes_an_empty_helper(self) -> bool {
        matches!(self, Tool::Helm | Tool::Oras)
    }

    /// Whether it puts a new file in the place of a link.
    pub fn replaces_links(self) -> bool {
        self.is_of_containers() || matches!(self, Tool::Helm | Tool::Oras)
    }

    /// Whether it is one of containers/image, which share their file of logins.
    pub fn is_of_containers(self) -> bool {
        matches!(self, Tool::Podman | Tool::Buildah | Tool::Skopeo)
    }

    /// Whether an empty `credHelpers` entry keeps a host's login in its file, as for all that read the file by docker's
    /// own code.
    pub fn takes_an_empty_helper(self) -> bool {
        self.takes_a_folder() || self == Tool::Crane
    }
}

/// The program that a path means: on Windows a path without ending means what could be started there, as beside docker.exe
/// lies a script `docker` for Linux.
fn program_at(path: &Path, windows: bool, is_file: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    let bare = windows && path.extension().is_none();
    let startable = ["exe", "cmd", "bat"].into_iter().filter(|_| bare).map(|ending| path.with_extension(ending));
    startable.chain([path.to_owned()]).find(|file| is_file(file))
}

fn not_found(what: &str) -> Error {
    Error::new(Code::ToolNotFound, format!("The container client was not found. {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_windows_a_path_without_ending_means_the_program() {
        for (there, windows, found) in [
            (&["bin/docker", "bin/docker.exe"][..], true, Some("bin/docker.exe")),
            (&["bin/docker.cmd"], true, Some("bin/docker.cmd")),
            (&["bin/docker.bat", "bin/docker.cmd"], true, Some("bin/docker.cmd")),
            (&["bin/docker"], true, Some("bin/docker")),
            (&[], true, None),
            (&["bin/docker", "bin/docker.exe"], false, Some("bin/docker")),
            (&["bin/docker.exe"], false, None),
        ] {
            let at = program_at(Path::new("bin/docker"), windows, |file| there.contains(&file.to_str().unwrap()));
            assert_eq!(at, found.map(PathBuf::from), "{there:?} {windows}");
        }
        let named = program_at(Path::new("bin/docker.exe"), true, |_| true);
        assert_eq!(named, Some("bin/docker.exe".into()));
    }

    #[test]
    fn a_programs_name_tells_the_tool_whatever_its_capitals() {
        for (path, tool) in [("/x/Podman.EXE", Some(Tool::Podman)), ("/x/docker", Some(Tool::Docker)), ("/x/dkr", None)]
        {
            assert_eq!(Tool::of_program(Path::new(path)), tool);
        }
    }
}
