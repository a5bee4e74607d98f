//! Which files get the helper, for which clients.

use crate::base::environment::Environment;
use crate::base::error::Error;
use crate::base::links::target_of;
use crate::client::place::{self, Place};
use crate::client::shim;
use crate::client::system::System;
use crate::client::tool::Tool;
use std::path::{Path, PathBuf};

/// A file, and the clients that it is for.
#[derive(Debug, PartialEq, Eq)]
pub struct Target {
    /// As the clients have it, links not followed.
    pub file: PathBuf,
    /// The clients.
    pub tools: Vec<Tool>,
}

/// The files of some clients, or of all that are there, each once. Those that read docker's file when theirs says nothing
/// get none of their own, unless they are named.
///
/// # Errors
/// What is wrong with the place that the user named.
pub async fn targets(tools: &[Tool], config_path: Option<&Path>, env: &Environment) -> Result<Vec<Target>, Error> {
    let mut found: Vec<Target> = Vec::new();
    let named = !tools.is_empty() || config_path.is_some();
    let looked_for = if tools.is_empty() && config_path.is_some() { &[Tool::Docker] } else { tools };
    for tool in if named { looked_for.to_vec() } else { installed(env) } {
        let tool = behind(tool, env).await;
        let file = match config_path {
            Some(path) => Place::of(tool, Some(path), env)?.file,
            None => lasting_file(if named { tool } else { family(tool) }, env)?,
        };
        match found.iter_mut().find(|target| target_of(&target.file) == target_of(&file)) {
            Some(target) if target.tools.contains(&tool) => {}
            Some(target) => target.tools.push(tool),
            None => found.push(Target { file, tools: vec![tool] }),
        }
    }
    Ok(found)
}

/// Those on PATH; docker, where there is none, so that a machine can be prepared.
fn installed(env: &Environment) -> Vec<Tool> {
    let there: Vec<Tool> = Tool::ALL.into_iter().filter(|tool| env.find(tool.name()).is_some()).collect();
    if there.is_empty() { vec![Tool::Docker] } else { there }
}

/// What a client called docker is in truth.
async fn behind(tool: Tool, env: &Environment) -> Tool {
    let program = env.find(tool.name()).filter(|_| tool == Tool::Docker);
    match program {
        Some(program) => shim::behind(&program, env).await.unwrap_or(tool),
        None => tool,
    }
}

/// The client whose file serves it too.
fn family(tool: Tool) -> Tool {
    if tool.is_of_containers() { Tool::Podman } else { Tool::Docker }
}

/// The file that outlives a reboot: podman and its like log in to one that does not, and read this one after it.
fn lasting_file(tool: Tool, env: &Environment) -> Result<PathBuf, Error> {
    let is_chosen = env.get("REGISTRY_AUTH_FILE").or(env.get("DOCKER_CONFIG")).is_some();
    if !tool.is_of_containers() || is_chosen {
        return Ok(Place::of(tool, None, env)?.file);
    }
    match place::lasting_file(env, System::this()) {
        Some(file) => Ok(file),
        None => Ok(Place::of(tool, None, env)?.file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::test_files::{env, runtime};

    fn files(tools: &[Tool], programs: &[&str], more: &[(&str, &str)]) -> Vec<(String, Vec<Tool>)> {
        let folder = tempfile::tempdir().unwrap();
        let home = [("HOME", "/home/me"), ("USERPROFILE", "/home/me")];
        let env = env(&folder, programs).with(&home).with(more);
        let found = runtime().block_on(targets(tools, None, &env)).unwrap();
        found.into_iter().map(|target| (target.file.to_string_lossy().replace('\\', "/"), target.tools)).collect()
    }

    #[test]
    fn all_clients_that_are_there_share_few_files() {
        use Tool::{Buildah, Crane, Docker, Helm, Podman, Skopeo};
        const OF_DOCKER: &str = "/home/me/.docker/config.json";
        const OF_CONTAINERS: &str = "/home/me/.config/containers/auth.json";
        let file = |file: &str, tools: &[Tool]| (file.to_owned(), tools.to_vec());
        assert_eq!(files(&[], &[], &[]), [file(OF_DOCKER, &[Docker])]);
        assert_eq!(files(&[], &["helm", "crane"], &[]), [file(OF_DOCKER, &[Helm, Crane])]);
        let all = ["skopeo", "podman", "docker", "buildah"];
        let both = [file(OF_DOCKER, &[Docker]), file(OF_CONTAINERS, &[Podman, Buildah, Skopeo])];
        assert_eq!(files(&[], &all, &[("XDG_RUNTIME_DIR", "/run/user/1")]), both);
        let one = [file("/other/config.json", &[Docker, Podman, Buildah, Skopeo])];
        assert_eq!(files(&[], &all, &[("DOCKER_CONFIG", "/other")]), one);
        assert_eq!(files(&[Podman], &[], &[("REGISTRY_AUTH_FILE", "/auth")]), [file("/auth", &[Podman])]);
        let helms = files(&[Helm], &[], &[("HELM_REGISTRY_CONFIG", "/helm.json")]);
        assert_eq!(helms, [file("/helm.json", &[Helm])]);
    }
}
