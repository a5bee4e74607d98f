//! Asks a session for the tokens of registries: as few calls as the service allows, several at once.

use crate::base::epoch::Epoch;
use crate::base::error::{Code, Error};
use crate::base::fingerprint::Fingerprint;
use crate::base::progress::Progress;
use crate::base::secret::Secret;
use crate::message::answer::{Failure, Info};
use crate::registry::id::IDS_PER_CALL;
use crate::registry::kept;
use crate::registry::token::{self, Login};
use crate::service::entry::Entry;
use crate::session::answers::Answers;
use crate::session::connection::Connection;
use crate::session::open::Session;
use futures_util::{StreamExt, stream};
use std::collections::{HashMap, HashSet};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// How many calls of one request run at once. With 50 ms a call, more gain little: the calls then wait for this
/// machine, not for the service.
const PARALLEL_CALLS: usize = 25;

/// ECR's quota of calls for tokens, of an account in a Region: so many a second, and as many at once. Nobody is better off
/// for more: what ECR refuses costs a wait of a second or two each, and whoever else is of the account fails with it.
const CALLS_PER_SECOND: u32 = 500;

/// What a session answered for some registries.
pub struct Asked {
    /// One for each registry, in the order asked.
    pub logins: Vec<Login>,
    /// The calls and entries that failed.
    pub failures: Vec<Failure>,
    /// How many calls were made.
    pub calls: usize,
    /// How many logins had been kept.
    pub kept: usize,
}

impl Asked {
    /// How the answer of the session came about.
    pub fn info(&self, session: &Session, started: std::time::Instant) -> Info {
        Info {
            credentials_source: session.credentials_source.clone(),
            profile: session.profile.clone(),
            region: session.region.clone(),
            endpoint: session.endpoint.clone(),
            calls: self.calls,
            kept: self.kept,
            elapsed_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        }
    }
}

/// Asks as [`ask`] does. Where the service refuses keys that had been kept, they are settled anew, and it is asked once
/// more.
pub async fn ask_anew(
    mut session: Arc<Session>,
    connection: &Connection,
    answers: &Answers,
    ids: &[String],
    use_cache: bool,
    progress: &Progress,
) -> (Arc<Session>, Asked) {
    let mut asked = ask(&session, ids, use_cache, progress).await;
    if let Some(another) = session.another(connection, answers).await {
        let calls = asked.calls;
        asked = ask(&another, ids, use_cache, &Progress::default()).await;
        asked.calls += calls;
        session = another;
    }
    (session, asked)
}

/// Asks for the tokens of registries, in as few calls as the service allows; none is the default registry.
/// With `use_cache`, logins that are kept are not asked for, and those that come are kept.
pub async fn ask(session: &Session, ids: &[String], use_cache: bool, progress: &Progress) -> Asked {
    let (epoch, started) = (Epoch::now(), Instant::now());
    let mut found = Found::default();
    let chunks = if use_cache { found.reuse(session.identity, ids) } else { chunks(ids) };
    let (calls, kept) = (chunks.len(), found.logins.len());
    progress.advance(kept);
    let mut answers = pin!(
        stream::iter(chunks.into_iter().enumerate())
            .map(|(at, chunk)| async move {
                // Even a sleep until now takes a turn of the clock.
                let turn = turn(at);
                if !turn.is_zero() {
                    sleep_until(started + turn).await;
                }
                let answer = session.authorization_data(&chunk).await;
                progress.advance(chunk.len().max(1));
                (chunk, answer)
            })
            .buffered(PARALLEL_CALLS)
    );
    while let Some((chunk, answer)) = answers.next().await {
        found.add(&chunk, answer);
    }
    if use_cache {
        found.keep(session.identity, ids, kept, epoch);
    }
    let (logins, failures) = found.in_order(ids);
    Asked { logins, failures, calls, kept }
}

/// How long after the first call another may start, by how many start before it.
fn turn(before: usize) -> Duration {
    let above = u32::try_from(before).unwrap_or(u32::MAX).saturating_sub(CALLS_PER_SECOND - 1);
    Duration::from_secs(1) / CALLS_PER_SECOND * above
}

/// The logins of registries, if all of them are kept; none is the default registry.
pub fn kept(session: &Session, ids: &[String]) -> Option<Asked> {
    let mut found = Found::default();
    if !found.reuse(session.identity, ids).is_empty() {
        return None;
    }
    let kept = found.logins.len();
    let (logins, failures) = found.in_order(ids);
    Some(Asked { logins, failures, calls: 0, kept })
}

