//! The one store that serves the registries that are not ours, whatever it is made of.

use super::address::{Address, nearest};
use super::choice::Next;
use super::clients;
use super::given::Given;
use super::helper::{Helper, Named};
use super::own_file::OwnFile;
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use crate::base::shown::shown;
use std::collections::BTreeMap;
use std::time::Duration;

/// What serves the registries that are not ours.
pub struct NextStore<'a> {
    keeper: Keeper,
    own: Option<OwnFile>,
    env: &'a Environment,
}

/// Who keeps what is handed in.
enum Keeper {
    File,
    Helper(Helper),
    /// A helper that would be ourselves, told to complete "because ...": what is in files is still given.
    Ourselves(String),
    /// A helper that is not there.
    Missing(Error),
    None,
}

impl<'a> NextStore<'a> {
    /// The store that the map names. Each call of a helper, and each wait for a lock, may take so long.
    pub fn new(next: &Next, env: &'a Environment, limit: Duration) -> Self {
        let keeper = match next.settled(env) {
            Next::None => Keeper::None,
            Next::Helper(name) => match Named::of(&name, env, limit) {
                Named::Other(helper) => Keeper::Helper(helper),
                Named::Ourselves(why) => Keeper::Ourselves(why),
                Named::Missing(error) => Keeper::Missing(error),
            },
            Next::Auto | Next::File => Keeper::File,
        };
        NextStore { keeper, own: OwnFile::of(env, limit), env }
    }

    /// The login for a server: the helper's, else one of our own file, else one that a client has in its file.
    ///
    /// # Errors
    /// Why the helper, or our file, gives none.
    pub async fn get(&self, server: &str) -> Result<Option<Given>, Error> {
        if Address::of(server).is_none() {
            return Ok(None);
        }
        let asked = match &self.keeper {
            Keeper::None => return Ok(None),
            Keeper::Helper(helper) => helper.get(server).await,
            Keeper::Missing(error) => Err(error.clone()),
            Keeper::File | Keeper::Ourselves(_) => Ok(None),
        };
        if let Ok(Some(given)) = asked {
            return Ok(Some(given));
        }
        match self.in_files(server)? {
            Some(given) => Ok(Some(given)),
            None => asked,
        }
    }

    fn in_files(&self, server: &str) -> Result<Option<Given>, Error> {
        let own = self.own.as_ref().map_or(Ok(None), |own| own.get(server))?;
        let of_clients = || {
            clients::logins(self.env).find_map(|mut logins| {
                let key = nearest(logins.keys(), server)?.to_owned();
                logins.remove(&key)
            })
        };
        let user = own.or_else(of_clients);
        Ok(user.map(|(username, secret)| Given { server: server.to_owned(), username, secret }))
    }

    /// Keeps a login. What the credential manager of Windows cannot keep goes into our own file.
    ///
    /// # Errors
    /// Why it is not kept.
    pub async fn store(&self, given: &Given) -> Result<(), Error> {
        if Address::of(&given.server).is_none() {
            let message = format!("'{}' is no registry that a login could be kept for.", printable(&given.server));
            return Err(Error::new(Code::CredentialStoreFailed, message).hint("Name a registry by its host."));
        }
        match &self.keeper {
            Keeper::File => self.own()?.put(given).await,
            Keeper::Helper(helper) => match helper.store(given).await {
                Ok(()) => self.take_out(&given.server).await,
                Err(not_kept) if not_kept.is_of_windows => {
                    self.own()?.put(given).await?;
                    // An older login there would come before; without a session nothing comes from there.
                    let _ = helper.erase(&given.server).await;
                    Ok(())
                }
                Err(not_kept) => Err(not_kept.error),
            },
            Keeper::Missing(error) => Err(error.clone()),
            Keeper::Ourselves(why) => Err(nobody(&given.server, why)),
            Keeper::None => Err(nobody(&given.server, "its 'next' is none")),
        }
    }

    /// Takes a server's login out; that there is none is fine. Those of clients' own files are theirs to take out.
    ///
    /// # Errors
    /// Why it may still be there.
    pub async fn erase(&self, server: &str) -> Result<(), Error> {
        if Address::of(server).is_none() {
            return Ok(());
        }
        match &self.keeper {
            Keeper::None => return Ok(()),
            Keeper::Missing(error) => {
                self.take_out(server).await?;
                return Err(error.clone());
            }
            Keeper::Helper(helper) => helper.erase(server).await?,
            Keeper::File | Keeper::Ourselves(_) => {}
        }
        self.take_out(server).await
    }

    /// The user of each login that can be had here, by the server's address.
    ///
    /// # Errors
    /// Why helper or file do not tell.
    pub async fn list(&self) -> Result<BTreeMap<String, String>, Error> {
        let of_helper = match &self.keeper {
            Keeper::None => return Ok(BTreeMap::new()),
            Keeper::Helper(helper) => helper.users().await?,
            Keeper::Missing(error) => return Err(error.clone()),
            Keeper::File | Keeper::Ourselves(_) => BTreeMap::new(),
        };
        let of_clients =
            clients::logins(self.env).flat_map(|logins| logins.into_iter().map(|(key, (user, _))| (key, user)));
        // The first that gives a login stands last here.
        let mut users: BTreeMap<String, String> = of_clients.collect::<Vec<_>>().into_iter().rev().collect();
        users.extend(self.own.as_ref().map_or(Ok(BTreeMap::new()), OwnFile::users)?);
        users.extend(of_helper);
        Ok(users)
    }

    /// Why nobody keeps anything: the helper that is named is not there.
    pub fn missing(&self) -> Option<&Error> {
        match &self.keeper {
            Keeper::Missing(error) => Some(error),
            _ => None,
        }
    }

    /// What it is, for a person to read.
    pub fn told(&self) -> String {
        match &self.keeper {
            Keeper::File => match &self.own {
                Some(own) => format!("the file {}", shown(own.path())),
                None => "a file of our own, but no home directory is known".to_owned(),
            },
            Keeper::Helper(helper) => format!("the helper '{}'", printable(helper.name())),
            Keeper::Ourselves(why) => format!("nothing: {why}"),
            Keeper::Missing(error) => format!("nothing: {}", error.message),
            Keeper::None => "nothing".to_owned(),
        }
    }

    fn own(&self) -> Result<&OwnFile, Error> {
        self.own.as_ref().ok_or_else(|| {
            Error::new(Code::CredentialStoreFailed, "No home directory is known to keep a login in.")
                .hint("Set HOME, or on Windows USERPROFILE.")
        })
    }

    async fn take_out(&self, server: &str) -> Result<(), Error> {
        match &self.own {
            Some(own) => own.take_out(server).await,
            None => Ok(()),
        }
    }
}

fn nobody(server: &str, why: &str) -> Error {
    let message = format!("docker-credential-ecrlogin keeps no login for {}: {why}.", printable(server));
    Error::new(Code::CredentialStoreFailed, message)
        .hint("Name 'file' or another helper as 'next' in ~/.ecrlogin/registries.json.")
}
