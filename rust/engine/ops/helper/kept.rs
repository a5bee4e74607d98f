//! The logins and failures that are kept on disk, and how long each serves.

use super::clock::now;
use super::failed::Failed;
use crate::base::secret::Secret;
use crate::base::share::Share;
use crate::registry::token::Login;
use serde::{Deserialize, Serialize, Serializer};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The most entries of a kind that are kept.
const MOST: usize = 128;

/// The longest life of a token that is believed, in seconds.
pub const LONGEST_LIFE: i64 = 12 * 60 * 60;

/// How many seconds before its end a login that was handed in is not given any more.
const MARGIN: i64 = 60;

/// How many seconds a clock may be set back without a login falling: clocks are set right all the time.
const TOLERANCE: i64 = 60;

/// The form of the file that this engine writes, and the only one that it reads.
const FORM: u32 = 1;

/// What is kept.
#[derive(Deserialize, Serialize)]
pub struct Kept {
    form: u32,
    logins: Vec<KeptLogin>,
    failures: Vec<Failed>,
}

impl Default for Kept {
    fn default() -> Self {
        Kept { form: FORM, logins: Vec::new(), failures: Vec::new() }
    }
}

/// A login that is kept. Times are seconds since 1970; those of the service are by its clock.
#[derive(Clone, Deserialize, Serialize)]
pub struct KeptLogin {
    /// The registry's host.
    host: String,
    /// Whom it was got as, and how; of one that a client handed in, what the map said of the host then.
    key: String,
    /// The user name.
    pub username: String,
    /// The password.
    #[serde(serialize_with = "exposed")]
    pub password: Secret,
    /// When it came, by this machine's clock.
    since: i64,
    /// When it ends, by the service's clock.
    expires_at: i64,
    /// How many seconds the service's clock is ahead of this machine's.
    offset: i64,
    /// The share of its life for which it serves; none for one that a client handed in, which cannot be had again and serves
    /// whoever asks, as long as the map says the same.
    share: Option<Share>,
}

impl KeptLogin {
    /// A login that the service gave; none where it says no end.
    pub fn got(host: &str, key: &str, login: &Login) -> Option<Self> {
        let since = now();
        Some(KeptLogin {
            host: host.to_owned(),
            key: key.to_owned(),
            username: login.username.clone(),
            password: login.password.clone(),
            since,
            expires_at: login.expires_at? as i64,
            offset: login.served_at.map_or(0, |served| served - since),
            share: Some(Share::drawn()),
        })
    }

    /// A login that a client handed in under what the map says, and when it ends. One that does not say so lives as long as
    /// any token does.
    pub fn handed_in(host: &str, key: &str, username: &str, password: &Secret, expires_at: Option<f64>) -> Self {
        let since = now();
        KeptLogin {
            host: host.to_owned(),
            key: key.to_owned(),
            username: username.to_owned(),
            password: password.clone(),
            since,
            expires_at: expires_at.map_or(since + LONGEST_LIFE, |end| end as i64),
            offset: 0,
            share: None,
        }
    }

    /// When it ends, by this machine's clock.
    pub fn end(&self) -> i64 {
        self.expires_at.saturating_sub(self.offset)
    }

    /// Until when it serves, by this machine's clock.
    pub fn until(&self) -> i64 {
        let life = self.end().saturating_sub(self.since).min(LONGEST_LIFE);
        let serves_for = self.share.map_or(life.saturating_sub(MARGIN), |share| share.of_seconds(life));
        self.since.saturating_add(serves_for)
    }

    /// When a client handed it in, by this machine's clock; none for one that was got.
    pub fn handed_in_at(&self) -> Option<i64> {
        self.is_handed_in().then_some(self.since)
    }

    fn is_handed_in(&self) -> bool {
        self.share.is_none()
    }

    /// Whether it still serves. A clock that was set back far makes it old: nobody knows how long it has been kept.
    pub fn serves(&self) -> bool {
        let now = now();
        self.since.saturating_sub(TOLERANCE) <= now && now < self.until()
    }
}

impl Kept {
    /// Whether this engine can read it.
    pub fn is_readable(&self) -> bool {
        self.form == FORM
    }

    /// The login that serves a host: that of the first of these keys which has one.
    pub fn find(&self, host: &str, keys: &[&str]) -> Option<&KeptLogin> {
        let of =
            |key: &&str| self.logins.iter().find(|login| login.host == host && login.key == *key && login.serves());
        keys.iter().find_map(of)
    }

    /// Whether a failure may come again.
    pub fn has_failures(&self) -> bool {
        self.failures.iter().any(Failed::counts)
    }

    /// The failure that would come again.
    pub fn failure(&self, key: &str) -> Option<&Failed> {
        self.failures.iter().find(|failed| failed.is_of(key) && failed.counts())
    }

    /// Keeps a login in the place of that of the same host and key.
    pub fn keep(&mut self, login: KeptLogin) {
        self.logins.retain(|old| (&old.host, &old.key) != (&login.host, &login.key));
        self.logins.push(login);
    }

    /// Keeps a login that a client handed in, in the place of the host's earlier one, unless it has got it from here.
    pub fn hand_in(&mut self, login: KeptLogin) {
        let is_same = |old: &KeptLogin| {
            old.host == login.host && old.username == login.username && old.password == login.password && old.serves()
        };
        let is_ours = |old: &KeptLogin| is_same(old) && (!old.is_handed_in() || old.key == login.key);
        if !self.logins.iter().any(is_ours) {
            self.logins.retain(|old| old.host != login.host || !old.is_handed_in());
            self.logins.push(login);
        }
    }

    /// Keeps a failure in the place of the key's earlier one.
    pub fn fail(&mut self, failed: Failed) {
        self.failures.retain(|old| !old.is_same(&failed));
        self.failures.push(failed);
    }

    /// Forgets all of a host.
    pub fn erase(&mut self, host: &str) {
        self.logins.retain(|login| login.host != host);
        self.failures.clear();
    }

    /// The user name of each host that a login is kept for.
    pub fn names(&self) -> BTreeMap<String, String> {
        let serving = self.logins.iter().filter(|login| login.serves());
        serving.map(|login| (login.host.clone(), login.username.clone())).collect()
    }

    /// How many logins there are.
    pub fn count(&self) -> usize {
        self.logins.iter().filter(|login| login.serves()).count()
    }

    /// Drops what serves no more, and the oldest of too many.
    pub fn tidy(&mut self) {
        self.logins.retain(KeptLogin::serves);
        self.failures.retain(Failed::counts);
        self.logins.sort_by_key(|login| Reverse(login.since));
        self.logins.truncate(MOST);
        self.failures.truncate(MOST);
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.logins.is_empty() && self.failures.is_empty()
    }
}

fn exposed<S: Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose())
}
