//! Everything settled for one connection: credentials, region, client. Kept for the next call.

use crate::config::{Connection, Settings};
use crate::credentials;
use crate::error::{Code, Error};
use crate::private::Ecr;
use crate::profiles::Stamp;
use crate::recent::Recent;
use aws_config::Region;
use aws_credential_types::provider::SharedCredentialsProvider;
use once_cell::sync::Lazy;
use sha2::{Digest, Sha256};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// The most sessions that are kept.
const MAX_SESSIONS: usize = 64;

/// Credentials this close to their end are not used for a new call.
const EXPIRY_MARGIN: Duration = Duration::from_secs(60);

/// A client with its settled credentials.
pub struct Session {
    /// The client.
    pub ecr: Ecr,
    /// Where the credentials came from, in words.
    pub credentials_source: String,
    /// The profile in force, where one has been used.
    pub profile: Option<String>,
    /// The region that is asked.
    pub region: String,
    /// The endpoint, where it is not the region's own.
    pub endpoint: Option<String>,
    files: Vec<Stamp>,
    expires: Option<SystemTime>,
}

static SESSIONS: Lazy<Mutex<Recent<[u8; 32], Arc<Session>>>> = Lazy::new(|| Mutex::new(Recent::new(MAX_SESSIONS)));

impl Session {
    /// The session of a connection: a kept one, unless a file changed or its credentials run out; else a new one.
    ///
    /// # Errors
    /// What settling region and credentials gives. Failures are not kept.
    pub async fn open(connection: &Connection) -> Result<Arc<Session>, Error> {
        let key = fingerprint(connection);
        let kept = sessions().get(&key, |session| session.is_usable());
        if let Some(session) = kept {
            return Ok(session);
        }
        let session = Arc::new(Session::settle(connection).await?);
        sessions().insert(key, Arc::clone(&session));
        Ok(session)
    }

    async fn settle(connection: &Connection) -> Result<Session, Error> {
        let settings = Settings::read(connection).await?;
        let region = region(connection, &settings).await?;
        let credentials = credentials::settle(connection, &settings, &region).await?;
        let mut loader = settings
            .loader(&connection.env)
            .region(region.clone())
            .credentials_provider(SharedCredentialsProvider::new(credentials.keys.clone()));
        if let Some(url) = &connection.endpoint_url {
            loader = loader.endpoint_url(url);
        }
        let sdk = loader.load().await;
        Ok(Session {
            endpoint: sdk.endpoint_url().map(str::to_owned),
            ecr: Ecr::new(&sdk),
            region: region.to_string(),
            credentials_source: credentials.source,
            profile: credentials.profile,
            expires: credentials.keys.expiry(),
            files: settings.profiles.stamps,
        })
    }

    fn is_usable(&self) -> bool {
        let lasts = self.expires.is_none_or(|end| SystemTime::now() + EXPIRY_MARGIN < end);
        lasts && self.files.iter().all(Stamp::is_current)
    }
}

fn sessions() -> std::sync::MutexGuard<'static, Recent<[u8; 32], Arc<Session>>> {
    SESSIONS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The region that is settled, else the one that instance metadata tells.
async fn region(connection: &Connection, settings: &Settings) -> Result<Region, Error> {
    if let Some(region) = settings.region(connection)? {
        return Ok(region);
    }
    let sdk = settings.loader(&connection.env).no_credentials().load().await;
    sdk.region().cloned().ok_or_else(|| {
        let message = format!(
            "No region is set: not by -Region, AWS_REGION, AWS_DEFAULT_REGION, the profile '{}' or instance metadata.",
            settings.profile
        );
        Error::new(Code::NoRegion, message)
    })
}

/// A connection's hash, secrets included, so that the cache itself holds none.
fn fingerprint(connection: &Connection) -> [u8; 32] {
    struct Sha(Sha256);
    impl Hasher for Sha {
        fn write(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }
        fn finish(&self) -> u64 {
            unreachable!("the whole digest is taken instead")
        }
    }
    let mut sha = Sha(Sha256::new());
    connection.hash(&mut sha);
    sha.0.finalize().into()
}
