//! Where a login goes: a bare host, fit to stand among a client's arguments.

use crate::base::error::{Code, Error, invalid};
use crate::base::printable::printable;
use crate::net::proxy::is_loopback;

/// A host, with its port where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What the client is given.
    pub host: String,
    /// Whether it is spoken to without TLS, which only this machine is.
    pub plain_http: bool,
}

impl Target {
    /// The endpoint that the service named.
    ///
    /// # Errors
    /// [`Code::UnsafeEndpoint`] unless it is https and a plain host, or http on this machine.
    pub fn of_endpoint(endpoint: &str) -> Result<Self, Error> {
        of_url(endpoint).ok_or_else(|| {
            let message =
                format!("The service named the endpoint '{}', to which no login is sent.", printable(endpoint));
            Error::new(Code::UnsafeEndpoint, message)
        })
    }

    /// Whether the host is this machine.
    pub fn is_local(&self) -> bool {
        let uri = format!("https://{}", self.host).parse::<http::Uri>();
        uri.is_ok_and(|uri| uri.host().is_some_and(is_loopback))
    }

    /// The host that the user named, also as a URL.
    ///
    /// # Errors
    /// [`Code::InvalidParameter`] for anything else.
    pub fn of_address(address: &str) -> Result<Self, Error> {
        let target = if address.contains("://") { of_url(address) } else { of_url(&format!("https://{address}")) };
        target.ok_or_else(|| {
            // What stands before an @ may be a password.
            let is = if address.contains('@') {
                "has a user name before an @".to_owned()
            } else {
                format!("is '{}'", printable(address))
            };
            invalid(format!("-ServerAddress {is}; it must be a host, such as registry.example.com:5000."))
        })
    }
}

fn of_url(url: &str) -> Option<Target> {
    let parsed: http::Uri = url.parse().ok()?;
    let (host, authority) = (parsed.host()?, parsed.authority()?.as_str());
    let plain = host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
        && authority.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    let plain_http = match parsed.scheme_str()? {
        "https" => false,
        "http" if is_loopback(host) => true,
        _ => return None,
    };
    // The parser drops what follows a #.
    let bare = parsed.path() == "/" && parsed.query().is_none() && !url.contains('#');
    (plain && bare).then(|| Target { host: authority.to_owned(), plain_http })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_hosts_are_logged_in_to() {
        for (url, host, plain_http) in [
            (
                "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com",
                "111122223333.dkr.ecr.eu-west-1.amazonaws.com",
                false,
            ),
            ("https://h:5000/", "h:5000", false),
            ("http://127.0.0.1:5000", "127.0.0.1:5000", true),
            ("http://[::1]:5000", "[::1]:5000", true),
            ("http://localhost", "localhost", true),
        ] {
            assert_eq!(of_url(url), Some(Target { host: host.into(), plain_http }), "{url}");
        }
        for url in [
            "http://evil.example",
            "http://127.0.0.1.evil.example",
            "https://user@host",
            "https://user:pw@host",
            "https://host/path",
            "https://host?q",
            "https://host#f",
            "https://ho\"st",
            "https://ho'st",
            "https://$(id)",
            "https://`id`",
            "https://-host",
            "https://--config=x",
            "https://host\nx",
            "https://host x",
            "https://:5000",
            "ftp://host",
            "host",
            "",
        ] {
            assert_eq!(of_url(url), None, "{url:?}");
        }
    }

    #[test]
    fn an_address_may_be_a_host_or_a_url() {
        for address in ["registry.example.com:5000", "https://registry.example.com:5000"] {
            assert_eq!(Target::of_address(address).unwrap().host, "registry.example.com:5000");
        }
        assert!(Target::of_address("http://localhost:5000").unwrap().plain_http);
        for address in ["AWS:hunter2@h", "https://AWS:hunter2@h", "hunter2@"] {
            let error = Target::of_address(address).unwrap_err();
            assert!(!error.message.contains("hunter2") && error.message.contains("user name"), "{error}");
        }
        for address in ["", "--password-stdin", "host/path", "http://registry.example.com", "a b"] {
            assert_eq!(Target::of_address(address).unwrap_err().code, Code::InvalidParameter, "{address}");
        }
    }
}
