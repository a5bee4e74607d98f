//! How a client is started on another machine, of which nothing is known here.

use super::arguments::{environment, login_arguments, logout_arguments};
use super::place::Place;
use super::tool::Tool;
use crate::base::environment::Environment;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Stands for the client's config file, whose path that machine alone can tell in full.
const FILE: &str = "<folder>/<file>";

/// A client and what it is given. In texts, `<folder>` and `<folder>/<file>` stand for the place that -ConfigPath names.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct RemoteCommand {
    /// Its name, which is that of its program too.
    pub tool: &'static str,
    pub arguments: Vec<String>,
    /// What is set in its environment.
    pub variables: BTreeMap<String, String>,
    /// Whether -ConfigPath names a folder for it.
    pub takes_a_folder: bool,
}

impl RemoteCommand {
    /// A login, for which the password goes to standard input.
    pub fn of_login(tool: Tool, has_config: bool, username: &str, host: &str, plain_http: bool) -> Self {
        let place = place(has_config);
        let arguments = login_arguments(tool, &place, username, host, plain_http);
        Self::new(tool, &place, arguments.into_iter().map(|argument| argument.to_string_lossy().into_owned()))
    }

    /// A logout.
    pub fn of_logout(tool: Tool, has_config: bool, host: &str) -> Self {
        let place = place(has_config);
        let arguments = logout_arguments(tool, &place, host);
        Self::new(tool, &place, arguments.into_iter().map(|argument| argument.to_string_lossy().into_owned()))
    }

    fn new(tool: Tool, place: &Place, arguments: impl Iterator<Item = String>) -> Self {
        let set = environment(tool, place, &Environment::default());
        RemoteCommand {
            tool: tool.name(),
            arguments: arguments.collect(),
            variables: set.variables().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            takes_a_folder: tool.takes_a_folder(),
        }
    }
}

/// The clients that are looked for on another machine: the one that is named, that which the file's name tells, or the
/// first there is.
pub fn candidates(tool: Option<Tool>, tool_path: Option<&str>) -> Vec<Tool> {
    // Its path may be of another system than this one.
    let file = tool_path.map(|path| path.rsplit(['/', '\\']).next().unwrap_or_default());
    match (tool, file) {
        (Some(tool), _) => vec![tool],
        (None, Some(file)) => vec![Tool::of_program(Path::new(file)).unwrap_or(Tool::Docker)],
        (None, None) => Tool::DEFAULTS.to_vec(),
    }
}

fn place(has_config: bool) -> Place {
    Place { file: PathBuf::from(FILE), named: has_config }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_the_logins_is_left_to_the_machine() {
        for (tool, login, logout, variable) in [
            (
                Tool::Docker,
                "--config <folder> login --username AWS --password-stdin h",
                "--config <folder> logout h",
                "",
            ),
            (
                Tool::Podman,
                "login --username AWS --password-stdin --authfile <folder>/<file> h",
                "logout --authfile <folder>/<file> h",
                "",
            ),
            (
                Tool::Helm,
                "registry login --username AWS --password-stdin --registry-config <folder>/<file> h",
                "registry logout --registry-config <folder>/<file> h",
                "",
            ),
            (Tool::Crane, "auth login --username AWS --password-stdin h", "auth logout h", "<folder>"),
            (Tool::Nerdctl, "login --username AWS --password-stdin h", "logout h", "<folder>"),
        ] {
            let command = RemoteCommand::of_login(tool, true, "AWS", "h", false);
            assert_eq!(command.arguments.join(" "), login);
            assert_eq!(command.variables.get("DOCKER_CONFIG").map_or("", String::as_str), variable);
            assert_eq!(RemoteCommand::of_logout(tool, true, "h").arguments.join(" "), logout);
            let plain = RemoteCommand::of_login(tool, false, "AWS", "h", false);
            assert!(!plain.arguments.join(" ").contains('<') && plain.variables.is_empty(), "{plain:?}");
        }
    }

    #[test]
    fn a_path_of_any_system_tells_its_tool() {
        for (path, tool) in
            [(r"C:\bin\podman.exe", Tool::Podman), ("/opt/skopeo", Tool::Skopeo), ("/opt/client", Tool::Docker)]
        {
            assert_eq!(candidates(None, Some(path)), [tool], "{path}");
        }
        assert_eq!(candidates(Some(Tool::Helm), Some("/opt/docker")), [Tool::Helm]);
        assert_eq!(candidates(None, None)[..2], [Tool::Docker, Tool::Podman]);
    }
}
