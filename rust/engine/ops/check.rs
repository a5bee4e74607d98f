//! Whether there are logins that are still good: as they themselves say or, asked for, as their registries say.

use crate::base::error::{Code, Error};
use crate::base::log_line::{Level, LogLine};
use crate::base::printable::printable;
use crate::client::found::place_of;
use crate::client::listed::Listed;
use crate::client::shelves::Shelves;
use crate::client::sought::{Sought, Stores};
use crate::message::answer::{Checked, Failure};
use crate::message::request::Request;
use crate::ops::client_options::ClientOptions;
use crate::ops::connection::{connection_of, unverified};
use crate::ops::disconnect::{Registry, registry};
use crate::ops::groups::texts_of;
use crate::ops::judge::Judge;
use crate::ops::names::{self, Names};
use crate::ops::padding::padded;
use crate::ops::reach::way;
use crate::registry::name::Name;
use crate::registry::partitions;
use crate::registry::token::account_of;
use crate::session::connection::Connection;
use crate::session::halt::Halt;
use crate::session::settings::Settings;
use futures_util::future::join_all;

/// How long a login must last yet, where the request does not say.
const DEFAULT_LIFE_MS: u64 = 30 * 60 * 1000;

/// Looks for a good login to each registry that a request names; without a name, any to ECR will do.
///
/// # Errors
/// When a name is none, or the place of the client cannot be looked at.
pub async fn check(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Checked, Halt> {
    let written = names::lines(request.registry_ids.take().unwrap_or_default(), Code::InvalidRegistryName)?;
    log.extend(padded(&written));
    let Names { good: named, failures } = names::read(&texts_of(written), registry)?;
    let life_ms = request.minimum_life_ms.unwrap_or(DEFAULT_LIFE_MS);
    let online = request.online.unwrap_or_default();
    let regions = request.regions.take().unwrap_or_default();
    let connection = connection_of(request)?;
    let options = ClientOptions::from(request, &connection)?;

    let wanted = wanted(named, &regions, &connection).await?;
    let (tool, place) = place_of(&options.wanted(), &connection.env).await?;
    let shelves = Shelves::read(tool, place, &connection.env, options.limit)?;
    let way = if online { Some(way(&Settings::read(&connection).await?, &connection)) } else { None };
    log.extend((online && connection.skip_certificate_check).then(unverified));
    let (found, errors) = shelves.list(&sought(&wanted), log).await;
    let judged = found.iter().map(|(shelf, login)| async { Judge::new(shelf, way.as_ref(), life_ms).of(login).await });
    let judged = join_all(judged).await;
    let logins: Vec<&Listed> = found.iter().map(|(_, login)| login).collect();

    let mut checked = Checked { good: failures.is_empty(), failures };
    for one in &wanted {
        if matches!(one, Wanted::Any) && !online && shelves.make_all() {
            let message = format!("{}: its helper makes a login when one is needed.", shelves.told());
            log.push(LogLine { level: Level::Verbose, message });
            continue;
        }
        let mut of_one = logins.iter().zip(&judged).filter(|(login, _)| one.is(login)).peekable();
        if of_one.peek().is_none() {
            let message = format!("{}: {} has no login.", one.told(), shelves.told());
            log.push(LogLine { level: Level::Verbose, message });
        }
        let met: Vec<_> = of_one.collect();
        if met.iter().any(|(_, judged)| judged.as_ref().is_ok_and(|judgement| judgement.good)) {
            continue;
        }
        checked.good = false;
        let failed = met.into_iter().filter_map(|(login, judged)| Some((login, judged.as_ref().err()?)));
        checked.failures.extend(failed.map(|(login, error)| failure(login, error)));
    }
    for (login, judgement) in logins.iter().zip(judged).filter_map(|(login, judged)| Some((login, judged.ok()?))) {
        let message = format!("{}: {}.", printable(&login.registry), judgement.why);
        log.push(LogLine { level: Level::Verbose, message });
    }
    if !checked.good {
        checked.failures.extend(errors.into_iter().map(Failure::of_all));
    }
    Ok(checked)
}

fn failure(login: &Listed, error: &Error) -> Failure {
    Failure { registry_ids: vec![printable(&login.registry)], error: error.clone() }
}

/// What a login is wanted for.
enum Wanted {
    Host(String),
    /// A registry of an account, in whichever region.
    Account(String),
    /// Any registry of ECR.
    Any,
}

impl Wanted {
    fn is(&self, login: &Listed) -> bool {
        match self {
            Wanted::Host(host) => login.registry == *host,
            Wanted::Account(id) => account_of(&login.registry) == Some(id),
            Wanted::Any => true,
        }
    }

    fn told(&self) -> String {
        match self {
            Wanted::Host(name) | Wanted::Account(name) => printable(name),
            Wanted::Any => "Amazon ECR".to_owned(),
        }
    }
}

/// An account is its registry in the regions that are in force, as for a login; where none is known, in any.
async fn wanted(named: Vec<Registry>, regions: &[String], connection: &Connection) -> Result<Vec<Wanted>, Error> {
    if named.is_empty() {
        return Ok(vec![Wanted::Any]);
    }
    let mut regions = regions.to_vec();
    if regions.is_empty() && named.iter().any(|one| matches!(one, Registry::Named(Name::Account(_)))) {
        regions.extend(Settings::read(connection).await?.region(connection)?.map(|region| region.to_string()));
        regions.extend(connection.fallback_region.clone().filter(|_| regions.is_empty()));
    }
    let of_account = |id: String| match regions[..] {
        [] => vec![Wanted::Account(id)],
        _ => regions.iter().map(|region| Wanted::Host(partitions::host_of(&id, region))).collect(),
    };
    Ok(named
        .into_iter()
        .flat_map(|one| match one {
            Registry::Named(Name::Account(id)) => of_account(id),
            Registry::Named(Name::Host(host)) => vec![Wanted::Host(host.name)],
            Registry::Other(host) => vec![Wanted::Host(host.to_ascii_lowercase())],
        })
        .collect())
}

/// Where hosts are known, stores need not tell what else they hold.
fn sought(wanted: &[Wanted]) -> Sought {
    let mut sought = Sought { hosts: Vec::new(), accounts: Vec::new(), stores: Stores::Given };
    for one in wanted {
        match one {
            Wanted::Host(host) => sought.hosts.push(host.clone()),
            Wanted::Account(id) => sought.accounts.push(id.clone()),
            Wanted::Any => {}
        }
    }
    if sought.hosts.len() < wanted.len() {
        sought.stores = Stores::Listed;
    }
    sought
}
