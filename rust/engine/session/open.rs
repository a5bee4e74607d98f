//! Everything settled for one connection: credentials, region, client. Kept for the next call.

use crate::base::epoch::Epoch;
use crate::base::error::{Code, Error};
use crate::base::fingerprint::{self, Fingerprint};
use crate::base::lock::lock;
use crate::base::log_line::LogLine;
use crate::base::recent::Recent;
use crate::base::secret::Secret;
use crate::base::stamp::Stamp;
use crate::net::proxy::Proxies;
use crate::service::endpoint::{self, Api};
use crate::service::entry::Entry;
use crate::service::private::Ecr;
use crate::service::public::EcrPublic;
use crate::session::answers::Answers;
use crate::session::connection::Connection;
use crate::session::credentials::{self, Context, Signer, is_refusal};
use crate::session::halt::Halt;
use crate::session::region::region;
use crate::session::settings::Settings;
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use once_cell::sync::Lazy;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

/// The most sessions that are kept.
const MAX_SESSIONS: usize = 64;

/// Credentials this close to their end are not used for a new call.
const EXPIRY_MARGIN: Duration = Duration::from_secs(60);

/// A client with its settled credentials.
pub struct Session {
    client: Client,
    /// What its logins are kept by: who signs, and where and over which way the service is asked.
    pub identity: Fingerprint,
    /// Where the credentials came from, in words.
    pub credentials_source: String,
    /// The profile in force, where there is one.
    pub profile: Option<String>,
    /// The region that is asked.
    pub region: String,
    /// The endpoint that is asked.
    pub endpoint: Option<String>,
    /// What there is to say of the files it came from.
    pub log: Vec<LogLine>,
    fips: bool,
    files: Vec<Stamp>,
    expires: Option<SystemTime>,
    signer: Option<Signer>,
    /// Whether the service refused the credentials, of which their source may have better ones by now, or the time, which
    /// a new client learns anew.
    refused: AtomicBool,
    /// Whether the credentials were good before: they have given tokens, or are of a role's session that had been kept.
    served: AtomicBool,
}

enum Client {
    Private(Ecr),
    Public(EcrPublic),
}

static SESSIONS: Lazy<Mutex<Recent<Fingerprint, Arc<Session>>>> = Lazy::new(|| Mutex::new(Recent::new(MAX_SESSIONS)));

impl Session {
    /// The session of a connection: a kept one, unless a file changed or its credentials run out; else a new one.
    ///
    /// # Errors
    /// What settling region and credentials gives. Failures are not kept.
    pub async fn open(connection: &Connection, answers: &Answers) -> Result<Arc<Session>, Halt> {
        let key = fingerprint::of(connection);
        if let Some(session) = usable(&key) {
            return Ok(session);
        }
        let epoch = Epoch::now();
        let session = Arc::new(Session::settle(connection, answers).await?);
        let mut sessions = sessions();
        if epoch.lasts() {
            sessions.insert(key, Arc::clone(&session));
        }
        Ok(session)
    }

    /// The session that an earlier call of the same connection left, if it can still be used.
    pub fn kept(connection: &Connection) -> Option<Arc<Session>> {
        usable(&fingerprint::of(connection))
    }

