//! Real logins: tokens for registries, handed to a container client on its standard input.

mod client;
mod group;
mod options;
mod target;

pub use group::parse_names;
pub use options::ClientOptions;
pub use target::Target;

use crate::client::Tool;
use crate::connection::{Answers, Connection};
use crate::credentials::Halt;
use crate::error::printable;
use crate::login::{self, Asked};
use crate::request::Request;
use crate::response::{Failure, Info, Level, LogLine, LoginEntry, Logins, Status};
use crate::session::Session;
use client::Client;
use futures_util::future::join_all;
use group::Group;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;

/// Logs in to every registry that a request names.
///
/// # Errors
/// When nothing could be asked; what failed for one registry stands among the failures.
pub async fn connect(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Logins, Halt> {
    let started = Instant::now();
    let names = parse_names(&request.registry_ids.take().unwrap_or_default())?;
    let regions = request.regions.take().unwrap_or_default();
    let use_cache = request.use_cache.unwrap_or_default();
    let answers = Answers::from(request);
    let connection = Connection::from(request)?;
    let options = ClientOptions::from(request, &connection)?;
    let groups = group::groups(&connection, names, &regions)?;
    options.check_address(groups.iter().map(|group| group.ids.len().max(1)).sum())?;
    let (tool, program) = Tool::find(options.tool, options.tool_path.as_deref(), &connection.env)?;
    let place = tool.place(options.config_path.clone(), &connection.env)?;
    if connection.skip_certificate_check {
        log.push(login::unverified());
    }

    let mut result = Logins::default();
    let asks = open(groups, &answers, &mut result).await?;
    let answered = join_all(asks.iter().map(|(session, group)| login::ask(session, &group.ids, use_cache))).await;
    let client = Client { tool, program, place, limit: options.limit, env: &connection.env, cwd: &connection.cwd };
    let mut done = HashSet::new();
    for ((session, group), mut asked) in asks.iter().zip(answered) {
        let info = session.info(&asked, started);
        if asks.len() > 1 {
            log.push(told(&info));
            asked.failures.iter_mut().for_each(|failure| failure.error.name_region(&info.region));
        }
        result.info = Some(info);
        log_in(&client, group, &options, asked, &mut done, &mut result, log).await;
    }
    Ok(result)
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

/// Logs in with the tokens of one group, to each host once.
async fn log_in(
    client: &Client<'_>,
    group: &Group,
    options: &ClientOptions,
    asked: Asked,
    done: &mut HashSet<String>,
    result: &mut Logins,
    log: &mut Vec<LogLine>,
) {
    result.failures.extend(asked.failures);
    for login in asked.logins {
        let targets = match group.targets(&login, options) {
            Ok(targets) => targets,
            Err(error) => {
                result.failures.push(Failure { registry_ids: vec![printable(&login.proxy_endpoint)], error });
                continue;
            }
        };
        for target in targets {
            if !done.insert(target.host.clone()) {
                continue;
            }
            match client.log_in(&target, &login, log).await {
                Ok(status) => result.logins.push(LoginEntry {
                    registry: target.host,
                    tool: client.tool.name(),
                    expires_at: login.expires_at.filter(|_| status == Status::Succeeded),
                    status,
                }),
                Err(error) => result.failures.push(Failure { registry_ids: vec![target.host], error }),
            }
        }
    }
}
