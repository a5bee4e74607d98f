//! Looks at the credential helper: how it would serve registries, and what is wrong. Nobody is asked.

use crate::base::error::{Code, Error, invalid};
use crate::base::shown::shown;
use crate::client::helper_config::{Record, program_problems};
use crate::client::next::NextStore;
use crate::message::answer::{Failure, Inspected};
use crate::message::explained::Explained;
use crate::message::inspected::InspectedRegistry;
use crate::message::request::Request;
use crate::ops::callers::{Callers, nobody_asks};
use crate::ops::client_options::ClientOptions;
use crate::ops::connection::connection_of;
use crate::ops::explain::explain_host;
use crate::ops::groups::texts_of;
use crate::ops::names;
use crate::session::connection::Connection;
use crate::session::halt::Halt;
use crate::session::map::Map;
use std::path::Path;
use std::time::Duration;

/// Says how the helper would serve the registries that a request names, else those that it is installed for.
///
/// # Errors
/// What is wrong with the config that is named; what is wrong with the helper is no error here.
pub async fn inspect_helper(request: &mut Request) -> Result<Inspected, Halt> {
    let named = names::lines(request.registry_ids.take().unwrap_or_default(), Code::InvalidRegistryName)?;
    let of_module = request.helper_path.take().ok_or_else(|| invalid("The request names no program of the helper."))?;
    let tools = request.tools.take().unwrap_or_default();
    let connection = connection_of(request)?;
    let options = ClientOptions::from(request, &connection)?;
    let callers = Callers::of(&tools, options.wanted().config_path, &connection.env).await?;
    let (program, problems) = program_problems(&connection.env, Path::new(&of_module));
    let program = program.as_deref().map(shown);
    let mut look = Look { connection: &connection, callers, program, problems };
    let named = texts_of(named);
    let wanted = if named.is_empty() { look.known() } else { named };

    let mut inspected = Inspected { helpers: Vec::new(), failures: Vec::new() };
    for text in &wanted {
        match look.at(text).await {
            Ok(found) => inspected.helpers.push(found),
            Err(error) => inspected.failures.push(Failure { registry_ids: vec![names::told(text)], error }),
        }
    }
    if wanted.is_empty() {
        let nothing = "No registry is known: name one, or run Install-ECRCredentialHelper.".to_owned();
        inspected.helpers.push(look.found(None, vec![nothing]));
    }
    Ok(inspected)
}

struct Look<'a> {
    connection: &'a Connection,
    callers: Callers,
    program: Option<String>,
    /// What is wrong for every registry.
    problems: Vec<String>,
}

impl Look<'_> {
    /// The hosts that installing named, and those of the map that are exact.
    fn known(&mut self) -> Vec<String> {
        let mut hosts: Vec<String> = Vec::new();
        match Record::read(&self.connection.env) {
            Ok(record) => hosts.extend(record.configs.iter().flat_map(|config| config.helpers.keys().cloned())),
            Err(error) => self.problems.push(told(&error)),
        }
        match Map::read(&self.connection.env) {
            Ok(map) => {
                hosts.extend(map.lines().iter().map(|line| line.pattern.clone()).filter(|host| !host.contains('*')))
            }
            Err(error) => self.problems.push(told(&error)),
        }
        hosts.sort();
        hosts.dedup();
        hosts
    }

    async fn at(&self, text: &str) -> Result<InspectedRegistry, Error> {
        let explained = match explain_host(self.connection, text).await {
            Ok(explained) => explained,
            Err(error) if matches!(error.code, Code::InvalidRegistryName | Code::InvalidParameter) => {
                return Err(error);
            }
            // The map or a profile of it, which the user is to repair.
            Err(error) => {
                let found = self.found(None, vec![told(&error)]);
                return Ok(InspectedRegistry { registry: Some(names::told(text)), ..found });
            }
        };
        let called = self.callers.ask(&explained.host, &self.connection.env);
        let map = Map::read(&self.connection.env)?;
        // No helper is started.
        let next = NextStore::new(map.next(), &self.connection.env, Duration::ZERO);
        let problems = match (explained.is_ours(), called.is_any) {
            (true, _) if explained.anonymous => Vec::new(),
            (true, _) => called.problems,
            (false, true) => next.missing().map(told).into_iter().collect(),
            (false, false) => vec![nobody_asks(&explained)],
        };
        // The word of the map, as what it comes to, where anything comes to it.
        let next =
            if explained.is_ours() || called.is_any { next.told() } else { "nothing: it is not asked".to_owned() };
        let found = self.found(Some(Explained { next, ..explained }), problems);
        Ok(InspectedRegistry { clients: called.told, ..found })
    }

    fn found(&self, explained: Option<Explained>, problems: Vec<String>) -> InspectedRegistry {
        InspectedRegistry {
            registry: explained.as_ref().map(|explained| explained.host.clone()),
            explained,
            program: self.program.clone(),
            clients: Vec::new(),
            problems: self.problems.iter().cloned().chain(problems).collect(),
        }
    }
}

fn told(error: &Error) -> String {
    format!("{} {}", error.message, error.hint).trim_end().to_owned()
}
