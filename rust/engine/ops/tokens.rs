//! From a request for registries to one login for each.

use crate::base::error::{Code, Error};
use crate::base::log_line::LogLine;
use crate::base::printable::printable;
use crate::base::progress::Progress;
use crate::message::answer::{Failure, TokenEntry, Tokens};
use crate::message::request::{Op, Request};
use crate::ops::ask;
use crate::ops::cli;
use crate::ops::connection::{answers_of, connection_of, unverified};
use crate::ops::groups::{Group, groups};
use crate::ops::names;
use crate::ops::padding::padded;
use crate::ops::several::{Answered, ask_all, tell};
use crate::registry::command::docker_login;
use crate::registry::id::Written;
use crate::registry::name::{Name, parse, parse_all};
use crate::registry::token::Login;
use crate::session::connection::Connection;
use crate::session::halt::Halt;
use crate::session::open::Session;
use std::collections::HashSet;
use std::time::Instant;

/// Gets the tokens of the registries that a request names.
///
/// # Errors
/// When nothing could be asked; what failed for some registries stands among the failures.
pub async fn tokens(request: &mut Request, log: &mut Vec<LogLine>, progress: &Progress) -> Result<Tokens, Halt> {
    let answers = answers_of(request);
    let (mut job, lines) = Job::from(request)?;
    log.extend(lines);
    let groups = std::mem::take(&mut job.groups);
    progress.plan(groups.iter().map(|group| group.ids.len().max(1)).sum());
    let (mut answered, failures) = ask_all(groups, &answers, job.use_cache, job.started, progress).await?;
    tell(&mut answered, log);
    Ok(job.tokens(answered, failures))
}

/// The answer to a request whose logins are all kept.
pub fn kept_tokens(request: &mut Request) -> Option<(Tokens, Vec<LogLine>)> {
    if request.op != Op::Tokens || !request.use_cache.unwrap_or_default() || request.debug.unwrap_or_default() {
        return None;
    }
    let (mut job, mut log) = Job::from(request).ok()?;
    let mut answered = Vec::new();
    for group in std::mem::take(&mut job.groups) {
        let session = Session::kept(&group.connection)?;
        let asked = ask::kept(&session, &group.ids)?;
        answered.push(Answered::new(session, group, asked, job.started));
    }
    tell(&mut answered, &mut log);
    Some((job.tokens(answered, Vec::new()), log))
}

/// A request for tokens, looked through.
struct Job {
    started: Instant,
    groups: Vec<Group>,
    include_token: bool,
    include_command: bool,
    use_cache: bool,
    /// Of what names no registry.
    bad: Vec<Failure>,
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
        let (written, bad) = apart(names::lines(written, Code::InvalidRegistryId)?)?;
        let names = parse_all(&written)?;
        if connection.public && !names.iter().all(Name::is_public) {
            let message = "ECR Public has one registry: -Public takes no -RegistryId.";
            return Err(Error::new(Code::InvalidParameter, message));
        }
        let log = padded(&written).into_iter().chain(connection.skip_certificate_check.then(unverified)).collect();
        let job = Job {
            started,
            groups: groups_of(connection, names)?,
            include_token: request.include_token.unwrap_or_default(),
            include_command: request.include_command.unwrap_or_default(),
            use_cache: request.use_cache.unwrap_or_default(),
            bad,
        };
        Ok((job, log))
    }

    fn tokens(&self, answered: Vec<Answered>, mut failures: Vec<Failure>) -> Tokens {
        let info = answered.last().expect("groups are asked, or there is an error").info.clone();
        let mut tokens = Vec::new();
        failures.extend(self.bad.iter().cloned());
        for login in in_order(answered, &mut failures) {
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

/// What names registries, and a failure of each other one.
///
/// # Errors
/// [`Code::InvalidRegistryId`] where none names any.
fn apart(written: Vec<Written>) -> Result<(Vec<Written>, Vec<Failure>), Error> {
    let (good, bad): (Vec<_>, Vec<_>) = written.into_iter().partition(|one| parse(&one.text).is_ok());
    if good.is_empty() && !bad.is_empty() {
        return parse_all(&bad).map(|_| (good, Vec::new()));
    }
    let failure = |one: Written| {
        let error = parse_all(std::slice::from_ref(&one)).err()?;
        Some(Failure { registry_ids: vec![printable(&one.text)], error })
    };
    Ok((good, bad.into_iter().filter_map(failure).collect()))
}

/// The groups of names. Accounts alone are asked for as the request says, and need no look at each connection.
fn groups_of(connection: Connection, names: Vec<Name>) -> Result<Vec<Group>, Error> {
    let mut seen = HashSet::new();
    let accounts: Option<Vec<String>> = names.iter().map(Name::account).collect();
    match accounts {
        Some(mut ids) => {
            ids.retain(|id| seen.insert(id.clone()));
            Ok(vec![Group::of_accounts(connection, ids)])
        }
        None => groups(&connection, names, &[]),
    }
}

/// Logins in the order in which their registries were named, each registry's once.
fn in_order(answered: Vec<Answered>, failures: &mut Vec<Failure>) -> Vec<Login> {
    let several = answered.len() > 1;
    let mut placed = Vec::new();
    for Answered { group, asked, .. } in answered {
        failures.extend(asked.failures);
        placed.extend(asked.logins.into_iter().map(|login| (if several { group.place_of(&login) } else { 0 }, login)));
    }
    if several {
        let mut seen = HashSet::new();
        placed.sort_by_key(|(place, _)| *place);
        placed.retain(|(_, login)| seen.insert(login.proxy_endpoint.clone()));
    }
    placed.into_iter().map(|(_, login)| login).collect()
}
