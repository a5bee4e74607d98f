//! Takes secrets out of the words of other programs.

use crate::base::printable::visible;

/// How many characters of the base64 alphabet in a row may be a secret.
const SUSPICIOUS: usize = 16;

/// As many characters as a secret key has.
const LONG: usize = 40;

/// The text with everything that may be a secret replaced by `***`: long runs of base64 with digits or
/// mixed case, what follows a word such as `password=`, and users of URLs.
pub fn redact(text: &str) -> String {
    let text = visible(text);
    let mut named = false;
    let words = text.split_inclusive(char::is_whitespace).map(|word| {
        let bare = word.trim_end();
        let space = &word[bare.len()..];
        let hidden = if named { "***".to_owned() } else { redact_word(bare) };
        named = !bare.is_empty() && names_a_secret(bare) && bare.ends_with([':', '=']);
        hidden + space
    });
    words.collect()
}

/// The words of a service without what it may repeat of a request, such as a signature or a session token:
/// runs of base64 that are too long for a name become `***`.
pub fn redact_runs(text: &str) -> String {
    let text = visible(text);
    let is_outside = |c: char| !(c.is_ascii_alphanumeric() || "+/=".contains(c));
    let parts = text.split_inclusive(is_outside).map(|part| {
        let run = part.trim_end_matches(is_outside);
        if run.len() < LONG { part.to_owned() } else { format!("***{}", &part[run.len()..]) }
    });
    parts.collect()
}

fn redact_word(word: &str) -> String {
    if let Some((scheme, rest)) = word.split_once("://")
        && let Some((_, host)) = rest.rsplit_once('@')
    {
        return format!("{}://***@{}", redact_word(scheme), redact_word(host));
    }
    if let Some((name, value)) = word.split_once(['=', ':'])
        && !value.is_empty()
        && names_a_secret(name)
    {
        return format!("{}***", &word[..=name.len()]);
    }
    let looks = |run: &str| {
        let mixed = run.bytes().any(|b| b.is_ascii_lowercase()) && run.bytes().any(|b| b.is_ascii_uppercase());
        run.len() >= SUSPICIOUS && (mixed || run.bytes().any(|b| b.is_ascii_digit()))
    };
    let in_alphabet = |c: char| c.is_ascii_alphanumeric() || "+/=_-".contains(c);
    if word.split(|c| !in_alphabet(c)).any(looks) { "***".to_owned() } else { word.to_owned() }
}

fn names_a_secret(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    ["secret", "token", "password", "passwd", "key", "credential", "authorization"]
        .iter()
        .any(|name| word.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_and_words_stay() {
        let cases = [
            ("no such vault", "no such vault"),
            ("w\0J\0a\0l\u{200B}rXUtnFEMI\u{1b}/K7MDENG/bPxRfi", "***"),
            ("secret: hunter2 is bad", "secret: *** is bad"),
            ("SecretAccessKey=hunter2", "SecretAccessKey=***"),
            ("got wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY!", "got ***"),
            ("{\"SessionToken\":\"abc\"}", "{\"SessionToken\":***"),
            ("AKIAIOSFODNN7EXAMPLE expired", "*** expired"),
            ("via http://me:hunter2@proxy:3128/", "via http://***@proxy:3128/"),
            ("secret=hunter2://me@proxy", "secret=***://***@proxy"),
        ];
        for (text, redacted) in cases {
            assert_eq!(redact(text), redacted);
        }
    }

    #[test]
    fn a_service_may_name_who_may_not_do_what() {
        let denied = "User: arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/me is not \
                      authorized to perform: ecr:GetAuthorizationToken on resource: *";
        assert_eq!(redact_runs(denied), denied);
        assert_eq!(redact_runs(&format!("token:{}.", "aB3+/=".repeat(9))), "token:***.");
    }
}
