//! Real logins: tokens for registries, handed to a container client on its standard input.

use crate::base::error::Error;
use crate::base::log_line::{Level, LogLine};
use crate::base::progress::Progress;
use crate::base::shown::shown;
use crate::client::found::{Found, find};
use crate::client::login::Client;
use crate::message::answer::{LoginEntry, Logins};
use crate::message::request::Request;
use crate::ops::client_options::ClientOptions;
use crate::ops::no_client::NoClient;
use crate::ops::wanted_logins::{Task, WantedLogins};
use crate::session::connection::Connection;
use crate::session::halt::Halt;

/// Logs in to every registry that a request names.
///
/// # Errors
/// When nothing could be asked; what failed for one registry stands among the failures.
pub async fn connect(request: &mut Request, log: &mut Vec<LogLine>, progress: &Progress) -> Result<Logins, Halt> {
    let WantedLogins { connection, options, asking } = WantedLogins::read(request, log).await?;
    let hand = Hand::of(request, &options, &connection).await?;
    let (tasks, mut result) = asking.ask(&connection, &options, log, progress).await?;
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
