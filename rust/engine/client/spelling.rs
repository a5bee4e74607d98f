//! The keys under which a registry's login may stand: clients have written them in several ways.

use crate::registry::parts::{HTTP, Parts, without_usual_port};

/// What docker cut off a key after its host, in its time.
const PATHS: &[&str] = &["", "/", "/v1", "/v1/", "/v2", "/v2/"];

/// Whether a key is one of a host: with or without scheme, path of the API, port of https, or capitals. A key with another
/// path and no scheme is podman's, for a repository of the host.
pub fn is_of(key: &str, host: &str) -> bool {
    let key = key.trim().to_ascii_lowercase();
    take_apart(&key).is_some_and(|(of, path)| path.is_empty() && of.eq_ignore_ascii_case(without_usual_port(host)))
}

/// Whether a key is how clients of today write a host.
pub fn is_usual(key: &str, host: &str) -> bool {
    key == host || without_usual_port(key) == host
}

/// The host that a key is of, in small letters: the name that a login stands under today. A key with another path keeps it.
pub fn host_of(key: &str) -> String {
    let key = key.trim().to_ascii_lowercase();
    match take_apart(&key) {
        Some((host, path)) => format!("{host}{path}"),
        None => key,
    }
}

/// The host of a key in small letters, and the path that is a part of its name, as it is not behind a scheme: there it is that of
/// an API. None for a URL of another kind.
pub fn take_apart(key: &str) -> Option<(&str, &str)> {
    let parts = Parts::of(key);
    let path = if parts.scheme.is_some() || PATHS.contains(&parts.path) { "" } else { parts.path };
    parts.is_of(HTTP).then(|| (without_usual_port(parts.authority), path))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";

    #[test]
    fn a_registry_has_many_spellings() {
        for form in [
            "HOST",
            "HOST/",
            "HOST:443",
            "https://HOST",
            "https://HOST/",
            "https://HOST/v1/",
            "https://HOST/v2/",
            "http://HOST",
            "http://HOST/v1/",
            "HTTPS://HOST",
            "https://HOST:443/v2/",
            "HOST/v1/",
            "HOST/v2",
            " HOST ",
        ] {
            let key = form.replace("HOST", HOST);
            assert!(is_of(&key, HOST) && is_of(&key.to_uppercase(), HOST), "{form}");
            assert_eq!((host_of(&key), host_of(&key.to_uppercase())), (HOST.to_owned(), HOST.to_owned()), "{form}");
        }
    }

    #[test]
    fn others_are_left_alone() {
        for form in [
            "HOST/team/app",
            "HOST.evil.example",
            "xHOST",
            "https://HOST.evil.example/v1/",
            "HOST:5000",
            "ftp://HOST",
            "",
        ] {
            assert!(!is_of(&form.replace("HOST", HOST), HOST), "{form}");
            assert_ne!(host_of(&form.replace("HOST", HOST)), HOST, "{form}");
        }
        assert!(is_of("http://localhost:5000/v2/", "localhost:5000") && !is_of("localhost", "localhost:5000"));
    }
}
