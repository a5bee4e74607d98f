//! From a request for registries to one login for each.

use crate::base::error::{Code, Error};
use crate::base::log_line::LogLine;
use crate::base::progress::Progress;
use crate::message::answer::{Failure, TokenEntry, Tokens};
use crate::message::request::{Op, Request};
use crate::ops::ask::{self, Asked, ask};
use crate::ops::cli;
use crate::ops::connection::{answers_of, connection_of, unverified};
use crate::ops::padding::padded;
use crate::registry::command::docker_login;
use crate::registry::id::parse_ids;
use crate::registry::token::Login;
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
    log.extend(session.log.iter().cloned());
    let asked = ask(&session, &job.ids, job.use_cache, progress).await;
    Ok(job.tokens(&session, asked))
}

/// The answer to a request whose logins are all kept.
pub fn kept_tokens(request: &mut Request) -> Option<(Tokens, Vec<LogLine>)> {
    if request.op != Op::Tokens || !request.use_cache.unwrap_or_default() || request.debug.unwrap_or_default() {
        return None;
    }
    let (job, mut log) = Job::from(request).ok()?;
    let session = Session::kept(&job.connection)?;
    log.extend(session.log.iter().cloned());
    let asked = ask::kept(&session, &job.ids)?;
    Some((job.tokens(&session, asked), log))
}

/// A request for tokens, looked through.
struct Job {
    started: Instant,
    ids: Vec<String>,
    include_token: bool,
    include_command: bool,
    use_cache: bool,
    connection: Connection,
}

impl Job {
    /// Takes a request's parts out of it, and gives what there is to say of them.
    fn from(request: &mut Request) -> Result<(Self, Vec<LogLine>), Error> {
        let started = Instant::now();
        let connection = connection_of(request)?;
        let mut written = request.registry_ids.take().unwrap_or_default();
        if let Some(input) = request.cli_input_json.take() {
            let listed = cli::registry_ids(&input, &connection)?;
            if written.is_empty() {
                written = listed;
            }
        }
        let ids = parse_ids(&written)?;
        if connection.public && !ids.is_empty() {
            let message = "ECR Public has one registry: -Public takes no -RegistryId.";
            return Err(Error::new(Code::InvalidParameter, message));
        }
        let log = padded(&written).into_iter().chain(connection.skip_certificate_check.then(unverified)).collect();
        let job = Job {
            started,
            ids: ids.into_iter().map(|id| id.id).collect(),
            include_token: request.include_token.unwrap_or_default(),
            include_command: request.include_command.unwrap_or_default(),
            use_cache: request.use_cache.unwrap_or_default(),
            connection,
        };
        Ok((job, log))
    }

    fn tokens(&self, session: &Session, asked: Asked) -> Tokens {
        let info = asked.info(session, self.started);
        let (mut tokens, mut failures) = (Vec::with_capacity(asked.logins.len()), asked.failures);
        for login in asked.logins {
            let registry_ids = login.registry_id.iter().cloned().collect();
            match self.entry(login) {
                Ok(entry) => tokens.push(entry),
                Err(error) => failures.push(Failure { registry_ids, error }),
            }
        }
        Tokens { tokens, failures, info }
    }

    fn entry(&self, login: Login) -> Result<TokenEntry, Error> {
        let command = self.include_command.then(|| docker_login(&login)).transpose()?;
        let token = self.include_token.then(|| login.authorization_token.clone());
        let mut entry = TokenEntry::new(login);
        if let Some(token) = token {
            entry = entry.with_token(token);
        }
        if let Some(command) = command {
            entry = entry.with_command(command);
        }
        Ok(entry)
    }
}
