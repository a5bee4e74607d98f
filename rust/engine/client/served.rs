//! Hosts that a credential helper logs in to again, whatever is taken out.

use super::config_file::ConfigFile;
use super::fallbacks;
use super::place::Place;
use super::protocol::{ECR_LOGIN, OURS};
use super::tool::Tool;
use crate::base::environment::Environment;
use crate::base::log_line::{Level, LogLine};
use crate::base::shown::shown;

/// What there is to say of the hosts that helpers serve in the files that a client looks into, a line for each helper.
pub fn told(tool: Tool, place: &Place, hosts: &[&str], env: &Environment) -> Vec<LogLine> {
    let files = fallbacks::read(tool, place.clone(), env).into_iter();
    let configs = files.filter_map(|place| ConfigFile::read(&place.file).ok()).collect::<Vec<_>>();
    let mut lines = Vec::new();
    for config in &configs {
        for helper in [OURS, ECR_LOGIN] {
            let is_served = |host: &&&str| config.store_of(tool, host) == Some(helper);
            let served: Vec<&str> = hosts.iter().filter(is_served).copied().collect();
            if !served.is_empty() {
                lines.push(line(tool, config, helper, &served));
            }
        }
    }
    lines
}

fn line(tool: Tool, config: &ConfigFile, helper: &str, hosts: &[&str]) -> LogLine {
    let (tool, hosts, file) = (tool.name(), hosts.join(", "), shown(config.path()));
    let remedy = if helper == OURS { "run Uninstall-ECRCredentialHelper" } else { "take its name out there" };
    let message = format!(
        "{tool} logs in to {hosts} again whenever it is needed, by its credential helper '{helper}', which {file} names. To end that, {remedy}."
    );
    LogLine { level: Level::Warning, message }
}
