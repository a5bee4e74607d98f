//! Logins that are asked before the helper.

use crate::base::environment::Environment;
use crate::base::files;
use crate::client::config_text;
use crate::client::place::Place;
use crate::client::spelling::is_of;
use crate::client::tool::Tool;
use std::path::{Path, PathBuf};

/// The file whose login podman and its like take for a host before they read the one that has the helper.
pub fn overruling_file(tool: Tool, host: &str, target: &Path, env: &Environment) -> Option<PathBuf> {
    let first = Place::of(tool, None, env).ok().filter(|_| tool.is_of_containers())?.file;
    if first == target {
        return None;
    }
    let config = config_text::parse(&files::read(&first).ok()?).ok()?.content;
    let auths = config.get("auths")?.as_object()?;
    auths.keys().any(|key| is_of(key, host)).then_some(first)
}
