//! From an entry of the service's answer to a user name and a password.

use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use crate::base::secret::Secret;
use crate::registry::id::is_account_id;
use crate::registry::parts::Parts;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::ops::RangeInclusive;
use zeroize::Zeroizing;

/// The seconds since 1970 that calendars of callers know: the years 1 to 9999.
pub const CALENDAR: RangeInclusive<f64> = -62_135_596_800.0..=253_402_300_799.0;

/// What one entry of `authorizationData` amounts to.
#[derive(Clone, Debug)]
pub struct Login {
    /// The account the endpoint's host names, where it names one.
    pub registry_id: Option<String>,
    /// The part of the token before its first `:`.
    pub username: String,
    /// All that follows the first `:`, untouched.
    pub password: Secret,
    /// `https://host` of the registry.
    pub proxy_endpoint: String,
    /// When the token expires, in seconds since 1970 with their fraction; none beyond the years 1 to 9999.
    pub expires_at: Option<f64>,
    /// The id of the call that gave it, where the service names one.
    pub request_id: Option<String>,
    /// When that call was answered by the service's clock, in seconds since 1970.
    pub served_at: Option<i64>,
    /// The token as the service gave it (base64).
    pub authorization_token: Secret,
}

/// Decodes one entry. The token is base64 of `user:password`; the password may hold further colons.
///
/// # Errors
/// [`Code::MissingToken`], [`Code::MissingEndpoint`] or [`Code::InvalidToken`], naming the registry where it is known.
pub fn decode(token: Option<&str>, proxy_endpoint: Option<&str>, expires_at: Option<f64>) -> Result<Login, Error> {
    let endpoint = proxy_endpoint.filter(|e| !e.is_empty());
    let whose = endpoint.map_or("an unnamed registry".to_owned(), printable);
    let Some(token) = token.filter(|t| !t.is_empty()) else {
        return Err(Error::new(Code::MissingToken, format!("The service gave no token for {whose}.")));
    };
    let Some(endpoint) = endpoint else {
        return Err(Error::new(
            Code::MissingEndpoint,
            "The service gave a token without the endpoint of its registry.",
        ));
    };
    let invalid = |what: &str| Error::new(Code::InvalidToken, format!("The service's token for {whose} {what}."));
    let bytes = Zeroizing::new(STANDARD.decode(token).map_err(|_| invalid("is not base64"))?);
    let text = std::str::from_utf8(&bytes).map_err(|_| invalid("does not decode to UTF-8"))?;
    let (username, password) = text.split_once(':').ok_or_else(|| invalid("does not decode to 'user:password'"))?;
    Ok(Login {
        registry_id: account_of(endpoint).map(str::to_owned),
        username: username.to_owned(),
        password: Secret::from(password.to_owned()),
        proxy_endpoint: endpoint.to_owned(),
        expires_at: expires_at.filter(|seconds| CALENDAR.contains(seconds)),
        request_id: None,
        served_at: None,
        authorization_token: Secret::from(token.to_owned()),
    })
}

/// The account id that starts the host of an endpoint, if one does.
pub fn account_of(endpoint: &str) -> Option<&str> {
    let (label, _) = Parts::of(endpoint).authority.split_once('.')?;
    is_account_id(label).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_of(token: Option<&str>, endpoint: Option<&str>) -> Code {
        decode(token, endpoint, None).unwrap_err().code
    }

    #[test]
    fn splits_once_at_the_first_colon() {
        let token = STANDARD.encode("AWS:a:b:=");
        let login =
            decode(Some(&token), Some("https://012345678901.dkr.ecr.eu-west-1.amazonaws.com"), Some(1.5)).unwrap();
        assert_eq!((login.username.as_str(), login.password.expose()), ("AWS", "a:b:="));
        assert_eq!(login.registry_id.as_deref(), Some("012345678901"));
        assert_eq!(login.expires_at, Some(1.5));
    }

    #[test]
    fn an_end_beyond_the_calendar_is_none() {
        let token = STANDARD.encode("AWS:pw");
        let end = |seconds| decode(Some(&token), Some("https://h"), Some(seconds)).unwrap().expires_at;
        assert_eq!((end(253_402_300_800.0), end(-62_135_596_801.0), end(0.0)), (None, None, Some(0.0)));
    }

    #[test]
    fn says_what_an_entry_lacks() {
        let good = STANDARD.encode("AWS:pw");
        assert_eq!(code_of(None, Some("https://h")), Code::MissingToken);
        assert_eq!(code_of(Some(""), Some("https://h")), Code::MissingToken);
        assert_eq!(code_of(Some(&good), None), Code::MissingEndpoint);
        assert_eq!(code_of(Some("%%%"), Some("https://h")), Code::InvalidToken);
        assert_eq!(code_of(Some(&STANDARD.encode("no colon")), Some("https://h")), Code::InvalidToken);
        assert_eq!(code_of(Some(&STANDARD.encode([0xff, b':', b'x'])), Some("https://h")), Code::InvalidToken);
    }

    #[test]
    fn an_error_does_not_repeat_the_token() {
        let error = decode(Some(&STANDARD.encode("hunter2")), Some("https://h"), None).unwrap_err();
        assert!(!error.message.contains("hunter2"), "{error}");
    }
}
