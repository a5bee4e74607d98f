//! Registry ids: what users write, and what the service takes.

use crate::base::error::{Code, Error};
use crate::base::printable::{listed, printable};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use std::collections::HashSet;
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

/// Reads ids as users give them, each once, at its first place: dashes are taken out and lost zeros put back.
///
/// # Errors
/// [`Code::InvalidRegistryId`] with every value that is none, in `details` too.
pub fn parse_ids(values: &[Written]) -> Result<Vec<RegistryId>, Error> {
    let mut ids: Vec<RegistryId> = Vec::with_capacity(values.len());
    let mut seen = HashSet::new();
    let mut bad = Vec::new();
    for value in values {
        match parse_id(&value.text) {
            Some(id) if seen.insert(id.id.clone()) => ids.push(id),
            Some(_) => {}
            None => bad.push(format!("'{}'", printable(&value.text))),
        }
    }
    if bad.is_empty() {
        return Ok(ids);
    }
    let message = format!("Not an AWS account id: {}.", listed(bad.iter().cloned(), 20));
    Err(Error::new(Code::InvalidRegistryId, message).details(bad))
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

    fn ids(values: &[&str]) -> Result<Vec<String>, Error> {
        let values: Vec<Written> = values.iter().map(|v| v.to_string().into()).collect();
        parse_ids(&values).map(|ids| ids.into_iter().map(|i| i.id).collect())
    }

    #[test]
    fn zeros_come_back_dashes_go_and_each_id_stays_once() {
        assert_eq!(
            ids(&["12345678901", "1234-5678-9012", "123", "012345678901"]).unwrap(),
            ["012345678901", "123456789012", "000000000123"]
        );
    }

    #[test]
    fn all_bad_values_are_named() {
        let error =
            ids(&["123456789012", "", "12345678901x", "1234567890123", "-5", "\u{0661}23456789012"]).unwrap_err();
        assert_eq!(error.code, Code::InvalidRegistryId);
        assert_eq!(error.details.len(), 5);
        assert!(error.message.contains("'12345678901x'"), "{error}");
    }
}
