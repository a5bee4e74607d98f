//! Logins without a client: the registries are asked whether they take them, all at once, then the client's file is
//! written, or its store handed what it would get from the client.

use crate::base::error::Error;
use crate::base::log_line::{Level, LogLine};
use crate::base::progress::Progress;
use crate::client::auth_file::AuthFile;
use crate::client::found::place_of;
use crate::client::place::Place;
use crate::client::tool::Tool;
use crate::message::answer::{LoginEntry, Logins};
use crate::ops::client_options::ClientOptions;
use crate::ops::reach::way;
use crate::ops::wanted_logins::Task;
use crate::service::verify::Way;
use crate::session::connection::Connection;
use crate::session::settings::Settings;
use futures_util::stream::{self, StreamExt};
use std::time::Duration;

/// How many registries are asked at once.
const AT_ONCE: usize = 16;

/// What stands in for the client.
pub struct NoClient<'a> {
    tool: Tool,
    place: Place,
    /// None where nobody is to be asked.
    way: Option<Way>,
    limit: Duration,
    connection: &'a Connection,
}

impl<'a> NoClient<'a> {
    /// Settles whose place is written, and how registries are reached.
    ///
    /// # Errors
    /// What is wrong with the place that the user named, or with the files that say the way.
    pub async fn of(options: &ClientOptions, connection: &'a Connection, skips: bool) -> Result<Self, Error> {
        let (tool, place) = place_of(&options.wanted(), &connection.env).await?;
        let way = if skips { None } else { Some(way(&Settings::read(connection).await?, connection)) };
        Ok(NoClient { tool, place, way, limit: options.limit, connection })
    }

    /// Logs in to each host; what one refuses does not stop the others.
    pub async fn log_in(&self, tasks: Vec<Task>, result: &mut Logins, log: &mut Vec<LogLine>, progress: &Progress) {
        let asked = stream::iter(tasks).map(|task| self.asked(task, progress)).buffered(AT_ONCE);
        let asked: Vec<(Task, Result<(), Error>)> = asked.collect().await;
        let mut taken = Vec::with_capacity(asked.len());
        for (task, verdict) in asked {
            match verdict {
                Ok(()) => taken.push(task),
                Err(error) => result.fail(task.target.host, error),
            }
        }
        if taken.is_empty() {
            return;
        }
        let file = AuthFile { tool: self.tool, place: &self.place, env: &self.connection.env, limit: self.limit };
        let logins: Vec<_> = taken.iter().map(|task| (task.target.host.clone(), &task.login)).collect();
        match file.keep(&logins, log).await {
            Ok(kept) => {
                for (task, kept) in taken.into_iter().zip(kept) {
                    match kept {
                        Ok(kept) => {
                            let entry = LoginEntry::new(task.target.host, kept, task.login.expires_at);
                            let entry = entry.by_line(task.line.as_deref());
                            log.push(LogLine { level: Level::Verbose, message: entry.told(None) });
                            result.logins.push(entry);
                        }
                        Err(error) => result.fail(task.target.host, error),
                    }
                }
            }
            Err(error) => taken.into_iter().for_each(|task| result.fail(task.target.host, error.clone())),
        }
    }

    /// A task, and whether its registry takes the login.
    async fn asked(&self, task: Task, progress: &Progress) -> (Task, Result<(), Error>) {
        let verdict = match &self.way {
            None => Ok(()),
            Some(way) => {
                let Task { target, login, .. } = &task;
                let said = way.verify(target, &login.username, &login.password).await;
                said.and_then(|verdict| verdict.check(&target.host))
            }
        };
        progress.advance(1);
        (task, verdict)
    }
}
