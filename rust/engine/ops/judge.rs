//! Whether one login is still good.

use crate::base::error::Error;
use crate::client::listed::{Listed, Standing};
use crate::client::next::Given;
use crate::client::shelf::Shelf;
use crate::registry::expiry::expiry_of;
use crate::registry::target::Target;
use crate::service::verify::{Verdict, Way};
use std::time::{SystemTime, UNIX_EPOCH};

/// Who judges logins.
pub struct Judge<'a> {
    shelf: &'a Shelf<'a>,
    /// None where no registry is asked.
    way: Option<&'a Way>,
    now: f64,
    /// How many seconds a login must last yet.
    life: f64,
}

/// Whether a login is good, and why.
pub struct Judgement {
    pub good: bool,
    pub why: String,
}

impl<'a> Judge<'a> {
    /// One that looks at the clock now.
    pub fn new(shelf: &'a Shelf<'a>, way: Option<&'a Way>, life_ms: u64) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64());
        let life = std::time::Duration::from_millis(life_ms).as_secs_f64();
        Judge { shelf, way, now, life }
    }

    /// The judgement of a login.
    ///
    /// # Errors
    /// What a helper said, or what happened on the way to the registry.
    pub async fn of(&self, login: &Listed) -> Result<Judgement, Error> {
        match (login.status, &login.given) {
            (Standing::Until(end), _) if end - self.now < self.life => Ok(bad(self.ends(end))),
            (Standing::Until(end), None) => Ok(good(self.ends(end))),
            (Standing::Until(end), Some(held)) => self.ask(login, held, good(self.ends(end))).await,
            (Standing::Helper, _) => self.of_helper(login).await,
            (Standing::Unknown, Some(held)) if self.way.is_some() => self.ask(login, held, good(String::new())).await,
            (Standing::Unknown, _) => Ok(bad("nobody knows how long the login lasts".to_owned())),
        }
    }

    async fn of_helper(&self, login: &Listed) -> Result<Judgement, Error> {
        let name = login.store.as_deref().unwrap_or_default();
        let helper = format!("the helper docker-credential-{name}");
        if self.way.is_none() {
            let there = self.shelf.has_helper(&login.registry);
            let why = if there { "makes a login when one is needed" } else { "is not on PATH" };
            return Ok(Judgement { good: there, why: format!("{helper} {why}") });
        }
        let Some(held) = self.shelf.make(&login.registry).await? else {
            return Ok(bad(format!("{helper} gives no login")));
        };
        match expiry_of(held.secret.expose()) {
            Some(end) if end - self.now < self.life => Ok(bad(self.ends(end))),
            _ => self.ask(login, &held, good(String::new())).await,
        }
    }

    /// What the registry says, where it is to be asked; what is known otherwise.
    async fn ask(&self, login: &Listed, given: &Given, known: Judgement) -> Result<Judgement, Error> {
        let Some(way) = self.way else { return Ok(known) };
        let host = login.registry.split('/').next().unwrap_or_default();
        let target = Target { host: host.to_owned(), plain_http: false };
        Ok(match way.verify(&target, &given.username, &given.secret).await? {
            Verdict::Taken => good("the registry takes the login".to_owned()),
            Verdict::Refused(status) => bad(format!("the registry answers the login with {status}")),
        })
    }

    fn ends(&self, end: f64) -> String {
        let minutes = ((end - self.now) / 60.0).floor();
        if minutes < 0.0 { "the login has ended".to_owned() } else { format!("the login lasts {minutes} minutes yet") }
    }
}

fn good(why: String) -> Judgement {
    Judgement { good: true, why }
}

fn bad(why: String) -> Judgement {
    Judgement { good: false, why }
}
