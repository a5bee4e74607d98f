//! The job: from a request for registries to one login for each.

use crate::calls::Answer;
use crate::connect::connect;
use crate::connection::{Answers, Connection};
use crate::credentials::Halt;
use crate::disconnect::disconnect;
use crate::epoch::Epoch;
use crate::error::{Code, Error};
use crate::fingerprint::Fingerprint;
use crate::kept;
use crate::log::Collector;
use crate::partitions;
use crate::private::Entry;
use crate::profiles::Profiles;
use crate::registry::{self, IDS_PER_CALL, RegistryId};
use crate::request::{Op, Request};
use crate::response::{Failure, Level, LogLine, Outcome, Payload, TokenEntry, Tokens, write};
use crate::secret::Secret;
use crate::session::{self, Session};
use crate::token::{self, Login};
use futures_util::{StreamExt, stream};
use std::collections::{HashMap, HashSet};
use std::pin::pin;
use std::time::Instant;
use tracing::instrument::WithSubscriber;

/// How many calls of one request run at once.
const PARALLEL_CALLS: usize = 10;

/// Answers a request.
pub async fn answer(mut request: Request) -> Answer {
    let mut log = Vec::new();
    let outcome = match run(&mut request, &mut log).await {
        Ok(payload) => Outcome::Ok(payload),
        Err(Halt::Failed(error)) => Outcome::Error(error),
        Err(Halt::Needs(needs)) => Outcome::Needs(needs),
    };
    write(&outcome, &log)
}

/// The answer to a request whose logins are all kept, by whichever thread asks: to wake ours takes ten times as long.
pub fn kept_answer(request: &Request) -> Option<Answer> {
    if request.op != Op::Tokens || !request.use_cache.unwrap_or_default() || request.debug.unwrap_or_default() {
        return None;
    }
    let (job, log) = Job::from(&mut request.clone()).ok()?;
    let session = Session::kept(&job.connection)?;
    let mut found = Found::default();
    found.reuse(session.identity, &job.ids).is_empty().then(|| {
        let kept = found.logins.len();
        let (logins, failures) = found.in_order(&job.ids);
        let tokens = job.tokens(&session, Asked { logins, failures, calls: 0, kept });
        write(&Outcome::Ok(Payload::Tokens(tokens)), &log)
    })
}

async fn run(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Payload, Halt> {
    if !request.debug.unwrap_or_default() {
        return perform(request, log).await;
    }
    let collector = Collector::default();
    let payload = perform(request, log).with_subscriber(collector.clone()).await;
    log.extend(collector.take());
    payload
}

async fn perform(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Payload, Halt> {
    match request.op {
        Op::Tokens => tokens(request, log).await.map(Payload::Tokens),
        Op::Connect => connect(request, log).await.map(Payload::Logins),
        Op::Disconnect => disconnect(request).await.map(Payload::Logins),
        Op::Profiles => {
            let connection = Connection::from(request)?;
            let location = connection.profile_location.as_deref();
            let profiles = Profiles::load(&connection.env, connection.cwd.as_deref(), location).await?;
            Ok(Payload::Profiles { profiles: profiles.names() })
        }
        Op::ClearCache => Ok(Payload::Cleared(session::clear())),
        Op::Regions => Ok(Payload::Regions { regions: partitions::regions() }),
    }
}

async fn tokens(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Tokens, Halt> {
    let answers = Answers::from(request);
    let (job, lines) = Job::from(request)?;
    log.extend(lines);
    let session = Session::open(&job.connection, &answers).await?;
    let asked = ask(&session, &job.ids, job.use_cache).await;
    Ok(job.tokens(&session, asked))
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
        let ids = registry::parse_ids(&request.registry_ids.take().unwrap_or_default())?;
        let connection = Connection::from(request)?;
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
        let info = session.info(&asked, self.started);
        let tokens = asked.logins.into_iter().map(|login| TokenEntry::new(login, self.include_token)).collect();
        Tokens { tokens, failures: asked.failures, info }
    }
}

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

/// Asks for the tokens of registries, in as few calls as the service allows; none is the default registry.
/// With `use_cache`, logins that are kept are not asked for, and those that come are kept.
pub async fn ask(session: &Session, ids: &[String], use_cache: bool) -> Asked {
    let epoch = Epoch::now();
    let mut found = Found::default();
    let chunks = if use_cache { found.reuse(session.identity, ids) } else { chunks(ids) };
    let (calls, kept) = (chunks.len(), found.logins.len());
    let mut answers = pin!(
        stream::iter(chunks)
            .map(|chunk| async {
                let answer = session.authorization_data(&chunk).await;
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

/// The ids of each call; one call without ids for the default registry.
fn chunks(ids: &[String]) -> Vec<Vec<String>> {
    if ids.is_empty() { vec![Vec::new()] } else { ids.chunks(IDS_PER_CALL).map(<[String]>::to_vec).collect() }
}

/// The warning of a request that verifies no certificate.
pub fn unverified() -> LogLine {
    let message = "TLS certificates are not verified: anyone on the way can read and change what is sent.";
    LogLine { level: Level::Warning, message: message.to_owned() }
}

fn padded(id: &RegistryId) -> LogLine {
    let message = format!("Registry id {}: leading zeros were put back; quote ids to keep them.", id.id);
    LogLine { level: Level::Verbose, message }
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
                Ok(login) => self.logins.push(login),
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

    /// Logins by the order of the ids asked for, others after them in the order of the answers.
    fn in_order(mut self, ids: &[String]) -> (Vec<Login>, Vec<Failure>) {
        let place: HashMap<&str, usize> = ids.iter().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
        let place_of = |login: &Login| login.registry_id.as_deref().and_then(|id| place.get(id)).copied();
        self.logins.sort_by_key(|login| place_of(login).unwrap_or(usize::MAX));
        if !ids.is_empty() {
            // An id that was asked for has one login, however often it was answered.
            self.logins.dedup_by(|b, a| place_of(a).is_some() && place_of(a) == place_of(b));
        }
        (self.logins, self.failures)
    }
}
