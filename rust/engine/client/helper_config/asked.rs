//! Which helper a client would ask for a host, by the files that it reads.

use super::containers::{Chain, chain};
use super::host_login::overruling_file;
use super::targets::Target;
use crate::base::environment::Environment;
use crate::base::files;
use crate::base::printable::printable;
use crate::base::shown::shown;
use crate::client::config_text;
use crate::client::place::Place;
use crate::client::protocol::{ECR_LOGIN, OURS};
use crate::client::tool::Tool;
use serde_json::{Map, Value};
use std::io::ErrorKind;
use std::path::Path;

/// What a client would ask for a host.
pub struct Asked {
    /// In words.
    pub told: String,
    /// Why that is not our helper, with the remedy.
    pub problem: Option<String>,
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
        return Asked { told, problem: Some(problem) };
    }
    let config = match read(&target.file) {
        Ok(config) => config,
        Err(what) => return Asked { told: format!("{name}: nothing"), problem: Some(format!("{file} {what}.")) },
    };
    let repair = format!("Run Install-ECRCredentialHelper {host}.");
    let told = |what: &str, place: &str| format!("{name}: {what}, by {place}");
    match (named(&config, host), store(&config).filter(|_| tool.reads_creds_store())) {
        (Some(helper), _) if helper == OURS => {
            Asked { told: told(OURS, &format!("credHelpers in {file}")), problem: None }
        }
        (Some(""), _) => Asked {
            told: told("no helper", &format!("credHelpers in {file}")),
            problem: Some(format!("{file} says that no helper is asked for {host} (credHelpers). {repair}")),
        },
        (Some(helper), _) => Asked {
            told: told(&printable(helper), &format!("credHelpers in {file}")),
            problem: Some(format!(
                "{} comes first for {host}: credHelpers in {file} name it. {repair}",
                spoken(helper)
            )),
        },
        (None, Some(store)) if store == OURS => {
            Asked { told: told(OURS, &format!("credsStore in {file}")), problem: None }
        }
        (None, _) if tool.is_of_containers() && serves_too(host, env) => {
            Asked { told: format!("{name}: {OURS}"), problem: None }
        }
        (None, Some(store)) => Asked {
            told: told(&printable(store), &format!("credsStore in {file}")),
            problem: Some(format!("{} is asked for {host}: it is the credsStore in {file}. {repair}", spoken(store))),
        },
        (None, None) => Asked {
            told: format!("{name}: nothing"),
            problem: Some(format!("{name} does not ask the helper for {host}: nothing in {file} names it. {repair}")),
        },
    }
}

/// Whether podman and its like have the helper by their list, or by docker's file, which they read after their own.
fn serves_too(host: &str, env: &Environment) -> bool {
    if matches!(chain(env), Ok(Chain::Ours)) {
        return true;
    }
    let of_docker = Place::of(Tool::Docker, None, env).ok().filter(|_| env.get("REGISTRY_AUTH_FILE").is_none());
    let config = of_docker.and_then(|place| read(&place.file).ok()).unwrap_or_default();
    named(&config, host) == Some(OURS)
}

fn spoken(helper: &str) -> String {
    if helper == ECR_LOGIN {
        format!("Amazon's helper '{ECR_LOGIN}'")
    } else {
        format!("The helper '{}'", printable(helper))
    }
}

fn named<'a>(config: &'a Map<String, Value>, host: &str) -> Option<&'a str> {
    config.get("credHelpers")?.get(host)?.as_str()
}

fn store(config: &Map<String, Value>) -> Option<&str> {
    config.get("credsStore")?.as_str().filter(|name| !name.is_empty())
}

fn read(file: &Path) -> Result<Map<String, Value>, String> {
    match files::read(file) {
        Ok(bytes) => config_text::parse(&bytes).map(|config| config.content),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Map::new()),
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}
