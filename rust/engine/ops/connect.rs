//! Real logins: tokens for registries, handed to a container client on its standard input.

use crate::base::error::Error;
use crate::base::log_line::{Level, LogLine};
use crate::base::printable::printable;
use crate::base::progress::Progress;
use crate::base::shown::shown;
use crate::client::found::{Found, find};
use crate::client::login::Client;
use crate::message::answer::{Failure, LoginEntry, Logins};
use crate::message::request::Request;
use crate::ops::client_options::ClientOptions;
use crate::ops::groups::Group;
use crate::ops::several::Answered;
use crate::ops::wanted_logins::WantedLogins;
use crate::registry::token::Login;
use crate::session::halt::Halt;
use std::collections::HashSet;

/// Logs in to every registry that a request names.
///
/// # Errors
/// When nothing could be asked; what failed for one registry stands among the failures.
pub async fn connect(request: &mut Request, log: &mut Vec<LogLine>, progress: &Progress) -> Result<Logins, Halt> {
    let mut wanted = WantedLogins::read(request, log)?;
    let Found { tool, program, place, .. } = find(&wanted.options.wanted(), &wanted.connection.env).await?;
    let answered = wanted.ask(log, progress).await?;
    let WantedLogins { connection, options, failures, .. } = wanted;
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
                    let entry = LoginEntry::new(target.host, kept, login.expires_at);
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