    async fn settle(connection: &Connection, answers: &Answers) -> Result<Session, Halt> {
        let settings = Settings::read(connection).await?;
        let region = region(connection, &settings).await?;
        let has_kept = AtomicBool::new(false);
        let context = Context { connection, settings: &settings, region: &region, answers, has_kept };
        // Boxed: futures within futures this deep are more than the compiler lays out in one.
        let credentials = if connection.unsigned { None } else { Some(Box::pin(credentials::settle(&context)).await?) };
        let mut loader = settings.loader(&connection.env).region(region.clone());
        loader = match &credentials {
            Some(found) => loader.credentials_provider(SharedCredentialsProvider::new(found.keys.clone())),
            None => loader.no_credentials(),
        };
        let sdk = loader.load().await;
        let api = if connection.public { Api::Public } else { Api::Private };
        let endpoint = endpoint::settle(&sdk, api, connection.endpoint_url.as_deref(), connection.host_endpoint)?;
        let signer = credentials.as_ref().map(|found| &found.keys);
        let shown = shown(signer, &settings.way.proxies);
        let client = match api {
            Api::Private => Client::Private(Ecr::new(&sdk, &endpoint, signer.is_some(), shown)),
            Api::Public => Client::Public(EcrPublic::new(&sdk, &endpoint, signer.is_some(), shown)),
        };
        let url = match api {
            Api::Private => Ecr::url(&sdk, &endpoint).await,
            Api::Public => EcrPublic::url(&sdk, &endpoint).await,
        };
        let secrets = signer.map(|keys| (keys.access_key_id(), keys.secret_access_key(), keys.session_token()));
        Ok(Session {
            client,
            identity: fingerprint::of(&(secrets, region.as_ref(), &url, connection.public, &settings.way)),
            signer: signer.map(|keys| Signer::of(keys, &context)),
            fips: endpoint.fips,
            endpoint: url,
            served: context.has_kept,
            region: region.to_string(),
            expires: credentials.as_ref().and_then(|found| found.keys.expiry()),
            credentials_source: credentials
                .map_or_else(|| "none, requests are unsigned".to_owned(), |found| found.source),
            profile: profile_of(&settings),
            log: settings.log.clone(),
            files: settings.into_stamps(),
            refused: AtomicBool::new(false),
        })
    }

    /// Another session of the same connection, where the service has refused credentials that were good before: their
    /// source may have better ones, or this machine's clock was set.
    pub async fn another(&self, connection: &Connection, answers: &Answers) -> Option<Arc<Session>> {
        let are_spent = self.refused.load(Ordering::Relaxed) && self.served.load(Ordering::Relaxed);
        if are_spent { Session::open(connection, answers).await.ok() } else { None }
    }

    /// One call for at most 10 ids, none for the caller's default registry.
    ///
    /// # Errors
    /// What the service or the way to it gave.
    pub async fn authorization_data(&self, ids: &[String]) -> Result<Vec<Entry>, Error> {
        let answer = match &self.client {
            Client::Private(client) => client.authorization_data(ids).await,
            Client::Public(client) => client.authorization_data().await,
        };
        self.served.fetch_or(answer.is_ok(), Ordering::Relaxed);
        answer.map_err(|error| self.explain(error))
    }

    fn explain(&self, error: Error) -> Error {
        let refused = self.signer.filter(|_| is_refusal(&error));
        refused.inspect(|signer| signer.refuse());
        if refused.is_some() || error.code == Code::ClockSkew {
            self.refused.store(true, Ordering::Relaxed);
        }
        match error.code {
            Code::DnsFailed if self.fips => {
                error.hint("ECR has FIPS endpoints in a few regions of the US only; leave FIPS off elsewhere.")
            }
            _ => error,
        }
    }

    fn is_usable(&self) -> bool {
        let lasts = self.expires.is_none_or(|end| SystemTime::now() + EXPIRY_MARGIN < end);
        lasts && !self.refused.load(Ordering::Relaxed) && self.files.iter().all(Stamp::is_current)
    }
}

/// The profile in force, if there is one of that name.
pub fn profile_of(settings: &Settings) -> Option<String> {
    let is_there = settings.store.is_some() || settings.profiles.get(&settings.profile).is_some();
    is_there.then(|| settings.profile_name().to_owned())
}

/// Forgets every session, and says how many there were.
pub fn forget() -> usize {
    sessions().take().len()
}

fn usable(key: &Fingerprint) -> Option<Arc<Session>> {
    sessions().get(key, |session| session.is_usable())
}

/// The secrets that a service or a proxy may repeat.
fn shown(signer: Option<&Credentials>, proxies: &Proxies) -> Vec<Secret> {
    let keys = signer.into_iter().flat_map(|keys| [Some(keys.secret_access_key()), keys.session_token()]);
    let keys = keys.flatten().map(|text| Secret::from(text.to_owned()));
    keys.chain(proxies.secrets()).collect()
}

fn sessions() -> std::sync::MutexGuard<'static, Recent<Fingerprint, Arc<Session>>> {
    lock(&SESSIONS)
}
