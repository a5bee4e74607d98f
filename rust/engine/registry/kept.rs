//! Logins kept for later calls of the same identity, for those who ask for it.

use crate::base::epoch::Epoch;
use crate::base::fingerprint::Fingerprint;
use crate::base::lock::lock;
use crate::base::share::Share;
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

/// The login of a registry, if one is kept that has not lived its share of its life, half of it at most.
pub fn find(identity: Fingerprint, id: &str) -> Option<Login> {
    let kept = logins();
    let found = kept.get(&(identity, id.to_owned()))?;
    is_young(found).then(|| found.login.clone())
}

/// Keeps a login for its share of its life, unless the epoch of its call is over; one without an end is not kept.
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
        let until = since + Share::drawn().of(life.min(LONGEST_LIFE));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fingerprint;
    use crate::registry::token::decode;

    #[test]
    fn logins_that_came_at_one_moment_do_not_end_at_one_moment() {
        let now = SystemTime::now();
        let end = (now + LONGEST_LIFE).duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
        let login = decode(Some("QVdTOnB3"), Some("https://registry.example"), Some(end)).unwrap();
        let identity = fingerprint::of(&"logins that came at one moment");
        let ids = (0..16).map(|id| (identity, id.to_string()));
        ids.clone().for_each(|(identity, id)| keep(identity, &id, &login, Epoch::now()));
        let kept = logins();
        let lives: Vec<u64> = ids.map(|id| kept[&id].until.duration_since(now).unwrap().as_secs()).collect();
        assert!(lives.iter().max().unwrap() - lives.iter().min().unwrap() > 300, "{lives:?}");
    }
}
