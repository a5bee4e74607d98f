//! Whether a client asks our helper for every registry.

use super::asked::{read, spoken, store};
use super::containers::{Chain, chain};
use super::targets::Target;
use crate::base::environment::Environment;
use crate::base::shown::shown;
use crate::client::protocol::OURS;
use crate::client::tool::Tool;

/// What says that a client asks our helper for every registry.
///
/// # Errors
/// What it asks in its place, or what is wrong with its file.
pub fn asked_for_all(tool: Tool, target: &Target, env: &Environment) -> Result<String, String> {
    if tool.is_of_containers() {
        return match chain(env) {
            Ok(Chain::Ours(file)) => Ok(format!("credential-helpers in {}", shown(&file))),
            Ok(Chain::Others(file)) => Err(format!("credential-helpers in {} name others", shown(&file))),
            Ok(Chain::None(_)) => Err("no list of helpers names it".to_owned()),
            Err(error) => Err(error.message),
        };
    }
    let file = shown(&target.file);
    let config = read(&target.file).map_err(|what| format!("{file} {what}"))?;
    match store(&config) {
        Some(name) if name == OURS => Ok(format!("credsStore in {file}")),
        Some(name) => Err(format!("{} is the credsStore in {file}", spoken(name))),
        None => Err(format!("{file} has no credsStore")),
    }
}
