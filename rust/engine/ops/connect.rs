//! Real logins: tokens for registries, handed to a container client on its standard input.

use crate::base::error::Error;
use crate::base::log_line::{Level, LogLine};
use crate::base::printable::printable;
use crate::base::progress::Progress;
use crate::client::login::Client;
use crate::client::status::Status;
use crate::client::tool::Tool;
use crate::message::answer::{Failure, Info, LoginEntry, Logins};
use crate::message::request::Request;
use crate::ops::ask::ask;
use crate::ops::client_options::ClientOptions;
use crate::ops::connection::{answers_of, connection_of, unverified};
use crate::ops::groups::{Group, groups, parse_names, texts_of};
use crate::ops::padding::padded;
use crate::registry::token::Login;
use crate::session::answers::Answers;
use crate::session::halt::Halt;
use crate::session::open::Session;
use futures_util::future::join_all;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;

/// Logs in to every registry that a request names.
///
/// # Errors
/// When nothing could be asked; what failed for one registry stands among the failures.
pub async fn connect(request: &mut Request, log: &mut Vec<LogLine>, progress: &Progress) -> Result<Logins, Halt> {
    let started = Instant::now();
    let written = request.registry_ids.take().unwrap_or_default();
    log.extend(padded(&written));
    let names = parse_names(&texts_of(written))?;
    let regions = request.regions.take().unwrap_or_default();
    let use_cache = request.use_cache.unwrap_or_default();
    let answers = answers_of(request);
    let connection = connection_of(request)?;
    let options = ClientOptions::from(request, &connection)?;
    let groups = groups(&connection, names, &regions)?;
    options.check_address(groups.iter().map(|group| group.ids.len().max(1)).sum())?;
    let (tool, program) = Tool::find(options.tool, options.tool_path.as_deref(), &connection.env)?;
    let place = tool.place(options.config_path.clone(), &connection.env)?;
    if connection.skip_certificate_check {
        log.push(unverified());
    }

    progress.plan(groups.iter().map(|group| group.ids.len().max(1)).sum());
    let mut result = Logins::default();
    let asks = open(groups, &answers, &mut result).await?;
    // Only what is logged in to counts as done.
    let tokens = Progress::default();
    let answered = join_all(asks.iter().map(|(session, group)| ask(session, &group.ids, use_cache, &tokens))).await;
    let client = Client { tool, program, place, limit: options.limit, env: &connection.env, cwd: &connection.cwd };
    let mut round = Round { client, options: &options, done: HashSet::new(), result };
    for ((session, group), mut asked) in asks.iter().zip(answered) {
        log.extend(session.log.iter().cloned());
        let info = asked.info(session, started);
        if asks.len() > 1 {
            log.push(told(&info));
            asked.failures.iter_mut().for_each(|failure| failure.error.name_region(&info.region));
        }
        round.result.info = Some(info);
        round.result.failures.extend(asked.failures);
        for login in asked.logins {
            round.log_in(group, &login, log).await;
            progress.advance(1);
        }
    }
    Ok(round.result)
}

/// What `info` says, for one of several groups.
fn told(info: &Info) -> LogLine {
    let message = format!("Region {}: calls: {}, credentials: {}", info.region, info.calls, info.credentials_source);
    LogLine { level: Level::Verbose, message }
}

/// A session for each group; what one of several cannot have is its own failure.
async fn open(groups: Vec<Group>, answers: &Answers, result: &mut Logins) -> Result<Vec<(Arc<Session>, Group)>, Halt> {
    let mut asks = Vec::new();
    let several = groups.len() > 1;
    for group in groups {
        match Session::open(&group.connection, answers).await {
            Ok(session) => asks.push((session, group)),
            Err(Halt::Failed(mut error)) => {
                if let Some(region) = group.connection.region.as_deref().filter(|_| several) {
                    error.name_region(region);
                }
                result.failures.push(Failure { registry_ids: group.names(), error });
            }
            Err(needs) => return Err(needs),
        }
    }
    if asks.is_empty() && !result.failures.is_empty() {
        return Err(result.failures.swap_remove(0).error.into());
    }
    Ok(asks)
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
    async fn log_in(&mut self, group: &Group, login: &Login, log: &mut Vec<LogLine>) {
        let targets = match group.targets(login, self.options) {
            Ok(targets) => targets,
            Err(error) => return self.fail(printable(&login.proxy_endpoint), error),
        };
        for target in targets {
            if !self.done.insert(target.host.clone()) {
                continue;
            }
            match self.client.log_in(&target, login, log).await {
                Ok(status) => self.result.logins.push(LoginEntry {
                    registry: target.host,
                    tool: self.client.tool.name(),
                    expires_at: login.expires_at.filter(|_| status == Status::Succeeded),
                    status,
                }),
                Err(error) => self.fail(target.host, error),
            }
        }
    }

    fn fail(&mut self, registry: String, error: Error) {
        self.result.failures.push(Failure { registry_ids: vec![registry], error });
    }
}
