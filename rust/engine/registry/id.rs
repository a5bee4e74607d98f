//! Registry ids: what users write, and what the service takes.

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use std::fmt;

/// The most ids that one GetAuthorizationToken takes.
pub const IDS_PER_CALL: usize = 10;

const DIGITS: usize = 12;

/// A registry as a user wrote it. In JSON it is a text or a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What stands there.
    pub text: String,
    /// Whether it came as a bare number, of which PowerShell drops leading zeros.
    pub is_number: bool,
}

impl From<String> for Written {
    fn from(text: String) -> Self {
        Written { text, is_number: false }
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrNumber)
    }
}

struct TextOrNumber;

impl Visitor<'_> for TextOrNumber {
    type Value = Written;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a number")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Written, E> {
        Ok(Written::from(text.to_owned()))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Written, E> {
        Ok(Written { text: number.to_string(), is_number: true })
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Written, E> {
        Ok(Written { text: number.to_string(), is_number: true })
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Written, E> {
        Ok(Written { text: number.to_string(), is_number: true })
    }
}

/// An id as the service takes it, and whether zeros had to be put in front.
#[derive(Debug, PartialEq, Eq)]
pub struct RegistryId {
    /// 12 digits.
    pub id: String,
    /// The id came without its leading zeros.
    pub padded: bool,
}

/// Whether a text is an AWS account id: 12 ASCII digits.
pub fn is_account_id(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|b| b.is_ascii_digit())
}

/// One id: dashes taken out, lost zeros put back.
pub fn parse_id(value: &str) -> Option<RegistryId> {
    let value = value.trim();
    if value.starts_with('-') || value.ends_with('-') {
        return None;
    }
    let digits: String = value.chars().filter(|c| *c != '-').collect();
    let plain = !digits.is_empty() && digits.len() <= DIGITS && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| RegistryId { id: format!("{digits:0>DIGITS$}"), padded: digits.len() < DIGITS })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_come_back_and_dashes_go() {
        let id = |text| parse_id(text).map(|id| (id.id, id.padded));
        for (text, wanted, padded) in [
            ("12345678901", "012345678901", true),
            ("1234-5678-9012", "123456789012", false),
            (" 123 ", "000000000123", true),
            ("012345678901", "012345678901", false),
        ] {
            assert_eq!(id(text), Some((wanted.to_owned(), padded)), "{text}");
        }
        for text in ["", "12345678901x", "1234567890123", "-5", "5-", "\u{0661}23456789012"] {
            assert_eq!(id(text), None, "{text}");
        }
    }
}
