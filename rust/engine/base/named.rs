//! Secrets that are known by what stands before them: `password=`, `"SessionToken":`, `Authorization: Basic`.

use std::ops::Range;

/// What names a secret, at the end of a word: what follows is one, whatever it looks like.
const SECRETS: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "secretkey",
    "accesskey",
    "secret_key",
    "access_key",
    "tokencode",
    "token_code",
    "mfacode",
    "mfa_code",
];

/// What also ends sentences, such as "unknown token:": what follows is a secret if it does not look like a word.
const TITLES: &[&str] = &["token", "key", "credential", "authorization", "auth", "basic", "bearer"];

/// How a header says what kind of secret follows.
const SCHEMES: &[&str] = &["basic", "bearer"];

/// The text with `***` in the place of what a name or a scheme before it says to be a secret: up to the next blank, and
/// what is in quotes to their end.
pub fn without_named(text: &str) -> String {
    after_schemes(&after_names(text))
}

fn after_names(text: &str) -> String {
    let (mut shown, mut end) = (String::with_capacity(text.len()), 0);
    for (at, _) in text.match_indices([':', '=']) {
        if at < end {
            continue;
        }
        if let Some(secret) = secret_after(text, at) {
            shown.push_str(&text[end..secret.start]);
            shown.push_str("***");
            end = secret.end;
        }
    }
    shown + &text[end..]
}

/// Where the secret is that a name before the sign at this place names; none where it names none.
fn secret_after(text: &str, at: usize) -> Option<Range<usize>> {
    let name = name_before(&text[..at]);
    let is_secret = ends_with(&name, SECRETS);
    if !is_secret && !ends_with(&name, TITLES) {
        return None;
    }
    let value = text[at + 1..].trim_start();
    let start = text.len() - value.len();
    let word = &value[..word_end(value)];
    if name.ends_with("authorization") && is_scheme(word) {
        let secret = value[word.len()..].trim_start();
        let start = text.len() - secret.len();
        return (!secret.is_empty()).then(|| start..start + word_end(secret));
    }
    let is_beside = start == at + 1;
    let length = length_of(value);
    (length > 0 && (is_secret || is_beside || !is_word(&value[..length]))).then_some(start..start + length)
}

/// The name before a sign, without quotes and brackets, in small letters.
fn name_before(text: &str) -> String {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || "\"'`\\])".contains(c));
    let start = text
        .rfind(|c: char| !(c.is_ascii_alphanumeric() || "_-".contains(c)))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    text[start..].to_ascii_lowercase()
}

fn ends_with(name: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| name.ends_with(ending))
}

/// How long a value is: to the next blank; one in quotes to their end at least, one in brackets to that of the text.
fn length_of(value: &str) -> usize {
    let slashes = value.len() - value.trim_start_matches('\\').len();
    match value[slashes..].chars().next() {
        Some('{' | '[') => value.len(),
        Some(quote @ ('"' | '\'' | '`')) => {
            let quoted = closing(value, slashes, quote);
            quoted + word_end(&value[quoted..])
        }
        _ => word_end(value),
    }
}

/// Where quotes close that open behind so many backslashes: one with more before it is part of what they hold.
fn closing(value: &str, slashes: usize, quote: char) -> usize {
    let mut run = 0;
    for (at, c) in value.char_indices().skip(slashes + 1) {
        match c {
            '\\' => run += 1,
            _ if c == quote && run <= slashes => return at + 1,
            _ => run = 0,
        }
    }
    value.len()
}

fn word_end(text: &str) -> usize {
    text.find(char::is_whitespace).unwrap_or(text.len())
}

/// What follows a scheme is shown only where it is a word of a sentence, such as "no basic auth credentials".
fn after_schemes(text: &str) -> String {
    let mut follows = false;
    let words = text.split_inclusive(char::is_whitespace).map(|word| {
        let bare = word.trim_end();
        let shown = if follows && !is_plain(bare) { format!("***{}", &word[bare.len()..]) } else { word.to_owned() };
        if !bare.is_empty() {
            follows = is_scheme(bare);
        }
        shown
    });
    words.collect()
}

fn is_scheme(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// Whether a word is one of a sentence: small letters, the first may be a capital.
fn is_plain(word: &str) -> bool {
    let word = word.trim_matches(|c: char| c.is_ascii_punctuation());
    let is_small = |c: char| c.is_lowercase() || "'-".contains(c);
    word.chars().take(1).all(char::is_alphabetic) && word.chars().skip(1).all(is_small)
}

/// Whether a word is an ordinary one: letters, with capitals at its start or throughout.
fn is_word(word: &str) -> bool {
    let word = word.trim_matches(|c: char| c.is_ascii_punctuation());
    let letters = |c: char| c.is_alphabetic() || "'-/.,".contains(c);
    word.chars().all(letters) && turns(word) <= 1 && word.len() <= 24
}

/// How often the kind of character changes.
pub fn turns(text: &str) -> usize {
    let kind = |b: &u8| match b {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    text.as_bytes().windows(2).filter(|pair| kind(&pair[0]) != kind(&pair[1])).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_name_says_to_be_a_secret_goes() {
        for (text, left) in [
            ("user=me,password=hunter2", "user=me,password=***"),
            ("{user:me;password:hunter2}", "{user:me;password:***"),
            ("Secret=\"hunter2 horse\" is bad", "Secret=*** is bad"),
            (
                "{\"Username\": \"me\", \"Secret\" : \"hunter2 horse\"} is bad",
                "{\"Username\": \"me\", \"Secret\" : *** is bad",
            ),
            ("{\\\"clientSecret\\\":\\\"hunter2 \\\\\\\"horse\\\"} is bad", "{\\\"clientSecret\\\":*** is bad"),
            ("{'secret': 'hunter2 horse'", "{'secret': ***"),
            ("secret: \"hunter2 horse never ends", "secret: ***"),
            ("password = [ hunter2, horse ]", "password = ***"),
            ("token=\"hunter2 horse\"", "token=***"),
            ("token: \"hunter2 horse\"", "token: ***"),
            ("\"auth\":\"bWU6aHVudGVy\"", "\"auth\":***"),
            ("Action=AssumeRole&TokenCode=123456&Version=1", "Action=AssumeRole&TokenCode=***"),
            ("proxy-authorization: Basic bWU6", "proxy-authorization: Basic ***"),
            ("Authorization: Bearer ABC", "Authorization: Bearer ***"),
            ("got 'Basic bWU6'", "got 'Basic ***"),
            ("Basic   YWJj.", "Basic   ***"),
            ("\u{e4}password:\u{e4}", "\u{e4}password:***"),
        ] {
            assert_eq!(without_named(text), left, "{text}");
        }
    }

    #[test]
    fn sentences_stay() {
        for text in [
            "no basic auth credentials",
            "not a bearer token-like thing, basic -",
            "Basic Authentication is needed, bearer token has expired.",
            "no Authorization: header, credentials: none",
            "unknown token: expired",
            "the password is: ",
            "key:",
            "\u{e4}: \u{e4}",
        ] {
            assert_eq!(without_named(text), text);
        }
    }
}