/// The ids of each call; one call without ids for the default registry.
fn chunks(ids: &[String]) -> Vec<Vec<String>> {
    if ids.is_empty() { vec![Vec::new()] } else { ids.chunks(IDS_PER_CALL).map(<[String]>::to_vec).collect() }
}

/// What the calls gave, before it is put in order.
#[derive(Default)]
struct Found {
    logins: Vec<Login>,
    failures: Vec<Failure>,
}

impl Found {
    /// Takes the logins that are kept, and gives the ids of each call for the others.
    fn reuse(&mut self, identity: Fingerprint, ids: &[String]) -> Vec<Vec<String>> {
        let mut missing = ids.to_vec();
        missing.retain(|id| {
            let kept = kept::find(identity, id);
            let is_missing = kept.is_none();
            self.logins.extend(kept);
            is_missing
        });
        if ids.is_empty() {
            self.logins.extend(kept::find(identity, kept::OWN_REGISTRY));
        }
        if self.logins.is_empty() || !missing.is_empty() { chunks(&missing) } else { Vec::new() }
    }

    /// Keeps the logins that came from the service: all but the first ones, which had been `kept`.
    fn keep(&self, identity: Fingerprint, ids: &[String], kept: usize, epoch: Epoch) {
        let fresh = &self.logins[kept..];
        if let ([], [login]) = (ids, fresh) {
            return kept::keep(identity, kept::OWN_REGISTRY, login, epoch);
        }
        let asked: HashSet<&String> = ids.iter().collect();
        for login in fresh {
            if let Some(id) = login.registry_id.as_ref().filter(|id| asked.contains(id)) {
                kept::keep(identity, id, login, epoch);
            }
        }
    }

    fn add(&mut self, asked: &[String], result: Result<Vec<Entry>, Error>) {
        match result {
            Err(error) => self.fail(asked.to_vec(), error),
            Ok(entries) if entries.is_empty() => {
                let error = Error::new(Code::NoAuthorizationData, "The service answered without a single registry.");
                self.fail(asked.to_vec(), error);
            }
            Ok(entries) => self.decode(asked, &entries),
        }
    }

    fn decode(&mut self, asked: &[String], entries: &[Entry]) {
        let mut missing: Vec<&String> = asked.iter().collect();
        for entry in entries {
            let account = entry.proxy_endpoint.as_deref().and_then(token::account_of);
            missing.retain(|id| Some(id.as_str()) != account);
            match token::decode(
                entry.token.as_ref().map(Secret::expose),
                entry.proxy_endpoint.as_deref(),
                entry.expires_at,
            ) {
                Ok(login) => {
                    let (request_id, served_at) = (entry.request_id.clone(), entry.served_at);
                    self.logins.push(Login { request_id, served_at, ..login });
                }
                Err(error) => self.fail(account.map(str::to_owned).into_iter().collect(), error),
            }
        }
        // Endpoints under another name than the account's still answer for the ids that were asked.
        let unnamed =
            entries.iter().filter(|e| e.proxy_endpoint.as_deref().and_then(token::account_of).is_none()).count();
        for id in missing.into_iter().skip(unnamed) {
            let message = format!("The service gave no token for the registry {id}.");
            self.fail(vec![id.clone()], Error::new(Code::MissingRegistry, message));
        }
    }

    fn fail(&mut self, registry_ids: Vec<String>, error: Error) {
        self.failures.push(Failure { registry_ids, error });
    }

    /// Logins and failures by the order of the ids asked for, others after them in the order of the answers.
    fn in_order(mut self, ids: &[String]) -> (Vec<Login>, Vec<Failure>) {
        let place: HashMap<&str, usize> = ids.iter().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
        let place_of = |login: &Login| login.registry_id.as_deref().and_then(|id| place.get(id)).copied();
        let first_of =
            |failure: &Failure| failure.registry_ids.iter().filter_map(|id| place.get(id.as_str())).min().copied();
        self.failures.sort_by_key(|failure| first_of(failure).unwrap_or(usize::MAX));
        self.logins.sort_by_key(|login| place_of(login).unwrap_or(usize::MAX));
        if !ids.is_empty() {
            // An id that was asked for has one login, however often it was answered.
            self.logins.dedup_by(|b, a| place_of(a).is_some() && place_of(a) == place_of(b));
        }
        (self.logins, self.failures)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_calls_start_within_any_time_than_the_service_lets_through() {
        for (before, ms) in [(0, 0), (1, 0), (499, 0), (500, 2), (501, 4), (749, 500), (999, 1000), (1499, 2000)] {
            assert_eq!(turn(before), Duration::from_millis(ms), "{before}");
        }
    }
}
