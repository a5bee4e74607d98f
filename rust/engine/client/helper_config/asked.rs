//! Which helper a client would ask for a host, by the files that it reads.

use super::containers::{Chain, chain};
use super::host_login::overruling_file;
use super::targets::Target;
use crate::base::environment::Environment;
use crate::base::files;
use crate::base::printable::printable;
use crate::base::shown::shown;
use crate::client::config_text;
use crate::client::next::has_login;
use crate::client::place::Place;
use crate::client::protocol::{ECR_LOGIN, OURS};
use crate::client::tool::Tool;
use serde_json::{Map, Value};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What a client would ask for a host.
pub struct Asked {
    /// In words.
    pub told: String,
    /// Why that is not our helper, with the remedy.
    pub problem: Option<String>,
    /// Whether its file can be read.
    pub is_readable: bool,
}

impl Asked {
    fn by(told: String, problem: Option<String>) -> Self {
        Asked { told, problem, is_readable: true }
    }
}

/// What a client that has this file would ask for a host.
pub fn asked(tool: Tool, target: &Target, host: &str, env: &Environment) -> Asked {
    let name = tool.name();
    let file = shown(&target.file);
    if let Some(first) = overruling_file(tool, host, &target.file, env) {
        let told = format!("{name}: a login in {}", shown(&first));
        let problem = format!(
            "{name} takes a login for {host} from {} before it asks the helper. Take it out with Disconnect-ECRRegistry \
             {host} -Tool {name}.",
            shown(&first)
        );
        return Asked::by(told, Some(problem));
    }
    let config = match read(&target.file) {
        Ok(config) => config,
        Err(what) => {
            let problem = Some(format!("{file} {what}."));
            return Asked { told: format!("{name}: nothing"), problem, is_readable: false };
        }
    };
    let repair = format!("Run Install-ECRCredentialHelper {host}.");
    let told = |what: &str, place: &str| format!("{name}: {what}, by {place}");
    let store = store(&config).filter(|_| tool.reads_creds_store());
    let list = beside(host, env).filter(|_| tool.is_of_containers());
    match (named(&config, host), store, list) {
        (Some(helper), ..) if helper == OURS => Asked::by(told(OURS, &format!("credHelpers in {file}")), None),
        (Some(""), ..) => Asked::by(
            told("no helper", &format!("credHelpers in {file}")),
            Some(format!("{file} says that no helper is asked for {host} (credHelpers). {repair}")),
        ),
        (Some(helper), ..) => Asked::by(
            told(&printable(helper), &format!("credHelpers in {file}")),
            Some(format!("{} comes first for {host}: credHelpers in {file} name it. {repair}", spoken(helper))),
        ),
        (None, Some(store), _) if store == OURS => Asked::by(told(OURS, &format!("credsStore in {file}")), None),
        (None, Some(store), _) => Asked::by(
            told(&printable(store), &format!("credsStore in {file}")),
            Some(format!("{} is asked for {host}: it is the credsStore in {file}. {repair}", spoken(store))),
        ),
        (None, None, Some(place)) => Asked::by(told(OURS, &place), None),
        (None, None, None) => Asked::by(
            format!("{name}: {}", own_login(tool, target, host, env)),
            Some(format!("{name} does not ask the helper for {host}: nothing in {file} names it. {repair}")),
        ),
    }
}

/// By what else podman and its like have the helper: by their list, or by docker's file.
fn beside(host: &str, env: &Environment) -> Option<String> {
    if let Ok(Chain::Ours(file)) = chain(env) {
        return Some(format!("credential-helpers in {}", shown(&file)));
    }
    let file = of_docker(env)?;
    let config = read(&file).ok()?;
    (named(&config, host) == Some(OURS)).then(|| format!("credHelpers in {}", shown(&file)))
}

/// The login that a client without a helper has by itself.
fn own_login(tool: Tool, target: &Target, host: &str, env: &Environment) -> String {
    let second = of_docker(env).filter(|_| tool.is_of_containers());
    let file = [Some(target.file.clone()), second].into_iter().flatten().find(|file| has_login(file, host));
    file.map_or("nothing".to_owned(), |file| format!("a login in {}", shown(&file)))
}

/// Docker's file, which podman and its like read after their own.
fn of_docker(env: &Environment) -> Option<PathBuf> {
    let place = Place::of(Tool::Docker, None, env).ok();
    place.filter(|_| env.get("REGISTRY_AUTH_FILE").is_none()).map(|place| place.file)
}

/// The name of a helper as it is spoken of.
pub(super) fn spoken(helper: &str) -> String {
    if helper == ECR_LOGIN {
        format!("Amazon's helper '{ECR_LOGIN}'")
    } else {
        format!("The helper '{}'", printable(helper))
    }
}

fn named<'a>(config: &'a Map<String, Value>, host: &str) -> Option<&'a str> {
    config.get("credHelpers")?.get(host)?.as_str()
}

/// The store of all registries that a config names.
pub(super) fn store(config: &Map<String, Value>) -> Option<&str> {
    config.get("credsStore")?.as_str().filter(|name| !name.is_empty())
}

/// A client's config; one without a file is empty.
///
/// # Errors
/// What is wrong, to go on after the file's name.
pub(super) fn read(file: &Path) -> Result<Map<String, Value>, String> {
    match files::read(file) {
        Ok(bytes) => config_text::parse(&bytes).map(|config| config.content),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Map::new()),
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}
