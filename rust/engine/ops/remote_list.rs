//! The logins that are on other machines: where each has to look, and what its files hold.

use crate::base::error::{Code, Error, invalid};
use crate::base::log_line::LogLine;
use crate::base::printable::printable;
use crate::client::remote_place::{RemoteFile, RemotePlace, remote_places};
use crate::client::shelf::Shelf;
use crate::client::sought::Stores;
use crate::message::answer::{Failure, ListedEntry, Listing};
use crate::message::request::Request;
use crate::ops::connection::connection_of;
use crate::ops::disconnect::{Registry, registry};
use crate::ops::groups::texts_of;
use crate::ops::logins::sought;
use crate::ops::names::{self, Names};
use std::time::SystemTime;

/// Where every machine has to look.
///
/// # Errors
/// For a name that is none, or for stores, which cannot be asked from here.
pub fn places(request: &mut Request) -> Result<Vec<RemotePlace>, Error> {
    if request.include_store.unwrap_or_default() {
        return Err(invalid("-IncludeStore asks the stores of this machine, and -Session names others."));
    }
    names_of(request)?;
    Ok(remote_places(request.tool, request.config_path.as_deref()))
}

/// The logins in a file of a machine.
///
/// # Errors
/// For a name that is none, or a request without a file.
pub async fn held(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Listing, Error> {
    let file = request.file.take().ok_or_else(|| invalid("There is no file to look at."))?;
    let Names { good, .. } = names_of(request)?;
    let sought = sought(good, Stores::Named);
    let connection = connection_of(request)?;
    let mut listing = Listing { logins: Vec::new(), failures: Vec::new() };
    let text = file.text.as_ref().map_or("", |text| text.expose());
    let shelf = match &file.trouble {
        Some(why) => {
            Err(Error::new(Code::ClientConfigInvalid, format!("{} {}.", printable(&file.path), printable(why))))
        }
        None => Shelf::of_text(file.tool, &file.path, text, &connection.env),
    };
    match shelf {
        Ok(shelf) => {
            let (logins, errors) = shelf.list(&sought, log).await;
            let now = SystemTime::now();
            listing.logins.extend(logins.into_iter().map(|login| ListedEntry::new(login, now)));
            listing.failures.extend(errors.into_iter().map(|error| failure(&file, error)));
        }
        Err(error) => listing.failures.push(failure(&file, error)),
    }
    Ok(listing)
}

fn names_of(request: &mut Request) -> Result<Names<Registry>, Error> {
    let written = names::lines(request.registry_ids.take().unwrap_or_default(), Code::InvalidRegistryName)?;
    names::read(&texts_of(written), registry)
}

fn failure(file: &RemoteFile, mut error: Error) -> Failure {
    error.message = format!("{}: {}", printable(&file.machine), error.message);
    Failure::of_all(error)
}
