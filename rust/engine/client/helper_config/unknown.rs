//! What is ours in the clients' configs though nothing of it is written down, as where the record was lost.

use super::record::{Before, Config};
use crate::base::edited::Step;
use crate::base::encoding::Encoding;
use crate::base::environment::Environment;
use crate::base::files;
use crate::base::json_text::JsonText;
use crate::client::place::{default_file, login_files};
use crate::client::protocol::OURS;
use crate::client::system::System;
use crate::client::tool::Tool;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The config files of all clients, where they look by themselves.
pub fn files_in_sight(env: &Environment) -> Vec<PathBuf> {
    login_files(env).into_iter().chain(default_file(Tool::Helm, env, System::this())).collect()
}

/// Writes into the record what is ours in a config file and is not there yet, and says whether there is any: nobody knows
/// what stood there before.
pub fn find_unknown(config: &mut Config) -> bool {
    let Some(json) = read(&config.path) else { return false };
    let is_ours = |value: &Value| value.as_str() == Some(OURS);
    let helpers = json.value(&["credHelpers"]).and_then(|helpers| helpers.as_object().cloned()).unwrap_or_default();
    let hosts = helpers.into_iter().filter(|(_, name)| is_ours(name)).map(|(host, _)| host);
    let hosts: Vec<String> = hosts.filter(|host| !config.helpers.contains_key(host)).collect();
    let has_store = config.store.is_none() && json.value(&["credsStore"]).as_ref().is_some_and(is_ours);
    if !has_store && hosts.is_empty() {
        return false;
    }
    config.steps.push(Step::unknown());
    config.store = config.store.take().or(has_store.then_some(Before { before: None }));
    config.helpers.extend(hosts.into_iter().map(|host| (host, Before { before: None })));
    true
}

/// What is no config is its client's to tell.
fn read(file: &Path) -> Option<JsonText> {
    let (text, _) = Encoding::read(&files::read(file).ok()?).ok()?;
    JsonText::new(text).ok()
}
