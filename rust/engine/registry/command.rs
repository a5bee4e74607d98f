//! The `docker login` command of a login, one that is safe in every PowerShell whatever the service answered.

use super::parts::{Parts, split_port};
use super::token::Login;
use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use crate::base::secret::Secret;

/// The command line `docker login --username U --password P ENDPOINT`.
///
/// # Errors
/// [`Code::UnsafeCommandValue`] where a value cannot be one argument, or the endpoint is no URL of a host alone.
pub fn docker_login(login: &Login) -> Result<Secret, Error> {
    let refused = |what: &str| {
        let registry = printable(login.registry_id.as_deref().unwrap_or(&login.proxy_endpoint));
        let message =
            format!("The {what} that the service gave for the registry {registry} cannot stand in a command.");
        Error::new(Code::UnsafeCommandValue, message)
    };
    let user = argument(&login.username).ok_or_else(|| refused("user name"))?;
    let password = argument(login.password.expose()).ok_or_else(|| refused("password"))?;
    if !is_url_of_host(&login.proxy_endpoint) {
        return Err(refused("endpoint"));
    }
    let endpoint = &login.proxy_endpoint;
    Ok(Secret::from(format!("docker login --username {} --password {} {endpoint}", user.expose(), password.expose())))
}

/// A value as one argument of a command line that PowerShell parses; none if it cannot be one in every PowerShell.
pub fn argument(value: &str) -> Option<Secret> {
    if is_plain_word(value) {
        return Some(Secret::from(value.to_owned()));
    }
    // Windows PowerShell breaks arguments of programs at quotes, and takes a backslash before one for an escape.
    if value.is_empty() || value == "--%" || value.chars().any(|c| matches!(c, '"' | '\\') || c.is_control()) {
        return None;
    }
    Some(Secret::from(quoted(value)))
}

/// A text in the single quotes of PowerShell.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for c in text.chars() {
        quoted.push(c);
        if is_single_quote(c) {
            quoted.push(c);
        }
    }
    quoted.push('\'');
    quoted
}

/// What stands in a command line without quotes. Not what starts with a digit: a function in place of a program would
/// be given a number, 7 for 007.
fn is_plain_word(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"._:/+=@%-".contains(&b))
}

/// The characters that PowerShell takes for a single quote.
fn is_single_quote(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}'..='\u{201B}')
}

/// Whether a text is http(s)://HOST\[:PORT\] and nothing more.
fn is_url_of_host(text: &str) -> bool {
    let parts = Parts::of(text);
    let (host, port) = split_port(parts.authority);
    let port = port.unwrap_or("443");
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    matches!(parts.scheme, Some("https" | "http"))
        && parts.path.is_empty()
        && ends(host.chars().next())
        && ends(host.chars().last())
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
        && (1..=5).contains(&port.len())
        && port.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &str) -> Option<String> {
        argument(value).map(|secret| secret.expose().to_owned())
    }

    #[test]
    fn words_stand_bare_and_all_else_in_quotes_that_hold() {
        assert_eq!(written("eyJwYXlsb2Fk=+/%:@._-").as_deref(), Some("eyJwYXlsb2Fk=+/%:@._-"));
        assert_eq!(written("007").as_deref(), Some("'007'"));
        assert_eq!(written("-p").as_deref(), Some("'-p'"));
        assert_eq!(written("a b;$(x)`").as_deref(), Some("'a b;$(x)`'"));
        for quote in ['\'', '\u{2018}', '\u{2019}', '\u{201A}', '\u{201B}'] {
            assert_eq!(written(&format!("a{quote}b")), Some(format!("'a{quote}{quote}b'")));
        }
        for value in ["", "--%", "a\"b", "a\\b", "a\nb", "a\u{85}b"] {
            assert_eq!(written(value), None, "{value:?}");
        }
    }

    #[test]
    fn an_endpoint_is_a_url_of_a_host() {
        for url in ["https://111122223333.dkr.ecr.eu-west-1.amazonaws.com", "http://127.0.0.1:5000", "https://h"] {
            assert!(is_url_of_host(url), "{url}");
        }
        for url in
            ["ftp://h", "https://", "https://-h", "https://h/", "https://h:", "https://h:123456", "https://u@h", "h"]
        {
            assert!(!is_url_of_host(url), "{url}");
        }
    }
}
