//! What a client says, without what is secret and without the noise of its log.

use crate::base::known::without_whole;
use crate::base::printable::{printable_up_to, visible};
use crate::base::redact::redact;
use crate::base::secret::Secret;

/// The most characters of a client's own words that are passed on.
const LIMIT: usize = 1000;

/// A line of a client.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    text: String,
    /// A line of its log that tells how it went on, not how it ended.
    is_noise: bool,
}

/// What a client said.
pub struct Words(Vec<Line>);

impl Words {
    /// Reads an output, without the secrets that the client was given.
    pub fn of<'a>(output: &[u8], secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        let secrets: Vec<&str> = secrets.into_iter().map(|secret| secret.expose().trim()).collect();
        // Once as they are, for they may hold line breaks, and once as they show.
        let without = |text: &str| secrets.iter().fold(text.to_owned(), |text, secret| without_whole(&text, secret));
        let text = without(&String::from_utf8_lossy(output));
        let lines = text.lines().map(|line| without(&visible(line)));
        Words(lines.filter(|line| !line.trim().is_empty()).map(|text| line(&text)).collect())
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether any line holds a text, noise too: what docker tries first it tells there alone.
    pub fn hold(&self, part: &str) -> bool {
        self.0.iter().any(|line| contains(&line.text, part))
    }

    /// How it ended, on one line; where only the noise holds the cause, that.
    pub fn ending(&self, cause: Option<&str>) -> String {
        let told = || self.0.iter().filter(|line| !line.is_noise);
        let with_cause = |line: &&Line| cause.is_none_or(|cause| contains(&line.text, cause));
        match self.0.iter().find(with_cause) {
            Some(line) if cause.is_some() && !told().any(|line| with_cause(&line)) => shown([line].into_iter()),
            _ if told().next().is_some() => shown(told()),
            _ => shown(self.0.iter()),
        }
    }
}

fn shown<'a>(lines: impl Iterator<Item = &'a Line>) -> String {
    let text = lines.map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    let words: Vec<String> = redact(&text).split_whitespace().map(str::to_owned).collect();
    printable_up_to(&words.join(" "), LIMIT)
}

/// Whether a text holds another, whatever their capitals.
fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

/// A line of the log of clients in Go is `time="…" level=info msg="…" error="…"`.
fn line(text: &str) -> Line {
    let plain = |text: &str| Line { text: text.to_owned(), is_noise: false };
    let Some((_, rest)) = text.split_once(" level=").filter(|(start, _)| start.starts_with("time=")) else {
        return plain(text);
    };
    let level = rest.split(' ').next().unwrap_or_default();
    let is_noise = matches!(level, "trace" | "debug" | "info");
    let value = field(rest, " error=").or_else(|| field(rest, " msg=")).unwrap_or_else(|| rest.to_owned());
    Line { text: value, is_noise }
}

/// A quoted value, without its quotes.
fn field(text: &str, name: &str) -> Option<String> {
    let (_, value) = text.split_once(name)?;
    let mut value = value.chars();
    if value.next() != Some('"') {
        return None;
    }
    let mut plain = String::new();
    while let Some(c) = value.next().filter(|c| *c != '"') {
        plain.extend(if c == '\\' { value.next() } else { Some(c) });
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        Words::of(text.as_bytes(), [&Secret::from("the password".to_owned())])
    }

    const TRIED: &str = "time=\"2026-11-28T21:10:58Z\" level=info msg=\"Error logging in to endpoint, trying next endpoint\" \
                         endpoint=\"{false https://localhost:5971 0xc0004663c0}\" error=";

    #[test]
    fn the_log_of_a_client_is_noise() {
        let refused = format!(
            "{TRIED}\"Get \\\"https://localhost:5971/v2/\\\": http: server gave HTTP response to HTTPS client\"\n\
             {TRIED}\"login attempt to http://localhost:5971/v2/ failed with status: 401 Unauthorized\"\n\
             login attempt to http://localhost:5971/v2/ failed with status: 401 Unauthorized\n"
        );
        let said = "login attempt to http://localhost:5971/v2/ failed with status: 401 Unauthorized";
        assert_eq!(words(&refused).ending(Some("401 Unauthorized")), said);
        assert_eq!(words(&refused).ending(None), said);
        let fatal = "time=\"2026-11-28T21:10:58Z\" level=fatal msg=\"logging into \\\"localhost:5971\\\": no\"";
        assert_eq!(words(fatal).ending(None), "logging into \"localhost:5971\": no");
    }

    #[test]
    fn a_cause_that_only_the_log_tells_is_told() {
        let text = format!(
            "{TRIED}\"login attempt to https://localhost:5971/v2/ failed with status: 401 Unauthorized\"\n\
             Get \"http://localhost:5971/v2/\": dial tcp 127.0.0.1:5971: connect: connection refused"
        );
        let said = words(&text);
        assert!(said.hold("401 unauthorized"));
        let cause = said.ending(Some("401 Unauthorized"));
        assert_eq!(cause, "login attempt to https://localhost:5971/v2/ failed with status: 401 Unauthorized");
    }

    #[test]
    fn a_client_that_says_nothing_but_noise_is_quoted_with_it() {
        assert_eq!(words(&format!("{TRIED}\"why\"")).ending(None), "why");
        assert_eq!(words("a\n\n b\n").ending(None), "a b");
        assert!(words(" \n").is_empty());
    }

    #[test]
    fn the_password_is_never_repeated() {
        assert_eq!(words("got the password twice: the password").ending(None), "got *** twice: ***");
        let output = format!("{TRIED}\"the password\"");
        assert_eq!(words(&output).ending(None), "***");
        let broken = Words::of(b"got two\nlines", [&Secret::from("two\nlines".to_owned())]);
        assert_eq!(broken.ending(None), "got ***");
        let json = "{\"Secret\":\"two\\nlines\"}";
        assert_eq!(
            Words::of(json.as_bytes(), [&Secret::from("two\nlines".to_owned())]).ending(None),
            "{\"Secret\":***"
        );
        let several = ["open sesame", "", "two\nlines"].map(|secret| Secret::from(secret.to_owned()));
        assert_eq!(Words::of(b"open sesame, two\nlines", &several).ending(None), "***, ***");
    }
}
