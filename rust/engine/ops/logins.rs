//! The logins that are there, and until when: no service is asked.

use crate::base::error::Code;
use crate::base::links::target_of;
use crate::base::log_line::LogLine;
use crate::client::place::Place;
use crate::client::shelf::Shelf;
use crate::client::sought::{Sought, Stores};
use crate::client::tool::Tool;
use crate::message::answer::{Failure, ListedEntry, Listing};
use crate::message::request::Request;
use crate::ops::client_options::ClientOptions;
use crate::ops::connection::connection_of;
use crate::ops::disconnect::{Registry, registry};
use crate::ops::groups::texts_of;
use crate::ops::names::{self, Names};
use crate::ops::padding::padded;
use crate::registry::name::Name;
use crate::session::halt::Halt;
use std::collections::HashSet;
use std::time::SystemTime;

/// Lists the logins of the clients that a request names, or of every place where clients keep logins.
///
/// # Errors
/// When a name is none, or no place could be looked at.
pub async fn logins(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Listing, Halt> {
    let written = names::lines(request.registry_ids.take().unwrap_or_default(), Code::InvalidRegistryName)?;
    log.extend(padded(&written));
    let Names { good, mut failures } = names::read(&texts_of(written), registry)?;
    let stores = if request.include_store.unwrap_or_default() { Stores::Listed } else { Stores::Named };
    let sought = sought(good, stores);
    let connection = connection_of(request)?;
    let options = ClientOptions::from(request, &connection)?;

    let (mut found, mut read) = (Vec::new(), false);
    let places = options.places(&connection.env)?;
    let now = SystemTime::now();
    for (tool, place) in distinct(places) {
        match Shelf::read(tool, place, &connection.env, options.limit) {
            Ok(shelf) => {
                read = true;
                let (logins, errors) = shelf.list(&sought, log).await;
                found.extend(logins.into_iter().map(|login| ListedEntry::new(login, now)));
                failures.extend(errors.into_iter().map(Failure::of_all));
            }
            Err(error) => failures.push(Failure::of_all(error)),
        }
    }
    if !read && let Some(failure) = failures.pop() {
        return Err(failure.error.into());
    }
    Ok(Listing { logins: found, failures })
}

/// What names ask for.
pub fn sought(registries: Vec<Registry>, stores: Stores) -> Sought {
    let mut sought = Sought { hosts: Vec::new(), accounts: Vec::new(), stores };
    for registry in registries {
        match registry {
            Registry::Named(Name::Account(id)) => sought.accounts.push(id),
            Registry::Named(Name::Host(host)) => sought.hosts.push(host.name),
            Registry::Other(host) => sought.hosts.push(host.to_ascii_lowercase()),
        }
    }
    sought
}

/// Each file once, with the client that it comes first for.
fn distinct(places: Vec<(Tool, Place)>) -> Vec<(Tool, Place)> {
    let mut seen = HashSet::new();
    places.into_iter().filter(|(_, place)| seen.insert(target_of(&place.file))).collect()
}
