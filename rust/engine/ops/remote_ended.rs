//! What came of a client that another machine ran.

use crate::base::error::{Error, invalid};
use crate::base::log_line::{Level, LogLine};
use crate::client::remote_ending::RemoteEnding;
use crate::message::answer::{Failure, LoginEntry, Logins};
use crate::message::request::Request;

/// The login or the failure that a run on another machine came to.
///
/// # Errors
/// [`crate::base::error::Code::InvalidParameter`] for a request without a run.
pub fn remote_ended(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Logins, Error> {
    let ending: RemoteEnding = request.ended.take().ok_or_else(|| invalid("There is no run to judge."))?;
    let (registry, expires_at, line) = (ending.registry.clone(), ending.expires_at, ending.map_line.clone());
    let mut result = Logins::default();
    match ending.judge() {
        Ok((kept, said)) => {
            log.extend(said.map(|message| LogLine { level: Level::Verbose, message }));
            result.logins.push(LoginEntry::new(registry, kept, expires_at).by_line(line.as_deref()));
        }
        Err(error) => result.failures.push(Failure { registry_ids: vec![registry], error }),
    }
    Ok(result)
}
