//! Clients that read the same file as the one that is logged in.

use super::config_file::ConfigFile;
use super::config_file::changes::Undo;
use super::tool::Tool;
use crate::base::environment::Environment;
use crate::base::log_line::{Level, LogLine};
use crate::base::printable::printable;
use crate::base::shown::shown;

/// What a change for a client means to others that read the same file, where not all can be served.
pub fn told(tool: Tool, config: &ConfigFile, host: &str, undo: Option<&Undo>, env: &Environment) -> Option<LogLine> {
    let file = shown(config.path());
    let message = match config.own_store(host) {
        Some("") => {
            let others = [Tool::Podman, Tool::Buildah, Tool::Skopeo];
            let others: Vec<_> = others.map(Tool::name).into_iter().filter(|name| env.find(name).is_some()).collect();
            let (false, names) = (others.is_empty(), others.join(", ")) else { return None };
            undo?;
            format!(
                "{file} now has an empty name under credHelpers for {host}: {names} fail on it where they read this \
                     file, as with DOCKER_CONFIG; give them a file of their own with REGISTRY_AUTH_FILE."
            )
        }
        Some(_) => return None,
        None => {
            let store = config.common_store(Tool::Docker).filter(|_| undo.is_some_and(Undo::had_own_store))?;
            format!(
                "{file} had a store of its own for {host} under credHelpers, with which {} could not log in: it was \
                     taken out, and docker asks its store '{}' for {host} now.",
                tool.name(),
                printable(store)
            )
        }
    };
    Some(LogLine { level: Level::Warning, message })
}
