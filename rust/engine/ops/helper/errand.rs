//! A login that has to be asked for.

use super::answers::{error_of, given, login_of};
use super::failed::Failed;
use super::kept::{Kept, KeptLogin};
use super::key;
use super::shelf::Shelf;
use crate::base::error::{Code, Error};
use crate::base::progress::Progress;
use crate::client::next::Given;
use crate::ops::ask::ask_anew;
use crate::registry::token::Login;
use crate::session::answers::Answers;
use crate::session::connection::Connection;
use crate::session::map::{Line, Map};
use crate::session::open::Session;
use std::path::PathBuf;

/// The login that is kept for a host of which a line of the map may be.
pub fn kept_login(
    connection: &Connection,
    host: &str,
    account: Option<&str>,
    line: Option<&Line>,
) -> Option<KeptLogin> {
    let keys = [key::of_line(line), key::of_login(connection, account)];
    Shelf::of(&connection.env)?.read().find(host, &keys.each_ref().map(String::as_str)).cloned()
}

/// A login that was asked for or kept.
pub struct Got {
    /// It.
    pub given: Given,
    /// When it ends, by this machine's clock, where it says so.
    pub ends_at: Option<i64>,
}

/// The login of one registry, as somebody who is settled.
#[derive(Clone, Debug)]
pub struct Errand {
    /// As the client named the registry.
    server: String,
    host: String,
    account: Option<String>,
    connection: Connection,
    shelf: Option<Shelf>,
    map: Vec<PathBuf>,
    key: String,
    /// What a login that a client handed in has for a key.
    handed_in: String,
}

impl Errand {
    /// The errand for a host's account.
    pub fn new(
        server: &str,
        host: &str,
        account: Option<String>,
        connection: Connection,
        shelf: Option<Shelf>,
        map: &Map,
    ) -> Self {
        let key = key::of_login(&connection, account.as_deref());
        let handed_in = key::of_line(map.line_of(host));
        let (server, host, map) = (server.to_owned(), host.to_owned(), map.files().to_vec());
        Errand { server, host, account, connection, shelf, map, key, handed_in }
    }

    /// The kept login; none where it has to be asked for.
    ///
    /// # Errors
    /// The failure that asking would give again.
    pub fn known(&self) -> Result<Option<Given>, Error> {
        match &self.shelf {
            Some(shelf) => self.or_none(self.known_of(&shelf.read())).map(|got| got.map(|got| got.given)),
            None => Ok(None),
        }
    }

    /// Asks, and keeps what comes. Of several processes with the same errand one asks, and the others take what it got.
    /// None where nobody can log in and anybody may pull.
    ///
    /// # Errors
    /// Why there is no login.
    pub async fn run(&self) -> Result<Option<Given>, Error> {
        self.fetch().await.map(|got| got.map(|got| got.given))
    }

    /// The same, with the end of what was got or is kept.
    ///
    /// # Errors
    /// Why there is no login.
    pub async fn fetch(&self) -> Result<Option<Got>, Error> {
        self.or_none(self.fetched().await.map(Some))
    }

    /// Of a registry that is open to all, that there are no credentials is no error: clients pull without a login.
    fn or_none(&self, got: Result<Option<Got>, Error>) -> Result<Option<Got>, Error> {
        match got {
            Err(error) if self.connection.public && error.code == Code::NoCredentials => Ok(None),
            got => got,
        }
    }

    async fn fetched(&self) -> Result<Got, Error> {
        let Some(shelf) = &self.shelf else { return self.ask().await.map(|login| self.got(&login)) };
        let _turn = shelf.turn(&self.key).await;
        if let Some(got) = self.known_of(&shelf.read())? {
            return Ok(got);
        }
        // What changes while the service is asked makes a failure old.
        let failure_key = self.failure_key();
        let asked = self.ask().await;
        // Who cannot write there asks again next time.
        let _ = shelf
            .change(|kept| match &asked {
                Ok(login) => {
                    if let Some(login) = KeptLogin::got(&self.host, &self.key, login) {
                        kept.keep(login);
                    }
                }
                Err(error) => kept.fail(Failed::of(&failure_key, error)),
            })
            .await;
        asked.map(|login| self.got(&login))
    }

    fn known_of(&self, kept: &Kept) -> Result<Option<Got>, Error> {
        // What somebody handed in is the machine's; a pod's service account answers for itself.
        let login = match self.connection.service_account {
            Some(_) => kept.find(&self.host, &[&self.key]),
            None => kept.find(&self.host, &[&self.handed_in, &self.key]),
        };
        if let Some(login) = login {
            return Ok(Some(Got { given: given(&self.server, login), ends_at: Some(login.end()) }));
        }
        if kept.has_failures()
            && let Some(failed) = kept.failure(&self.failure_key())
        {
            return Err(failed.error());
        }
        Ok(None)
    }

    fn failure_key(&self) -> String {
        key::of_failure(&self.key, &self.map, &self.connection.env)
    }

    async fn ask(&self) -> Result<Login, Error> {
        let answers = Answers::default();
        // Boxed: the future of a session is a large one.
        let session = Box::pin(Session::open(&self.connection, &answers)).await.map_err(error_of)?;
        let ids: Vec<String> = self.account.iter().cloned().collect();
        let (_, asked) =
            Box::pin(ask_anew(session, &self.connection, &answers, &ids, false, &Progress::default())).await;
        login_of(asked, self.account.as_deref(), &self.host)
    }

    fn got(&self, login: &Login) -> Got {
        let given =
            Given { server: self.server.clone(), username: login.username.clone(), secret: login.password.clone() };
        Got { given, ends_at: KeptLogin::got(&self.host, &self.key, login).map(|kept| kept.end()) }
    }
}
