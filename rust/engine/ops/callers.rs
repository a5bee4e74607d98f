//! Which clients ask the credential helper for a host, by the files that they read.

use crate::base::environment::Environment;
use crate::base::error::Error;
use crate::client::helper_config::{Record, Target, asked, asked_for_all, targets};
use crate::client::protocol::OURS;
use crate::client::tool::Tool;
use std::path::Path;

/// The clients that are looked at.
pub struct Callers(Vec<Target>);

/// What they ask for a host.
#[derive(Default)]
pub struct Called {
    /// In words, of each.
    pub told: Vec<String>,
    /// Why that is not this helper, with the remedy.
    pub problems: Vec<String>,
    /// Of these what is wrong for every helper.
    pub unreadable: Vec<String>,
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
        let mut called = Called::default();
        for (target, tool) in self.each() {
            let asked = asked(tool, target, host, env);
            called.told.push(asked.told);
            called.is_any |= asked.problem.is_none();
            called.unreadable.extend(asked.problem.clone().filter(|_| !asked.is_readable));
            called.problems.extend(asked.problem);
        }
        called
    }

    /// What they ask for every registry. That it is another is a problem where installing put this helper there.
    pub fn ask_for_all(&self, record: &Record, env: &Environment) -> Called {
        let mut called = Called::default();
        for (target, tool) in self.each() {
            let name = tool.name();
            match asked_for_all(tool, target, env) {
                Ok(place) => {
                    called.told.push(format!("{name}: {OURS}, by {place}"));
                    called.is_any = true;
                }
                Err(what) => {
                    called.told.push(format!("{name}: not this helper: {what}"));
                    if record.has_as_store(tool, &target.file) {
                        let remedy = "Run Install-ECRCredentialHelper again.";
                        called
                            .problems
                            .push(format!("{name} does not ask the helper for every registry: {what}. {remedy}"));
                    }
                }
            }
        }
        called
    }

    /// Whether any asks this helper for registries that are not ours: for every one, or for the very host that was asked for.
    pub fn ask_for_others(&self, is_ours: bool, called: &Called, env: &Environment) -> bool {
        if is_ours { self.is_store(env) } else { called.is_any }
    }

    /// Whether any asks this helper for every registry.
    pub fn is_store(&self, env: &Environment) -> bool {
        self.each().any(|(target, tool)| asked_for_all(tool, target, env).is_ok())
    }

    fn each(&self) -> impl Iterator<Item = (&Target, Tool)> {
        self.0.iter().flat_map(|target| target.tools.iter().map(move |tool| (target, *tool)))
    }
}
