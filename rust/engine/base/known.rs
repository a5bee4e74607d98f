//! Takes secrets that are known out of the words of others.

use super::printable::visible;
use std::collections::{BTreeSet, HashSet};

/// As few characters of a secret as are not let stand.
const PART: usize = 8;

/// The text without any of these secrets, and without any part of them that is long enough to be one, whatever stands
/// between its characters: a token is divided by dots, who sends it in a form writes some signs in another way, and who
/// repeats it may break it into lines.
pub fn without<'a>(text: &str, secrets: impl IntoIterator<Item = &'a str>) -> String {
    secrets.into_iter().fold(visible(text), |text, secret| without_parts(&without_whole(&text, secret), secret))
}

/// The text without a secret, as it is and as it is written in JSON.
pub fn without_whole(text: &str, secret: &str) -> String {
    spellings(secret).iter().rev().fold(text.to_owned(), |text, spelled| text.replace(spelled, "***"))
}

/// How a secret may be written: as it is, as it shows, and in JSON as programs in several languages write it.
fn spellings(secret: &str) -> BTreeSet<String> {
    let quoted = serde_json::Value::from(secret).to_string();
    let json = &quoted[1..quoted.len() - 1];
    let of_go = json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    let plain = [secret.to_owned(), visible(secret), json.to_owned(), of_go.clone()];
    let ascii = [ascii(json), ascii(&of_go)];
    plain.into_iter().chain(ascii).filter(|spelled| !spelled.is_empty()).collect()
}

fn ascii(json: &str) -> String {
    let mut units = [0; 2];
    let mut escaped = |c: char| match c {
        c if c.is_ascii() => c.to_string(),
        c => c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
    };
    json.chars().map(&mut escaped).collect()
}

fn without_parts(text: &str, secret: &str) -> String {
    let marks: Vec<u8> = secret.bytes().filter(u8::is_ascii_alphanumeric).collect();
    let known: HashSet<&[u8]> = marks.windows(PART).collect();
    let (places, plain): (Vec<usize>, Vec<u8>) =
        text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_alphanumeric()).unzip();
    let (mut shown, mut hidden_to, mut end) = (String::with_capacity(text.len()), 0, 0);
    for (at, _) in plain.windows(PART).enumerate().filter(|(_, part)| known.contains(part)) {
        if at > hidden_to || end == 0 {
            shown.push_str(&text[end..places[at]]);
            shown.push_str("***");
        }
        hidden_to = at + PART;
        end = places[hidden_to - 1] + 1;
    }
    shown + &text[end..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_secret_goes_whole_and_in_parts() {
        let token = "eyJhbGciOi.eyJz-dWI_iOiJ.c2ln-bmF0_dXJl.short";
        for (text, left) in [
            ("no secret", "no secret"),
            ("'eyJhbGciOi.eyJz-dWI_iOiJ.c2ln-bmF0_dXJl.short' is stale", "'***' is stale"),
            ("payload eyJz-dWI_\u{200B}iOiJ of short", "payload *** of short"),
            ("eyJhbGciOi.eyJz...c2ln-bmF0_dXJl", "***"),
        ] {
            assert_eq!(without(text, [token]), left);
        }
        assert_eq!(without("PHNhbWxwOl%2BJlc3BvbnNl%3D", ["PHNhbWxwOl+Jlc3BvbnNl="]), "***%2B***%3D");
        assert_eq!(without("text", [""]), "text");
        assert_eq!(without("one two", ["one", "two"]), "*** ***");
    }

    #[test]
    fn what_stands_between_its_characters_does_not_keep_it() {
        let token = "IQoJb3JpZ2luX2VjEHwaCXVzLWVhc3QtMSJHMEUCIQD";
        for between in [".", "\u{ad}", "\u{fe0f}", " ", "\\n", "\u{e4}", "-_-"] {
            let text: Vec<&str> = [0..10, 10..20, 20..30, 30..43].map(|part| &token[part]).to_vec();
            let told = without(&format!("\u{e4} {} \u{e4}", text.join(between)), [token]);
            let left = if between == "\\n" { "\u{e4} ***\\n***\\n***\\n*** \u{e4}" } else { "\u{e4} *** \u{e4}" };
            assert_eq!(told, left, "{between:?}");
        }
    }

    #[test]
    fn a_secret_in_json_is_the_same_secret() {
        let secret = "a\"b<\u{e4}>\n\u{1F600}";
        for text in [
            secret.to_owned(),
            serde_json::Value::from(secret).to_string(),
            "a\\\"b\\u003c\u{e4}\\u003e\\n\u{1F600}".to_owned(),
            "a\\\"b<\\u00e4>\\n\\ud83d\\ude00".to_owned(),
            "a\\\"b\\u003c\\u00e4\\u003e\\n\\ud83d\\ude00".to_owned(),
        ] {
            assert_eq!(without_whole(&text, secret).trim_matches('"'), "***", "{text}");
        }
    }
}
