//! Installs the credential helper again, as it is written down: after an update of the module, or where somebody changed
//! what was done. Nobody new gets it.

use crate::base::error::Error;
use crate::client::helper_config::{Target, Wish, targets};
use crate::message::request::Request;
use crate::ops::setup_work::SetupWork;
use std::path::Path;

/// Whether a request to install says neither for which registries and clients nor as whom.
pub fn says_nothing(request: &Request) -> bool {
    let is_empty = |names: Option<usize>| names.unwrap_or_default() == 0;
    is_empty(request.registry_ids.as_ref().map(Vec::len))
        && is_empty(request.regions.as_ref().map(Vec::len))
        && is_empty(request.tools.as_ref().map(Vec::len))
        && !request.as_store.unwrap_or_default()
        && [&request.region, &request.profile, &request.role, &request.config_path, &request.server_address]
            .into_iter()
            .all(Option::is_none)
}

/// Does again what is written down. The map is the user's, and is left as it is.
///
/// # Errors
/// What is wrong with a file or the program.
pub async fn install_again(work: &mut SetupWork<'_>, program: &Path, add_to_path: bool) -> Result<(), Error> {
    work.copy_program(program)?;
    if work.record.has_a_chain() {
        work.chain_up()?;
    }
    let there = targets(&[], None, work.env).await?;
    for config in work.record.configs.clone() {
        let hosts: Vec<String> = config.helpers.keys().cloned().collect();
        let tools = there.iter().find(|target| target.file == config.path).map(|target| target.tools.clone());
        let target = Target { file: config.path, tools: tools.unwrap_or_default() };
        work.put_into(&target, &Wish { hosts: &hosts, as_store: config.store.is_some() }).await?;
        work.setup.registries.extend(hosts);
    }
    let has_lost_its_line = work.record.shell.as_ref().is_some_and(|line| !line.is_there());
    work.put_on_path(add_to_path || has_lost_its_line || work.record.on_user_path)
}
