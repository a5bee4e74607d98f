//! Values and texts of others, made fit for a message.

use super::unseen::is_unseen;

/// A value fit for a message: without control and direction characters, at most 200 characters. What can be a
/// secret key or a session token, given in a wrong place, is `***`.
pub fn printable(value: &str) -> String {
    if may_be_secret(visible(value).trim()) { "***".to_owned() } else { printable_up_to(value, 200) }
}

/// Whether a value has the length and the alphabet of a secret key or of a token.
fn may_be_secret(value: &str) -> bool {
    let any = |kind: fn(&u8) -> bool| value.as_bytes().iter().any(kind);
    (value.len() == 40 || value.len() >= 100)
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b))
        && any(u8::is_ascii_uppercase)
        && any(u8::is_ascii_lowercase)
        && any(u8::is_ascii_digit)
}

/// The same with a limit of its own, for texts that were made to be read.
pub fn printable_up_to(value: &str, limit: usize) -> String {
    let clean = visible(value);
    let mut characters = clean.chars();
    let mut shown: String = characters.by_ref().take(limit).collect();
    if characters.next().is_some() {
        shown.push_str("...");
    }
    shown
}

/// The text without control and direction characters; a line break or a tab becomes a blank. Whoever looks for
/// secrets looks here: taken out later, such characters would put one together again.
pub fn visible(text: &str) -> String {
    let blank = |c: char| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
    text.chars().map(blank).filter(|c| !is_unseen(*c)).collect()
}

/// A list for a message: its first values, and how many more there are.
pub fn listed(values: impl ExactSizeIterator<Item = String>, shown: usize) -> String {
    let more = values.len().saturating_sub(shown);
    let list = values.take(shown).collect::<Vec<_>>().join(", ");
    if more == 0 { list } else { format!("{list} and {more} more") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_in_a_wrong_place_is_not_repeated() {
        let token = "IQoJb3JpZ2luX2VjE".repeat(8);
        for secret in ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", " wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", &token]
        {
            assert_eq!(printable(secret), "***");
        }
        for name in ["work", "arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0123456789abcdef", &"f0".repeat(20)] {
            assert_eq!(printable(name), *name);
        }
    }

    #[test]
    fn values_in_messages_are_short_and_plain() {
        assert_eq!(printable("a\u{202e}b\r\nc\0"), "ab  c");
        assert_eq!(printable(&"x".repeat(201)).len(), 203);
        assert_eq!(printable(&"x".repeat(200)).len(), 200);
    }
}
