//! The verbs of the credential helper.

use super::answers::given;
use super::errand::Errand;
use super::explained::text;
use super::kept::KeptLogin;
use super::key;
use super::server::Server;
use super::shelf::Shelf;
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::secret::Secret;
use crate::client::next::{Given, NextStore};
use crate::ops::callers::Callers;
use crate::ops::explain::explain_host;
use crate::ops::mapped::said_of;
use crate::registry::expiry::expiry_of;
use crate::registry::name::{self, Name};
use crate::session::connection::Connection;
use crate::session::map::{Line, Map};
use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

/// Milliseconds to connect in, and for the whole answer of one attempt: a client waits, and shows nothing meanwhile.
const CONNECT_MS: u64 = 10_000;
const READ_MS: u64 = 30_000;

/// How long the next store may take.
const NEXT: Duration = Duration::from_secs(30);

/// Answers what container clients ask a credential helper.
pub struct Helper {
    env: Environment,
    map: Map,
    shelf: Option<Shelf>,
}

/// What is known of a login without asking anybody.
pub enum Look {
    /// It, or that there is none.
    Known(Option<Given>),
    /// Nothing: a service of AWS has to be asked.
    Errand(Box<Errand>),
    /// Nothing: the next store has to be asked.
    Next(Server),
}

/// Whose a server is.
pub(super) enum Whose<'a> {
    /// A host of ours, where nobody logs in.
    Anonymous(&'a str),
    /// A host of ours, and what its login is asked for with.
    Ours(&'a str, Option<String>, Box<Connection>),
    /// Some other's.
    Others,
}

impl Helper {
    /// A helper with these variables as its environment.
    ///
    /// # Errors
    /// What is wrong with the map.
    pub fn new(variables: BTreeMap<String, Secret>) -> Result<Self, Error> {
        let env = Environment::new(variables);
        Ok(Helper { map: Map::read(&env)?, shelf: Shelf::of(&env), env })
    }

    /// Looks for the login of a server.
    ///
    /// # Errors
    /// The failure that asking has just given.
    pub fn look(&self, server: &str) -> Result<Look, Error> {
        let server = Server::of(server);
        match self.whose(&server) {
            Whose::Others => Ok(Look::Next(server)),
            Whose::Anonymous(host) => Ok(Look::Known(self.handed_in(&server, host))),
            Whose::Ours(host, account, connection) => {
                let errand = self.errand(&server, host, account, *connection);
                let known = errand.known()?;
                Ok(known.map_or_else(|| Look::Errand(Box::new(errand)), |given| Look::Known(Some(given))))
            }
        }
    }

    /// The login of a server that has to be asked for; none where there is none.
    ///
    /// # Errors
    /// Why it cannot be had.
    pub async fn get(&self, look: Look) -> Result<Option<Given>, Error> {
        match look {
            Look::Known(given) => Ok(given),
            Look::Errand(errand) => errand.run().await,
            Look::Next(server) => self.next().get(&server.name).await,
        }
    }

    /// Keeps a login that a client hands in: for a host of ours until it ends or the map says otherwise, else in the next
    /// store. False where nothing is to be kept.
    ///
    /// # Errors
    /// Why it is not kept.
    pub async fn store(&self, login: Given) -> Result<bool, Error> {
        let server = Server::of(&login.server);
        let host = match self.whose(&server) {
            Whose::Others => return self.next().store(&login).await.map(|()| true),
            Whose::Anonymous(host) | Whose::Ours(host, ..) => host,
        };
        let Some(shelf) = &self.shelf else { return Ok(false) };
        let end = expiry_of(login.secret.expose());
        let key = key::of_line(self.map.line_of(host));
        let kept = KeptLogin::handed_in(host, &key, &login.username, &login.secret, end);
        if !kept.serves() {
            let message = format!("The login for {host} has ended, so it is not kept.");
            return Err(
                Error::new(Code::LoginNotKept, message).hint("Log in with a new one; check this machine's clock.")
            );
        }
        shelf.change(|all| all.hand_in(kept)).await.map_err(|error| unwritable(&error))?;
        Ok(true)
    }

    /// Forgets the logins of a server. That there is none is fine.
    ///
    /// # Errors
    /// Why they are still there.
    pub async fn erase(&self, server: &str) -> Result<(), Error> {
        let server = Server::of(server);
        let host = match self.whose(&server) {
            Whose::Others => return self.next().erase(&server.name).await,
            Whose::Anonymous(host) | Whose::Ours(host, ..) => host,
        };
        match &self.shelf {
            Some(shelf) if !shelf.read().is_empty() => {
                shelf.change(|kept| kept.erase(host)).await.map_err(|error| unwritable(&error))
            }
            _ => Ok(()),
        }
    }

    /// The user name of every server that a login is kept for, here or in the next store. No service is asked.
    ///
    /// # Errors
    /// Why the next store does not tell.
    pub async fn list(&self) -> Result<BTreeMap<String, String>, Error> {
        let mut names = self.next().list().await?;
        names.extend(self.shelf.iter().flat_map(|shelf| shelf.read().names()));
        Ok(names)
    }

    /// Which line of the map is of a host and what follows from it, in lines for a person to read. Nobody is asked.
    ///
    /// # Errors
    /// What is wrong with the name, the profile or the files.
    pub async fn explain(&self, host: &str) -> Result<String, Error> {
        let explained = explain_host(&self.connection(None, None), host).await?;
        let callers = Callers::of(&[], None, &self.env).await.ok();
        let called = callers.as_ref().map(|callers| callers.ask(&explained.host, &self.env));
        let both = callers.as_ref().zip(called.as_ref());
        let asks = both.is_none_or(|(callers, called)| callers.ask_for_others(explained.is_ours(), called, &self.env));
        let next = asks.then(|| self.next().told());
        Ok(text(&explained, called.as_ref(), next.as_deref()))
    }

    /// The errand for the login of a server's host.
    pub(super) fn errand(
        &self,
        server: &Server,
        host: &str,
        account: Option<String>,
        connection: Connection,
    ) -> Errand {
        Errand::new(&server.name, host, account, connection, self.shelf.clone(), &self.map)
    }

    /// Whose a server is, and what its login is asked for with.
    pub(super) fn whose<'a>(&self, server: &'a Server) -> Whose<'a> {
        let Some(host) = server.host.as_deref() else { return Whose::Others };
        let line = self.map.line_of(host);
        if line.is_some_and(|line| line.anonymous) {
            return Whose::Anonymous(host);
        }
        if let Ok(Name::Host(named)) = name::parse(host) {
            let connection = Connection {
                region: Some(named.region.clone()),
                public: named.is_public(),
                host_endpoint: (named.fips || named.dual_stack).then_some((named.fips, named.dual_stack)),
                ..self.connection(line, named.account.as_deref())
            };
            return Whose::Ours(host, named.account, Box::new(connection));
        }
        match line {
            Some(line) => {
                let connection = self.connection(Some(line), line.account.as_deref());
                Whose::Ours(host, line.account.clone(), Box::new(connection))
            }
            None => Whose::Others,
        }
    }

    /// As whom the map has the registry of an account asked.
    fn connection(&self, line: Option<&Line>, account: Option<&str>) -> Connection {
        let connection = Connection {
            env: self.env.clone(),
            region: line.and_then(|line| line.region.clone()),
            connect_timeout_ms: CONNECT_MS,
            read_timeout_ms: READ_MS,
            ..Connection::default()
        };
        match line {
            Some(line) => connection.with_line(&said_of(line, account)),
            None => connection,
        }
    }

    fn handed_in(&self, server: &Server, host: &str) -> Option<Given> {
        let key = key::of_line(self.map.line_of(host));
        self.shelf.as_ref()?.read().find(host, &[&key]).map(|login| given(&server.name, login))
    }

    fn next(&self) -> NextStore<'_> {
        NextStore::new(self.map.next(), &self.env, NEXT)
    }
}

fn unwritable(error: &io::Error) -> Error {
    Error::new(Code::LoginNotKept, format!("The helper's cache cannot be written: {error}."))
        .hint("Check the folder of caches, or set ECRLOGIN_CACHE=off.")
}
