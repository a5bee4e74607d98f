//! Which clients ask the credential helper for a host, by the files that they read.

use crate::base::environment::Environment;
use crate::base::error::Error;
use crate::base::printable::printable;
use crate::client::helper_config::{Target, asked, targets};
use crate::client::tool::Tool;
use crate::message::explained::Explained;
use std::path::Path;

/// The clients that are looked at.
pub struct Callers(Vec<Target>);

/// What they ask for a host.
pub struct Called {
    /// In words, of each.
    pub told: Vec<String>,
    /// Why that is not this helper, with the remedy.
    pub problems: Vec<String>,
    /// Whether any asks this helper.
    pub is_any: bool,
}

impl Callers {
    /// Some clients, or all that are there.
    ///
    /// # Errors
    /// What is wrong with the place that the user named.
    pub async fn of(tools: &[Tool], config_path: Option<&Path>, env: &Environment) -> Result<Self, Error> {
        targets(tools, config_path, env).await.map(Callers)
    }

    /// What they ask for a host.
    pub fn ask(&self, host: &str, env: &Environment) -> Called {
        let mut called = Called { told: Vec::new(), problems: Vec::new(), is_any: false };
        let tools = self.0.iter().flat_map(|target| target.tools.iter().map(move |tool| (target, *tool)));
        for (target, tool) in tools {
            let asked = asked(tool, target, host, env);
            called.told.push(asked.told);
            called.is_any |= asked.problem.is_none();
            called.problems.extend(asked.problem);
        }
        called
    }
}

/// That nobody asks this helper for a host, and what changes that.
pub fn nobody_asks(explained: &Explained) -> String {
    let host = printable(&explained.host);
    let remedy = if explained.is_ours() {
        format!("Run Install-ECRCredentialHelper {host} in PowerShell.")
    } else {
        "It is none of ECR: run Install-ECRCredentialHelper -AsStore in PowerShell to have it asked for every registry."
            .to_owned()
    };
    format!("No client asks this helper for {host}. {remedy}")
}
