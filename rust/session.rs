//! Everything settled for one connection: credentials, region, client. Kept for the next call.

use crate::config::{Settings, checked_region};
use crate::connection::{Answers, Connection};
use crate::credentials::{self, Context, Halt};
use crate::endpoint::{self, Api};
use crate::environment::Environment;
use crate::epoch::Epoch;
use crate::error::{Code, Error};
use crate::fingerprint::{self, Fingerprint};
use crate::http::Http;
use crate::kept;
use crate::lock::lock;
use crate::login::Asked;
use crate::panics;
use crate::private::{Ecr, Entry};
use crate::profiles::Stamp;
use crate::public::EcrPublic;
use crate::recent::Recent;
use crate::response::{Cleared, Info};
use crate::secret::wipe_stack;
use aws_config::Region;
use aws_credential_types::provider::SharedCredentialsProvider;
use once_cell::sync::Lazy;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

/// The most sessions that are kept.
const MAX_SESSIONS: usize = 64;

/// Credentials this close to their end are not used for a new call.
const EXPIRY_MARGIN: Duration = Duration::from_secs(60);

/// A client with its settled credentials.
pub struct Session {
    client: Client,
    /// What its logins are kept by: who signs, and where and over which way the service is asked.
    pub identity: Fingerprint,
    fips: bool,
    credentials_source: String,
    profile: Option<String>,
    region: String,
    endpoint: Option<String>,
    files: Vec<Stamp>,
    expires: Option<SystemTime>,
    /// Whether the service refused the credentials: a source may have better ones for the next call.
    refused: AtomicBool,
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
        let context = Context { connection, settings: &settings, region: &region, answers };
        let credentials = if connection.unsigned { None } else { Some(credentials::settle(&context).await?) };
        let mut loader = settings.loader(&connection.env).region(region.clone());
        loader = match &credentials {
            Some(found) => loader.credentials_provider(SharedCredentialsProvider::new(found.keys.clone())),
            None => loader.no_credentials(),
        };
        let sdk = loader.load().await;
        let api = if connection.public { Api::Public } else { Api::Private };
        let endpoint = endpoint::settle(&sdk, api, connection.endpoint_url.as_deref(), connection.host_endpoint)?;
        let signed = credentials.is_some();
        let client = match api {
            Api::Private => Client::Private(Ecr::new(&sdk, &endpoint, signed)),
            Api::Public => Client::Public(EcrPublic::new(&sdk, &endpoint, signed)),
        };
        let url = match api {
            Api::Private => Ecr::url(&sdk, &endpoint).await,
            Api::Public => EcrPublic::url(&sdk, &endpoint).await,
        };
        let signer = credentials.as_ref().map(|found| &found.keys);
        let secrets = signer.map(|keys| (keys.access_key_id(), keys.secret_access_key(), keys.session_token()));
        Ok(Session {
            client,
            identity: fingerprint::of(&(secrets, region.as_ref(), &url, connection.public, &settings.way)),
            fips: endpoint.fips,
            endpoint: url,
            region: region.to_string(),
            expires: credentials.as_ref().and_then(|found| found.keys.expiry()),
            credentials_source: credentials
                .map_or_else(|| "none, requests are unsigned".to_owned(), |found| found.source),
            profile: settings.profiles.get(&settings.profile).map(|_| settings.profile.clone()),
            files: settings.into_stamps(),
            refused: AtomicBool::new(false),
        })
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
        answer.map_err(|error| self.explain(error))
    }

    /// How an answer of this session came about.
    pub fn info(&self, asked: &Asked, started: Instant) -> Info {
        Info {
            credentials_source: self.credentials_source.clone(),
            profile: self.profile.clone(),
            region: self.region.clone(),
            endpoint: self.endpoint.clone(),
            calls: asked.calls,
            kept: asked.kept,
            elapsed_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        }
    }

    fn explain(&self, error: Error) -> Error {
        match error.code {
            Code::ExpiredToken | Code::UnrecognizedClient | Code::InvalidSignature => {
                self.refused.store(true, Ordering::Relaxed);
                credentials::forget_role_sessions();
                error
            }
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

/// Forgets everything that is kept for later calls: logins, sessions with their keys, and idle connections.
pub fn clear() -> Cleared {
    Epoch::end();
    credentials::forget_role_sessions();
    Http::close_idle();
    let cleared = Cleared { tokens: kept::clear(), sessions: sessions().take().len() };
    wipe_stack();
    cleared
}

fn usable(key: &Fingerprint) -> Option<Arc<Session>> {
    sessions().get(key, |session| session.is_usable())
}

fn sessions() -> std::sync::MutexGuard<'static, Recent<Fingerprint, Arc<Session>>> {
    lock(&SESSIONS)
}

/// The region of a connection, without asking for credentials.
///
/// # Errors
/// [`Code::NoRegion`], [`Code::InvalidRegion`], or what is wrong with the files.
pub async fn region_of(connection: &Connection) -> Result<String, Error> {
    let settings = Settings::read(connection).await?;
    Ok(region(connection, &settings).await?.to_string())
}

/// The region that is settled, else the one that instance metadata tells.
async fn region(connection: &Connection, settings: &Settings) -> Result<Region, Error> {
    if let Some(region) = settings.region(connection)? {
        return Ok(region);
    }
    let env = settings.metadata_env(&connection.env);
    let served = if is_elsewhere(&env) { None } else { region_of_instance(settings, &env).await };
    let Some(name) = served.as_ref().map(AsRef::as_ref).or(connection.fallback_region.as_deref()) else {
        let message = format!(
            "No region is set: not by -Region, AWS_REGION, AWS_DEFAULT_REGION, the profile '{}' or instance metadata.",
            settings.profile
        );
        return Err(Error::new(Code::NoRegion, message));
    };
    checked_region(name)
}

async fn region_of_instance(settings: &Settings, env: &Environment) -> Option<Region> {
    // The SDK panics at metadata that cannot stand in its next request.
    panics::caught(settings.loader(env).no_credentials().load()).await?.region().cloned()
}

/// Whether the firmware says that this is no EC2 instance, where asking for metadata would only cost a second.
/// An endpoint that is configured is always asked.
fn is_elsewhere(env: &Environment) -> bool {
    if env.get("AWS_EC2_METADATA_SERVICE_ENDPOINT").is_some() {
        return false;
    }
    let vendor = std::fs::read_to_string("/sys/class/dmi/id/sys_vendor").unwrap_or_default();
    !vendor.trim().is_empty() && !vendor.contains("Amazon") && !vendor.contains("Xen")
}
