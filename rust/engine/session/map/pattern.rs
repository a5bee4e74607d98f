//! Patterns of hosts: `*` stands for anything within one label.

use crate::registry::parts::split_port;

/// A pattern of hosts, in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    labels: Vec<String>,
    port: Option<String>,
}

/// The most characters that a host and its port may have.
const MAX_LENGTH: usize = 255 + 6;

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// Why it is none, to be put behind the key.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        if text.contains("://") {
            return Err("is a URL; it must be a host, such as registry.example.com:5000");
        }
        if text.contains('/') {
            return Err("has a path; it must be a host, such as registry.example.com:5000");
        }
        if text.len() > MAX_LENGTH {
            return Err("is longer than a host can be");
        }
        if text.contains("**") {
            return Err("has a **; a * stands for anything within one label, and labels are counted");
        }
        let text = text.to_ascii_lowercase();
        let (host, port) = split_port(&text);
        let is_port = |port: &str| !port.starts_with(['0', '+']) && port.parse::<u16>().is_ok();
        if port.is_some_and(|port| !is_port(port)) {
            return Err("has a port that is no number from 1 to 65535");
        }
        let labels: Vec<String> = host.split('.').map(str::to_owned).collect();
        let is_label = |label: &String| {
            !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_*".contains(&b))
        };
        if !labels.iter().all(is_label) {
            return Err("is no host: it may have letters, digits, - and _, * within a label, and a port");
        }
        Ok(Pattern { labels, port: port.map(str::to_owned) })
    }

    /// Whether a host is meant, by its name in lower case.
    pub fn matches(&self, host: &str) -> bool {
        let (name, port) = split_port(host);
        let mut labels = name.split('.');
        port == self.port.as_deref()
            && self.labels.iter().all(|pattern| labels.next().is_some_and(|label| is_like(label, pattern)))
            && labels.next().is_none()
    }

    /// Whether it means one host alone.
    pub fn is_exact(&self) -> bool {
        !self.labels.iter().any(|label| label.contains('*'))
    }

    /// Whether it names a port.
    pub fn has_port(&self) -> bool {
        self.port.is_some()
    }

    /// The patterns of account and region in that of a private registry's host.
    pub fn of_registry(&self) -> Option<(&str, &str)> {
        let labels: Vec<&str> = self.labels.iter().map(String::as_str).collect();
        match labels[..] {
            [account, "dkr", "ecr" | "ecr-fips", region, _, ..] => Some((account, region)),
            [account, "dkr-ecr" | "dkr-ecr-fips", region, _, ..] => Some((account, region)),
            _ => None,
        }
    }
}

/// Whether a label is as its pattern says.
pub fn is_like(label: &str, pattern: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return label == pattern };
    let Some(mut label) = label.strip_prefix(start) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let end = parts.pop().unwrap_or_default();
    for part in parts {
        let Some((_, after)) = label.split_once(part) else { return false };
        label = after;
    }
    label.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything_within_one_label() {
        for (pattern, host, wanted) in [
            ("a.example.com", "a.example.com", true),
            ("A.Example.COM", "a.example.com", true),
            ("*.example.com", "a.example.com", true),
            ("*.example.com", "example.com", false),
            ("*.example.com", "a.b.example.com", false),
            ("*.example.com", "a.example.com.evil.test", false),
            ("a*c.example.com", "abc.example.com", true),
            ("a*c.example.com", "ac.example.com", true),
            ("a*c.example.com", "acd.example.com", false),
            ("*b*b*.example.com", "abab.example.com", true),
            ("*b*b*.example.com", "ab.example.com", false),
            ("a*a.example.com", "a.example.com", false),
            ("*", "localhost", true),
            ("*", "", true),
            ("h:5000", "h:5000", true),
            ("h:5000", "h", false),
            ("h", "h:5000", false),
            ("h:5000", "h:50000", false),
        ] {
            assert_eq!(Pattern::parse(pattern).unwrap().matches(host), wanted, "{pattern} {host}");
        }
    }
}
