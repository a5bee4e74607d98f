//! Logins kept for later calls of the same identity, for those who ask for it.

use crate::base::epoch::Epoch;
use crate::base::fingerprint::Fingerprint;
use crate::base::lock::lock;
use crate::registry::token::Login;
use once_cell::sync::Lazy;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The most logins that are kept.
const MAX_LOGINS: usize = 4096;

/// The longest life of a token that is believed.
const LONGEST_LIFE: Duration = Duration::from_secs(12 * 60 * 60);

/// In place of an id: the registry of a caller that names none.
pub const OWN_REGISTRY: &str = "";

struct Kept {
    login: Login,
    since: SystemTime,
    until: SystemTime,
}

type Logins = HashMap<(Fingerprint, String), Kept>;

static LOGINS: Lazy<Mutex<Logins>> = Lazy::new(Mutex::default);

/// The login of a registry, if one is kept that has not lived half of its life.
pub fn find(identity: Fingerprint, id: &str) -> Option<Login> {
    let kept = logins();
    let found = kept.get(&(identity, id.to_owned()))?;
    is_young(found).then(|| found.login.clone())
}

/// Keeps a login for half of its life, unless the epoch of its call is over; one without an end is not kept.
pub fn keep(identity: Fingerprint, id: &str, login: &Login, epoch: Epoch) {
    let since = SystemTime::now();
    let end = login.expires_at.and_then(|end| Duration::try_from_secs_f64(end).ok());
    let end = end.and_then(|end| UNIX_EPOCH.checked_add(end));
    let Some(life) = end.and_then(|end| end.duration_since(since).ok()) else { return };
    let mut kept = logins();
    if !epoch.lasts() {
        return;
    }
    if kept.len() >= MAX_LOGINS {
        kept.retain(|_, login| is_young(login));
    }
    if kept.len() < MAX_LOGINS {
        let until = since + life.min(LONGEST_LIFE) / 2;
        kept.insert((identity, id.to_owned()), Kept { login: login.clone(), since, until });
    }
}

/// Forgets every login, and says how many there were.
pub fn clear() -> usize {
    std::mem::take(&mut *logins()).len()
}

/// A clock that was set back makes a login old: nobody knows how long it has been kept.
fn is_young(kept: &Kept) -> bool {
    let now = SystemTime::now();
    kept.since <= now && now < kept.until
}

fn logins() -> MutexGuard<'static, Logins> {
    lock(&LOGINS)
}
