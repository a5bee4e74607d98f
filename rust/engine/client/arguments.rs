//! How each client is started for a login, and for its end.

use super::place::Place;
use super::tool::Tool;
use crate::base::environment::Environment;
use std::ffi::OsString;

/// How a client is told to use another config file.
enum Told {
    /// By an option before its command that names the folder.
    GlobalFolder(&'static str),
    /// By an option of the command that names the file.
    File(&'static str),
    /// By DOCKER_CONFIG, which names the folder.
    Variable,
}

/// The word that stands before `login` and `logout`.
fn command_word(tool: Tool) -> Option<&'static str> {
    match tool {
        Tool::Helm => Some("registry"),
        Tool::Crane => Some("auth"),
        _ => None,
    }
}

/// The option for a registry on this machine that has no TLS; docker and finch need none, crane asks nobody.
fn plain_http_option(tool: Tool) -> Option<&'static str> {
    match tool {
        Tool::Podman | Tool::Buildah | Tool::Skopeo => Some("--tls-verify=false"),
        Tool::Helm | Tool::Oras => Some("--plain-http"),
        Tool::Nerdctl => Some("--insecure-registry"),
        Tool::Docker | Tool::Finch | Tool::Crane => None,
    }
}

fn told(tool: Tool) -> Told {
    match tool {
        Tool::Docker => Told::GlobalFolder("--config"),
        Tool::Podman | Tool::Buildah | Tool::Skopeo => Told::File("--authfile"),
        Tool::Helm | Tool::Oras => Told::File("--registry-config"),
        Tool::Nerdctl | Tool::Finch | Tool::Crane => Told::Variable,
    }
}

/// The arguments of a login. The password goes to standard input.
pub fn login_arguments(tool: Tool, place: &Place, username: &str, host: &str, plain_http: bool) -> Vec<OsString> {
    let mut arguments = command(tool, place, "login");
    arguments.extend(["--username".into(), username.into(), "--password-stdin".into()]);
    arguments.extend(file_option(tool, place));
    arguments.extend(plain_http_option(tool).filter(|_| plain_http).map(OsString::from));
    arguments.push(host.into());
    arguments
}

/// The arguments of a logout.
pub fn logout_arguments(tool: Tool, place: &Place, host: &str) -> Vec<OsString> {
    let mut arguments = command(tool, place, "logout");
    arguments.extend(file_option(tool, place));
    arguments.push(host.into());
    arguments
}

/// The command, and the option for the folder before it.
fn command(tool: Tool, place: &Place, word: &str) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = Vec::new();
    if let (Told::GlobalFolder(option), true) = (told(tool), place.named) {
        arguments.extend([option.into(), place.folder().into()]);
    }
    arguments.extend(command_word(tool).into_iter().chain([word]).map(OsString::from));
    arguments
}

/// The option for the file, behind the command.
fn file_option(tool: Tool, place: &Place) -> Vec<OsString> {
    match (told(tool), place.named) {
        (Told::File(option), true) => vec![option.into(), place.file.clone().into()],
        _ => Vec::new(),
    }
}

/// The arguments by which podman and its like name the user who is logged in to a host.
pub fn user_arguments(place: &Place, host: &str) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec!["login".into(), "--get-login".into()];
    if place.named {
        arguments.extend(["--authfile".into(), place.file.clone().into()]);
    }
    arguments.push(host.into());
    arguments
}

/// The environment of the client.
pub fn environment(tool: Tool, place: &Place, env: &Environment) -> Environment {
    match (told(tool), place.named) {
        (Told::Variable, true) => env.with(&[("DOCKER_CONFIG", &place.folder().to_string_lossy())]),
        _ => env.clone(),
    }
}
