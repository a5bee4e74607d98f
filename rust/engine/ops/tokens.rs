//! From a request for registries to one login for each.

use crate::base::error::{Code, Error};
use crate::base::log_line::LogLine;
use crate::base::progress::Progress;
use crate::message::answer::{Failure, TokenEntry, Tokens};
use crate::message::request::{Op, Request};
use crate::ops::ask;
use crate::ops::cli;
use crate::ops::connection::{answers_of, connection_of, unverified};
use crate::ops::groups::{Group, groups};
use crate::ops::mapped::Mapped;
use crate::ops::names;
use crate::ops::padding::padded;
use crate::ops::several::{Answered, Unasked, ask_all, info_of, tell};
use crate::registry::command::docker_login;
use crate::registry::id::Written;
use crate::registry::name::{Name, parse_all};
use crate::registry::token::Login;
use crate::session::connection::Connection;
use crate::session::halt::Halt;
use crate::session::open::Session;
use futures_util::FutureExt;
use std::collections::HashSet;
use std::time::Instant;

/// Gets the tokens of the registries that a request names.
///
/// # Errors
/// When nothing could be asked; what failed for some registries stands among the failures.
pub async fn tokens(request: &mut Request, log: &mut Vec<LogLine>, progress: &Progress) -> Result<Tokens, Halt> {
    let answers = answers_of(request);
    let (mut job, lines) = Job::from(request).await?;
    log.extend(lines);
    let groups = std::mem::take(&mut job.groups);
    progress.plan(groups.iter().map(|group| group.ids.len().max(1)).sum());
    let (mut answered, unasked) = ask_all(groups, &answers, job.use_cache, job.started, progress).await?;
    tell(&mut answered, log);
    Ok(job.tokens(answered, unasked))
}

/// The answer to a request whose logins are all kept.
pub fn kept_tokens(request: &mut Request) -> Option<(Tokens, Vec<LogLine>)> {
    if request.op != Op::Tokens || !request.use_cache.unwrap_or_default() || request.debug.unwrap_or_default() {
        return None;
    }
    // Only instance metadata keeps it waiting, and then there is something to ask.
    let (mut job, mut log) = Job::from(request).now_or_never()?.ok()?;
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
    async fn from(request: &mut Request) -> Result<(Self, Vec<LogLine>), Error> {
        let started = Instant::now();
        let connection = connection_of(request)?;
        let mut written = request.registry_ids.take().unwrap_or_default();
        if let Some(input) = request.cli_input_json.take() {
            let listed = cli::registry_ids(&input, &connection)?;
            if written.is_empty() {
                written = listed;
            }
        }
        let written = names::lines(written, Code::InvalidRegistryId)?;
        let mut mapped =
            Mapped::of(&connection, &written.iter().map(|one| one.text.as_str()).collect::<Vec<_>>()).await?;
        let (written, bad) = apart(written, &mapped)?;
        let names = parse_all(&written, |text| mapped.parse(text))?;
        if connection.public && !names.iter().all(Name::is_public) {
            let message = "ECR Public has one registry: -Public takes no -RegistryId.";
            return Err(Error::new(Code::InvalidParameter, message));
        }
        let mut log: Vec<_> =
            padded(&written).into_iter().chain(connection.skip_certificate_check.then(unverified)).collect();
        let groups = groups_of(connection, names, &mut mapped).await?;
        log.extend(mapped.told().chain(groups.iter().filter_map(Group::told)));
        let job = Job {
            started,
            groups,
            include_token: request.include_token.unwrap_or_default(),
            include_command: request.include_command.unwrap_or_default(),
            use_cache: request.use_cache.unwrap_or_default(),
            bad,
        };
        Ok((job, log))
    }

    fn tokens(&self, mut answered: Vec<Answered>, unasked: Vec<Unasked>) -> Tokens {
        // What goes to no client is as the API has it.
        if self.include_command {
            for Answered { group, asked, .. } in &mut answered {
                asked.logins.iter_mut().for_each(|login| group.name_as_asked(login));
            }
        }
        let info = info_of(&answered);
        let (logins, mut failures) = in_order(answered, unasked);
        failures.extend(self.bad.iter().cloned());
        let mut tokens = Vec::with_capacity(logins.len());
        for login in logins {
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
fn apart(written: Vec<Written>, mapped: &Mapped) -> Result<(Vec<Written>, Vec<Failure>), Error> {
    let parse = |text: &str| mapped.parse(text);
    let (good, bad): (Vec<_>, Vec<_>) = written.into_iter().partition(|one| parse(&one.text).is_ok());
    if good.is_empty() && !bad.is_empty() {
        return parse_all(&bad, parse).map(|_| (good, Vec::new()));
    }
    let failure = |one: Written| {
        let error = parse_all(std::slice::from_ref(&one), parse).err()?;
        Some(Failure { registry_ids: vec![names::told(&one.text)], error })
    };
    Ok((good, bad.into_iter().filter_map(failure).collect()))
}

/// The groups of names. Accounts alone, of which no map says anything, are asked for as the request says, and need
/// no look at each connection.
async fn groups_of(connection: Connection, names: Vec<Name>, mapped: &mut Mapped) -> Result<Vec<Group>, Error> {
    if !mapped.is_empty() || !names.iter().all(|name| matches!(name, Name::Account(_))) {
        return groups(&connection, names, &[], mapped).await;
    }
    let mut seen = HashSet::with_capacity(names.len());
    let accounts = names.into_iter().filter_map(Name::into_account);
    let ids = accounts.filter(|id| seen.insert(id.clone())).collect();
    Ok(vec![Group::of_accounts(connection, ids)])
}

/// Logins and failures in the order in which their registries were named, each registry's login once. One group's are
/// in order.
fn in_order(mut answered: Vec<Answered>, unasked: Vec<Unasked>) -> (Vec<Login>, Vec<Failure>) {
    if let ([_], []) = (&answered[..], &unasked[..]) {
        return answered.pop().map(|one| (one.asked.logins, one.asked.failures)).unwrap_or_default();
    }
    let (mut logins, mut failures) = (Vec::new(), unasked);
    for Answered { group, asked, .. } in answered {
        logins.extend(asked.logins.into_iter().map(|login| (group.place_of(login.registry_id.as_ref()), login)));
        let first = |failure: &Failure| failure.registry_ids.iter().map(|id| group.place_of(Some(id))).min();
        let placed = asked.failures.into_iter().map(|failure| (first(&failure).unwrap_or(group.place()), failure));
        failures.extend(placed);
    }
    logins.sort_by_key(|(place, _)| *place);
    failures.sort_by_key(|(place, _)| *place);
    let mut seen = HashSet::new();
    logins.retain(|(_, login)| seen.insert(login.proxy_endpoint.clone()));
    (logins.into_iter().map(|(_, login)| login).collect(), failures.into_iter().map(|(_, failure)| failure).collect())
}
