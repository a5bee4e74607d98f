//! Looks at the credential helper: how it would serve registries, and what is wrong. Nobody is asked.

use crate::base::error::{Code, Error, invalid};
use crate::base::shown::shown;
use crate::client::helper_config::{Record, program_problems};
use crate::client::next::NextStore;
use crate::message::answer::{Failure, Inspected};
use crate::message::explained::Explained;
use crate::message::inspected::InspectedRegistry;
use crate::message::request::Request;
use crate::ops::callers::Callers;
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
    let is_unnamed = named.is_empty();
    let wanted = if is_unnamed { look.known() } else { named };

    let mut inspected = Inspected { helpers: Vec::new(), failures: Vec::new() };
    for text in &wanted {
        match look.at(text).await {
            Ok(found) => inspected.helpers.push(found),
            Err(error) => inspected.failures.push(Failure { registry_ids: vec![names::told(text)], error }),
        }
    }
    let is_store = is_unnamed && look.is_store();
    if is_store {
        inspected.helpers.push(look.at_all());
    }
    if wanted.is_empty() && !is_store {
        let nothing = "No registry is known: name one, or run Install-ECRCredentialHelper.".to_owned();
        inspected.helpers.push(look.found(None, vec![nothing]));
    }
    Ok(inspected)
}

/// What serves other registries, where nobody asks the helper for them.
const NOT_ASKED: &str = "nothing: it is not asked";

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
        let is_ours = explained.is_ours();
        let is_of_clients = !is_ours && !called.is_any;
        let is_asked_for_others = self.callers.ask_for_others(is_ours, &called, &self.connection.env);
        let problems = match (is_ours, called.is_any) {
            (true, _) if explained.anonymous => Vec::new(),
            (true, _) => called.problems,
            (false, true) => next.missing().map(told).into_iter().collect(),
            (false, false) => called.unreadable,
        };
        // The word of the map, as what it comes to, where anything comes to it.
        let next = if is_asked_for_others { next.told() } else { NOT_ASKED.to_owned() };
        let explained = Some(Explained { next, ..explained });
        let found = match is_of_clients {
            // What is wrong with the helper is nothing to them.
            true => InspectedRegistry { problems, ..self.found(explained, Vec::new()) },
            false => self.found(explained, problems),
        };
        Ok(InspectedRegistry { clients: called.told, ..found })
    }

    /// Whether the helper is to be the store of all registries, by what is written down or by a client's file.
    fn is_store(&self) -> bool {
        let env = &self.connection.env;
        self.callers.is_store(env) || Record::read(env).is_ok_and(|record| record.has_a_store())
    }

    /// What is told of all registries, where it is their store. What is wrong with record and map is told already.
    fn at_all(&self) -> InspectedRegistry {
        let env = &self.connection.env;
        let called = self.callers.ask_for_all(&Record::read(env).unwrap_or_default(), env);
        let next = NextStore::new(Map::read(env).unwrap_or_default().next(), env, Duration::ZERO);
        let mut problems = called.problems;
        if !called.is_any && problems.is_empty() {
            problems.push(
                "No client asks the helper for every registry. Run Install-ECRCredentialHelper again.".to_owned(),
            );
        }
        problems.extend(next.missing().map(told));
        let all = Explained { host: "*".to_owned(), next: next.told(), ..Explained::default() };
        InspectedRegistry { clients: called.told, ..self.found(Some(all), problems) }
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
