//! What a client asks about, as clients name a server: a host, also with a repository or as a URL.

use crate::registry::parts::{HTTP, Parts, without_usual_port};

/// A server.
#[derive(Clone, Debug)]
pub struct Server {
    /// As the client named it, which is what other stores know it by.
    pub name: String,
    /// Its host in lower case, with a port that it is not served at anyway; none where the name is no host's.
    pub host: Option<String>,
    /// The same with the port that was named.
    pub address: Option<String>,
}

impl Server {
    /// Reads a name.
    pub fn of(name: &str) -> Self {
        let name = name.trim().to_owned();
        let address = address_of(&name);
        let host = address.as_deref().map(|address| without_usual_port(address).to_owned());
        Server { name, host, address }
    }
}

fn address_of(name: &str) -> Option<String> {
    let parts = Parts::of(name.split(['?', '#']).next()?);
    let host = parts.authority;
    let starts = host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[');
    let plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_:[]".contains(&b));
    (parts.is_of(HTTP) && starts && plain).then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_host_is_that_host() {
        for (name, host) in [
            ("registry.example.com", "registry.example.com"),
            (" Registry.Example.com:5000\r\n", "registry.example.com:5000"),
            ("registry.example.com/team/app", "registry.example.com"),
            ("https://registry.example.com", "registry.example.com"),
            ("http://registry.example.com/", "registry.example.com"),
            ("https://index.docker.io/v1/", "index.docker.io"),
            ("[::1]:5000", "[::1]:5000"),
            ("registry.example.com:443/app", "registry.example.com"),
            ("registry.example.com:4430", "registry.example.com:4430"),
        ] {
            assert_eq!(Server::of(name).host.as_deref(), Some(host), "{name}");
        }
    }

    #[test]
    fn what_names_no_host_has_none_and_keeps_its_name() {
        for name in
            ["", "://", "https://", "https:///x", "ftp://host", "user:pw@host", "a b", "-host", "h\u{f6}st", "%%%"]
        {
            let server = Server::of(name);
            assert_eq!((server.host.as_deref(), server.name.as_str()), (None, name), "{name:?}");
        }
    }
}
