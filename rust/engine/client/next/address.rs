//! The addresses under which a login may stand: a host, a path of one as podman has it, in the spellings of all clients.

use crate::client::spelling::take_apart;

/// Names of Docker Hub.
const HUB: &[&str] = &["docker.io", "registry-1.docker.io"];

/// The name of Docker Hub under which clients keep its login.
const HUB_KEY: &str = "index.docker.io";

/// A registry, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    host: String,
    path: String,
}

impl Address {
    /// Reads a key of a file or a server that is asked for.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        if text.contains(|c: char| c.is_control() || c.is_whitespace()) {
            return None;
        }
        let (host, path) = take_apart(&text)?;
        let path = path.strip_prefix('/').unwrap_or_default().trim_end_matches('/');
        let host = if HUB.contains(&host) { HUB_KEY } else { host };
        let is_host = !host.is_empty() && !host.ends_with(':');
        is_host.then(|| Address { host: host.to_owned(), path: path.to_owned() })
    }

    /// How near a login that stands here is to what is asked for: the longer its path the nearer, none for another one's.
    pub fn nearness(&self, wanted: &Address) -> Option<usize> {
        let rest = wanted.path.strip_prefix(&self.path)?;
        let is_above = self.path.is_empty() || rest.is_empty() || rest.starts_with('/');
        (self.host == wanted.host && is_above).then_some(self.path.len())
    }
}

/// The key that is nearest to what is asked for; of two that are as near the one in the very words.
pub fn nearest<'a>(keys: impl Iterator<Item = &'a String>, server: &str) -> Option<&'a str> {
    let wanted = Address::of(server)?;
    let near = keys.filter_map(|key| Some(((Address::of(key)?.nearness(&wanted)?, key == server), key)));
    near.max_by_key(|(rank, _)| *rank).map(|(_, key)| key.as_str())
}

/// Whether two texts are one address.
pub fn is_same(key: &str, server: &str) -> bool {
    key == server || Address::of(key).is_some_and(|address| Some(address) == Address::of(server))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(key: &str, wanted: &str) -> Option<usize> {
        Address::of(key)?.nearness(&Address::of(wanted).expect("an address"))
    }

    #[test]
    fn a_host_has_many_spellings() {
        for key in [
            "ghcr.io",
            "GHCR.io",
            "ghcr.io/",
            "ghcr.io:443",
            "https://ghcr.io",
            "https://ghcr.io/",
            "http://ghcr.io/v1/",
            "https://ghcr.io:443/v2/",
            "ghcr.io/v2",
            " ghcr.io ",
        ] {
            assert_eq!((near(key, "ghcr.io"), near("ghcr.io", key)), (Some(0), Some(0)), "{key}");
        }
    }

    #[test]
    fn docker_hub_is_one_registry() {
        let forms = ["https://index.docker.io/v1/", "index.docker.io", "docker.io", "registry-1.docker.io"];
        for (key, wanted) in forms.iter().flat_map(|key| forms.map(|wanted| (key, wanted))) {
            assert_eq!(near(key, wanted), Some(0), "{key} {wanted}");
        }
    }

    #[test]
    fn a_path_is_a_part_of_a_registry_and_the_longest_is_the_nearest() {
        assert_eq!(near("quay.io", "quay.io/team/app"), Some(0));
        assert_eq!(near("quay.io/team", "quay.io/team/app"), Some(4));
        assert_eq!(near("quay.io/team/app", "quay.io/team/app"), Some(8));
        for (key, wanted) in
            [("quay.io/team", "quay.io/teams/app"), ("quay.io/team", "quay.io"), ("quay.io/b", "quay.io/a")]
        {
            assert_eq!(near(key, wanted), None, "{key} {wanted}");
        }
    }

    #[test]
    fn of_twins_the_one_in_the_very_words_is_the_nearest() {
        let keys = ["https://quay.io", "quay.io", "quay.io/team", "quay.io/"].map(str::to_owned);
        for (server, key) in
            [("quay.io", "quay.io"), ("https://quay.io", "https://quay.io"), ("quay.io/team/app", "quay.io/team")]
        {
            assert_eq!(nearest(keys.iter(), server), Some(key));
        }
        assert_eq!(nearest(keys.iter(), "ghcr.io"), None);
        assert!(is_same("https://quay.io/v1/", "quay.io") && !is_same("quay.io/team", "quay.io"));
    }

    #[test]
    fn others_are_others() {
        for key in ["ghcr.io.evil.example", "ghcr.io:5000", "xghcr.io", "ftp://ghcr.io", "", "https://", "gh cr.io"] {
            assert_eq!(near(key, "ghcr.io"), None, "{key}");
        }
        assert_eq!(near("localhost:5000", "http://localhost:5000/v2/"), Some(0));
        assert_eq!((Address::of(""), Address::of("a\nb"), Address::of("/v1/")), (None, None, None));
    }
}
