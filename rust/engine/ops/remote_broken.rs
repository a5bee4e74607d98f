//! What came of a run that another machine did not bring to its end.

use crate::base::error::{Error, invalid};
use crate::message::answer::{Failure, Logins};
use crate::message::request::Request;

/// The failure of all that was not heard of.
///
/// # Errors
/// [`crate::base::error::Code::InvalidParameter`] for a request without a run.
pub fn remote_broken(request: &mut Request) -> Result<Logins, Error> {
    let broken = request.broken.take().ok_or_else(|| invalid("There is no run to judge."))?;
    let error = broken.error();
    Ok(Logins { failures: vec![Failure { registry_ids: broken.registries, error }], ..Logins::default() })
}
