//! What people and clients write for a registry, taken apart. Which parts count is for their readers to say.

/// The schemes that clients put before a registry's host.
pub const HTTP: &[&str] = &["https", "http"];

/// What stands for the port of https in a host that names it.
const PORT: &str = ":443";

/// A text of the form `[scheme://]host[:port][/path]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    /// What stands before the `://`.
    pub scheme: Option<&'a str>,
    /// The host with its port, up to the first slash.
    pub authority: &'a str,
    /// The rest, with that slash.
    pub path: &'a str,
}

impl<'a> Parts<'a> {
    /// Takes a text apart.
    pub fn of(text: &'a str) -> Self {
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) if !scheme.contains('/') => (Some(scheme), rest),
            _ => (None, text),
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Parts { scheme, authority, path }
    }

    /// Whether there is no scheme, or one of these, in any case.
    pub fn is_of(&self, schemes: &[&str]) -> bool {
        self.scheme.is_none_or(|scheme| schemes.iter().any(|known| known.eq_ignore_ascii_case(scheme)))
    }
}

/// The host, which may be an address in brackets, and what follows its colon.
pub fn split_port(authority: &str) -> (&str, Option<&str>) {
    let address = authority.find(']').unwrap_or_default();
    match authority[address..].find(':') {
        Some(colon) => (&authority[..address + colon], Some(&authority[address + colon + 1..])),
        None => (authority, None),
    }
}

/// The host with its port, but for that of https, which may be named or left out.
pub fn without_usual_port(authority: &str) -> &str {
    authority.strip_suffix(PORT).unwrap_or(authority)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_parts() {
        for (text, scheme, authority, path) in [
            ("ghcr.io", None, "ghcr.io", ""),
            ("ghcr.io:5000/team/app:1", None, "ghcr.io:5000", "/team/app:1"),
            ("https://ghcr.io/v2/", Some("https"), "ghcr.io", "/v2/"),
            ("ghcr.io/a://b", None, "ghcr.io", "/a://b"),
            ("://", Some(""), "", ""),
            ("", None, "", ""),
        ] {
            assert_eq!(Parts::of(text), Parts { scheme, authority, path }, "{text}");
        }
    }

    #[test]
    fn a_scheme_may_be_left_out_and_has_any_case() {
        for (text, wanted) in
            [("h", true), ("HTTPS://h", true), ("http://h", true), ("ftp://h", false), ("://h", false)]
        {
            assert_eq!(Parts::of(text).is_of(HTTP), wanted, "{text}");
        }
    }

    #[test]
    fn the_port_follows_the_colon_behind_host_or_brackets() {
        for (authority, host, port) in [
            ("h", "h", None),
            ("h:443", "h", Some("443")),
            ("h:", "h", Some("")),
            ("[::1]", "[::1]", None),
            ("[::1]:5000", "[::1]", Some("5000")),
        ] {
            assert_eq!(split_port(authority), (host, port), "{authority}");
        }
        assert_eq!((without_usual_port("h:443"), without_usual_port("h:4430")), ("h", "h:4430"));
    }
}
