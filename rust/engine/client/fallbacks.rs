//! The files that podman and its like look into when their own has no login.

use super::place::{Place, default_file, lasting_file};
use super::system::System;
use super::tool::Tool;
use crate::base::environment::Environment;

/// The variables that choose one file for podman and its like, after which no other is looked into.
pub const CHOOSERS: [&str; 2] = ["REGISTRY_AUTH_FILE", "DOCKER_CONFIG"];

/// The files of a client, the one that it logs in to first. Those of podman and its like are two, unless one is chosen:
/// a reboot empties the first, and the other holds what installing put there.
pub fn own(tool: Tool, place: Place, env: &Environment) -> Vec<Place> {
    let lasting = has_fallbacks(tool, &place, env).then(|| lasting_file(env, System::this())).flatten();
    once([Some(place), lasting.map(|file| Place { file, named: true })])
}

/// All files that a client looks into, in its order: podman and its like read docker's last.
pub fn read(tool: Tool, place: Place, env: &Environment) -> Vec<Place> {
    let of_docker = has_fallbacks(tool, &place, env).then(|| default_file(Tool::Docker, env, System::this())).flatten();
    let own = own(tool, place, env).into_iter().map(Some);
    once(own.chain([of_docker.map(|file| Place { file, named: true })]))
}

fn has_fallbacks(tool: Tool, place: &Place, env: &Environment) -> bool {
    let is_chosen = CHOOSERS.iter().any(|name| env.get(name).is_some());
    tool.is_of_containers() && !place.named && !is_chosen
}

fn once(all: impl IntoIterator<Item = Option<Place>>) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for place in all.into_iter().flatten() {
        if places.iter().all(|other| other.file != place.file) {
            places.push(place);
        }
    }
    places
}
