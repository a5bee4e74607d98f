//! From a request for registries to one login for each.

use crate::base::error::{Code, Error};
use crate::base::log_line::{Level, LogLine};
use crate::base::progress::Progress;
use crate::message::answer::{TokenEntry, Tokens};
use crate::message::request::{Op, Request};
use crate::ops::ask::{self, Asked, ask};
use crate::ops::connection::{answers_of, connection_of, unverified};
use crate::registry::id::{RegistryId, parse_ids};
use crate::session::connection::Connection;
use crate::session::halt::Halt;
use crate::session::open::Session;
use std::time::Instant;

/// Gets the tokens of the registries that a request names.
///
/// # Errors
/// When nothing could be asked; what failed for some registries stands among the failures.
pub async fn tokens(request: &mut Request, log: &mut Vec<LogLine>, progress: &Progress) -> Result<Tokens, Halt> {
    let answers = answers_of(request);
    let (job, lines) = Job::from(request)?;
    log.extend(lines);
    progress.plan(job.ids.len().max(1));
    let session = Session::open(&job.connection, &answers).await?;
    let asked = ask(&session, &job.ids, job.use_cache, progress).await;
    Ok(job.tokens(&session, asked))
}

/// The answer to a request whose logins are all kept.
pub fn kept_tokens(request: &mut Request) -> Option<(Tokens, Vec<LogLine>)> {
    if request.op != Op::Tokens || !request.use_cache.unwrap_or_default() || request.debug.unwrap_or_default() {
        return None;
    }
    let (job, log) = Job::from(request).ok()?;
    let session = Session::kept(&job.connection)?;
    let asked = ask::kept(&session, &job.ids)?;
    Some((job.tokens(&session, asked), log))
}

/// A request for tokens, looked through.
struct Job {
    started: Instant,
    ids: Vec<String>,
    include_token: bool,
    use_cache: bool,
    connection: Connection,
}

impl Job {
    /// Takes a request's parts out of it, and gives what there is to say of them.
    fn from(request: &mut Request) -> Result<(Self, Vec<LogLine>), Error> {
        let started = Instant::now();
        let ids = parse_ids(&request.registry_ids.take().unwrap_or_default())?;
        let connection = connection_of(request)?;
        if connection.public && !ids.is_empty() {
            let message = "ECR Public has one registry: -Public takes no -RegistryId.";
            return Err(Error::new(Code::InvalidParameter, message));
        }
        let padded = ids.iter().filter(|id| id.padded).map(padded);
        let log = padded.chain(connection.skip_certificate_check.then(unverified)).collect();
        let job = Job {
            started,
            ids: ids.into_iter().map(|id| id.id).collect(),
            include_token: request.include_token.unwrap_or_default(),
            use_cache: request.use_cache.unwrap_or_default(),
            connection,
        };
        Ok((job, log))
    }

    fn tokens(&self, session: &Session, asked: Asked) -> Tokens {
        let info = asked.info(session, self.started);
        let tokens = asked.logins.into_iter().map(|login| TokenEntry::new(login, self.include_token)).collect();
        Tokens { tokens, failures: asked.failures, info }
    }
}

fn padded(id: &RegistryId) -> LogLine {
    let message = format!("Registry id {}: leading zeros were put back; quote ids to keep them.", id.id);
    LogLine { level: Level::Verbose, message }
}
