//! URLs that a user wrote.

use crate::base::error::{Error, invalid};
use crate::base::printable::printable;

/// An http or https URL with a host.
///
/// # Errors
/// [`Code::InvalidParameter`] for anything else.
pub fn checked_url(url: String) -> Result<String, Error> {
    // A password may hold a slash that lacks its percent code: then what is before the @ reads as a host and a path.
    if url.contains('@') {
        return Err(invalid("The endpoint holds a user name or password; an endpoint is http(s)://HOST[:PORT]."));
    }
    let parsed = url.parse::<http::Uri>().ok();
    let usable = parsed.is_some_and(|u| matches!(u.scheme_str(), Some("http" | "https")) && u.host().is_some());
    if usable {
        Ok(url)
    } else {
        Err(invalid(format!("The endpoint '{}' is not an http or https URL.", printable(&url))))
    }
}
