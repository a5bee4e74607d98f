//! Real logins: tokens for registries, handed to a container client on its standard input.

use crate::base::error::{Code, Error};
use crate::base::log_line::{Level, LogLine};
use crate::base::printable::printable;
use crate::base::progress::Progress;
use crate::base::shown::shown;
use crate::client::found::{Found, find};
use crate::client::login::Client;
use crate::message::answer::{LoginEntry, Logins};
use crate::message::request::Request;
use crate::ops::client_options::ClientOptions;
use crate::ops::connection::{answers_of, connection_of, unverified};
use crate::ops::groups::{Group, groups, texts_of};
use crate::ops::mapped::{Mapped, texts};
use crate::ops::names::{self, Names};
use crate::ops::no_client::{NoClient, Task};
use crate::ops::padding::padded;
use crate::ops::several::{Answered, ask_all, tell};
use crate::registry::token::Login;
use crate::session::connection::Connection;
use crate::session::halt::Halt;
use std::collections::HashSet;
use std::time::Instant;

/// Logs in to every registry that a request names.
///
/// # Errors
/// When nothing could be asked; what failed for one registry stands among the failures.
pub async fn connect(request: &mut Request, log: &mut Vec<LogLine>, progress: &Progress) -> Result<Logins, Halt> {
    let started = Instant::now();
    let written = names::lines(request.registry_ids.take().unwrap_or_default(), Code::InvalidRegistryName)?;
    log.extend(padded(&written));
    let regions = request.regions.take().unwrap_or_default();
    let use_cache = request.use_cache.unwrap_or_default();
    let answers = answers_of(request);
    let connection = connection_of(request)?;
    let written = texts_of(written);
    let mut mapped = Mapped::of(&connection, &texts(&written)).await?;
    let Names { good, mut failures } = names::read(&written, |text| mapped.parse(text))?;
    let options = ClientOptions::from(request, &connection)?;
    let groups = groups(&connection, good, &regions, &mut mapped).await?;
    log.extend(mapped.told().chain(groups.iter().filter_map(Group::told)));
    options.check_address(groups.iter().map(|group| group.ids.len().max(1)).sum())?;
    let hand = Hand::of(request, &options, &connection).await?;
    if connection.skip_certificate_check {
        log.push(unverified());
    }

    progress.plan(groups.iter().map(|group| group.ids.len().max(1)).sum());
    // Only what is logged in to counts as done.
    let tokens = Progress::default();
    let (mut answered, unasked) = ask_all(groups, &answers, use_cache, started, &tokens).await?;
    tell(&mut answered, log);
    failures.extend(unasked.into_iter().map(|(_, failure)| failure));
    let mut round = Round { done: HashSet::new(), tasks: Vec::new(), result: Logins { failures, ..Logins::default() } };
    for Answered { group, asked, info, .. } in answered {
        round.result.failures.extend(asked.failures);
        for login in asked.logins {
            round.add(&group, &info.region, login, &options);
        }
        round.result.info = Some(info);
    }
    let Round { tasks, mut result, .. } = round;
    match &hand {
        Hand::Client(client) => log_in_each(client, tasks, &mut result, log, progress).await,
        Hand::None(no_client) => no_client.log_in(tasks, &mut result, log, progress).await,
    }
    Ok(result)
}

/// Who keeps the logins.
enum Hand<'a> {
    Client(Client<'a>),
    None(NoClient<'a>),
}

impl<'a> Hand<'a> {
    async fn of(request: &Request, options: &ClientOptions, connection: &'a Connection) -> Result<Self, Error> {
        let limit = options.limit;
        if options.no_client {
            let skips = request.skip_verification.unwrap_or_default();
            return NoClient::of(options, connection, skips).await.map(Hand::None);
        }
        let Found { tool, program, place, .. } = find(&options.wanted(), &connection.env).await?;
        Ok(Hand::Client(Client { tool, program, place, limit, env: &connection.env, cwd: &connection.cwd }))
    }
}

/// The logins of one request, to each host once.
struct Round {
    done: HashSet<String>,
    tasks: Vec<Task>,
    result: Logins,
}

impl Round {
    /// Adds every host that a login of a group is for.
    fn add(&mut self, group: &Group, region: &str, login: Login, options: &ClientOptions) {
        match group.targets(&login, region, options) {
            Ok(targets) => {
                let new = targets.into_iter().filter(|target| self.done.insert(target.host.clone()));
                self.tasks.extend(new.map(|target| Task {
                    target,
                    login: login.clone(),
                    line: group.line().map(str::to_owned),
                }));
            }
            Err(error) => self.result.fail(printable(&login.proxy_endpoint), error),
        }
    }
}

/// Logs a client in to each host. Only what is logged in to counts as done.
async fn log_in_each(
    client: &Client<'_>,
    tasks: Vec<Task>,
    result: &mut Logins,
    log: &mut Vec<LogLine>,
    progress: &Progress,
) {
    for Task { target, login, line } in tasks {
        match client.log_in(&target, &login, log).await {
            Ok(kept) => {
                let entry = LoginEntry::new(target.host, kept, login.expires_at).by_line(line.as_deref());
                let message = entry.told(Some(&shown(&client.program)));
                log.push(LogLine { level: Level::Verbose, message });
                result.logins.push(entry);
            }
            Err(error) => result.fail(target.host, error),
        }
        progress.advance(1);
    }
}
