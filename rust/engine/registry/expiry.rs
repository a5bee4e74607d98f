//! When a login ends, as its password itself says.

use crate::base::object::read_object;
use crate::registry::token::CALENDAR;
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use serde::Deserialize;
use zeroize::Zeroizing;

/// Passwords come with their padding or without.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What in a password of ECR is no secret.
#[derive(Deserialize)]
struct Token {
    expiration: f64,
}

/// The end of a login, in seconds since 1970. A password of ECR is base64 of JSON that says it; of any other, and of those
/// of its first years, nobody knows.
pub fn expiry_of(password: &str) -> Option<f64> {
    let bytes = Zeroizing::new(BASE64.decode(password.trim()).ok()?);
    let token: Token = read_object(&bytes).ok()?;
    Some(token.expiration).filter(|seconds| CALENDAR.contains(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_of_ecr_says_when_it_ends() {
        let json = r#"{"payload":"x","datakey":"y","version":"2","type":"DATA_KEY","expiration":1764370689}"#;
        let padded = base64::engine::general_purpose::STANDARD.encode(json);
        for password in [padded.as_str(), padded.trim_end_matches('='), &format!("{padded}\n")] {
            assert_eq!(expiry_of(password), Some(1_764_370_689.0));
        }
    }

    #[test]
    fn of_any_other_nobody_knows() {
        for json in [
            r#"{"payload":"x","version":"1","type":"DATA_KEY"}"#,
            r#"{"expiration":"1764370689"}"#,
            r#"{"expiration":null}"#,
            r#"{"expiration":1e300}"#,
            "[1764370689]",
            "1764370689",
            "text",
            "",
        ] {
            let password = base64::engine::general_purpose::STANDARD.encode(json);
            assert_eq!(expiry_of(&password), None, "{json}");
        }
        for password in ["", "password", "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3NjQzNzA2ODl9.c2lnbmVk", "%%%"] {
            assert_eq!(expiry_of(password), None, "{password}");
        }
    }
}
