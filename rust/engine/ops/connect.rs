//! Real logins: tokens for registries, handed to a container client on its standard input.

use crate::base::error::{Code, Error};
use crate::base::log_line::{Level, LogLine};
use crate::base::printable::printable;
use crate::base::progress::Progress;
use crate::base::shown::shown;
use crate::client::found::{Found, find};
use crate::client::login::Client;
use crate::message::answer::{Failure, LoginEntry, Logins};
use crate::message::request::Request;
use crate::ops::client_options::ClientOptions;
use crate::ops::connection::{answers_of, connection_of, unverified};
use crate::ops::groups::{Group, groups, texts_of};
use crate::ops::mapped::{Mapped, texts};
use crate::ops::names::{self, Names};
use crate::ops::padding::padded;
use crate::ops::several::{Answered, ask_all, tell};
use crate::registry::token::Login;
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
    let Found { tool, program, place, .. } = find(&options.wanted(), &connection.env).await?;
    if connection.skip_certificate_check {
        log.push(unverified());
    }

    progress.plan(groups.iter().map(|group| group.ids.len().max(1)).sum());
    // Only what is logged in to counts as done.
    let tokens = Progress::default();
    let (mut answered, unasked) = ask_all(groups, &answers, use_cache, started, &tokens).await?;
    tell(&mut answered, log);
    failures.extend(unasked.into_iter().map(|(_, failure)| failure));
    let result = Logins { failures, ..Logins::default() };
    let client = Client { tool, program, place, limit: options.limit, env: &connection.env, cwd: &connection.cwd };
    let mut round = Round { client, options: &options, done: HashSet::new(), result };
    for Answered { group, asked, info, .. } in answered {
        round.result.failures.extend(asked.failures);
        for login in asked.logins {
            round.log_in(&group, &info.region, &login, log).await;
            progress.advance(1);
        }
        round.result.info = Some(info);
    }
    Ok(round.result)
}

/// The logins of one request, to each host once.
struct Round<'a> {
    client: Client<'a>,
    options: &'a ClientOptions,
    done: HashSet<String>,
    result: Logins,
}

impl Round<'_> {
    /// Logs in to every host that a login of a group is for.
    async fn log_in(&mut self, group: &Group, region: &str, login: &Login, log: &mut Vec<LogLine>) {
        let targets = match group.targets(login, region, self.options) {
            Ok(targets) => targets,
            Err(error) => return self.fail(printable(&login.proxy_endpoint), error),
        };
        for target in targets {
            if !self.done.insert(target.host.clone()) {
                continue;
            }
            match self.client.log_in(&target, login, log).await {
                Ok(kept) => {
                    let entry = LoginEntry::new(target.host, kept, login.expires_at).by_line(group.line());
                    let message = entry.told(Some(&shown(&self.client.program)));
                    log.push(LogLine { level: Level::Verbose, message });
                    self.result.logins.push(entry);
                }
                Err(error) => self.fail(target.host, error),
            }
        }
    }

    fn fail(&mut self, registry: String, error: Error) {
        self.result.failures.push(Failure { registry_ids: vec![registry], error });
    }
}
