//! AWS Signature Version 4, from the side that checks it.

use std::time::{Duration, SystemTime};

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest, Sha256};

use crate::clock;
use crate::request::Request;
use crate::settings::Key;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const TOLERANCE: Duration = Duration::from_secs(15 * 60);

/// What is wrong with a signature, in the words of the service.
#[derive(Debug, Eq, PartialEq)]
pub enum Refusal {
    Unsigned,
    Incomplete(String),
    UnknownKey,
    ExpiredToken,
    Mismatch(String),
}

/// What an Authorization header claims.
#[derive(Debug)]
pub struct Claim {
    pub access_key: String,
    pub region: String,
    pub service: String,
    pub signature: String,
    date: String,
    signed_headers: Vec<String>,
}

impl Claim {
    pub fn read(request: &Request) -> Result<Claim, Refusal> {
        let header = request.header("authorization").ok_or(Refusal::Unsigned)?;
        let fields = header.strip_prefix(ALGORITHM).ok_or(Refusal::Unsigned)?;
        let field = |name: &str| {
            fields
                .split(',')
                .find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))
                .ok_or_else(|| Refusal::Incomplete(format!("Authorization header requires '{name}' parameter.")))
        };
        let credential = field("Credential")?;
        let [access_key, date, region, service, "aws4_request"] = credential.split('/').collect::<Vec<_>>()[..] else {
            return Err(Refusal::Incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. \
                 keyid/date/region/service/term"
                    .into(),
            ));
        };
        Ok(Claim {
            access_key: access_key.into(),
            region: region.into(),
            service: service.into(),
            date: date.into(),
            signed_headers: field("SignedHeaders")?.split(';').map(str::to_owned).collect(),
            signature: field("Signature")?.into(),
        })
    }

    /// Checks the claim for a service with the key it names.
    pub fn verify(&self, request: &Request, key: Option<&Key>, service: &str, now: SystemTime) -> Result<(), Refusal> {
        let key = key.ok_or(Refusal::UnknownKey)?;
        if request.header("x-amz-security-token") != key.session_token.as_deref() {
            return Err(Refusal::UnknownKey);
        }
        if key.expires_at.is_some_and(|end| end <= clock::seconds(now)) {
            return Err(Refusal::ExpiredToken);
        }
        let at = self.check_scope(request, service)?;
        check_age(at, now)?;
        let signature = self.sign(request, &key.secret, &clock::amz_date(at));
        if signature != self.signature {
            return Err(Refusal::Mismatch(
                "The request signature we calculated does not match the signature you provided. \
                 Check your AWS Secret Access Key and signing method. \
                 Consult the service documentation for details."
                    .into(),
            ));
        }
        Ok(())
    }

    fn check_scope(&self, request: &Request, service: &str) -> Result<SystemTime, Refusal> {
        if self.service != service {
            return Err(Refusal::Mismatch(format!("Credential should be scoped to correct service: '{service}'.")));
        }
        if !self.signed_headers.iter().any(|name| name == "host") {
            return Err(Refusal::Mismatch(
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.".into(),
            ));
        }
        let stamp = request.header("x-amz-date").unwrap_or_default();
        let at = clock::from_amz_date(stamp).ok_or_else(|| {
            Refusal::Incomplete(
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' \
                 header."
                    .into(),
            )
        })?;
        if !stamp.starts_with(&self.date) {
            return Err(Refusal::Mismatch(format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date \
                 from HTTP: '{}' != '{}', from '{stamp}'.",
                self.date,
                &stamp[..8]
            )));
        }
        Ok(at)
    }

    fn sign(&self, request: &Request, secret: &str, stamp: &str) -> String {
        let scope = format!("{}/{}/{}/aws4_request", self.date, self.region, self.service);
        let canonical = canonical_request(request, &self.signed_headers);
        let text = format!("{ALGORITHM}\n{stamp}\n{scope}\n{}", hex::encode(Sha256::digest(canonical)));
        let key = signing_key(secret, &self.date, &self.region, &self.service);
        hex::encode(hmac(&key, &text))
    }
}

fn check_age(at: SystemTime, now: SystemTime) -> Result<(), Refusal> {
    let (at_text, now_text) = (clock::amz_date(at), clock::amz_date(now));
    let (oldest, newest) = (now - TOLERANCE, now + TOLERANCE);
    if at < oldest {
        let oldest = clock::amz_date(oldest);
        return Err(Refusal::Mismatch(format!(
            "Signature expired: {at_text} is now earlier than {oldest} ({now_text} - 15 min.)"
        )));
    }
    if at > newest {
        let newest = clock::amz_date(newest);
        return Err(Refusal::Mismatch(format!(
            "Signature not yet current: {at_text} is still later than {newest} \
             ({now_text} + 15 min.)"
        )));
    }
    Ok(())
}

/// The request in the form both sides hash.
fn canonical_request(request: &Request, signed_headers: &[String]) -> String {
    let headers: String =
        signed_headers.iter().map(|name| format!("{name}:{}\n", canonical_header(request, name))).collect();
    let payload = match request.header("x-amz-content-sha256") {
        Some(hash) => hash.to_owned(),
        None => hex::encode(Sha256::digest(&request.body)),
    };
    format!(
        "{}\n{}\n{}\n{headers}\n{}\n{payload}",
        request.method,
        canonical_path(request.uri.path()),
        canonical_query(request.uri.query().unwrap_or_default()),
        signed_headers.join(";"),
    )
}

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const UNRESERVED_PATH: &AsciiSet = &UNRESERVED.remove(b'/');

/// Every service but S3 encodes the path a second time.
fn canonical_path(path: &str) -> String {
    utf8_percent_encode(path, UNRESERVED_PATH).to_string()
}

fn canonical_query(query: &str) -> String {
    let encode = |text: &str| {
        let bytes: Vec<u8> = percent_decode_str(text).collect();
        percent_encoding::percent_encode(&bytes, UNRESERVED).to_string()
    };
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (encode(name), encode(value)))
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.iter().map(|(n, v)| format!("{n}={v}")).collect();
    pairs.join("&")
}

/// All values of a header, each with its runs of blanks made one.
fn canonical_header(request: &Request, name: &str) -> String {
    let values: Vec<String> = request
        .headers
        .get_all(name)
        .iter()
        .map(|value| {
            let text = String::from_utf8_lossy(value.as_bytes());
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .collect();
    values.join(",")
}

fn signing_key(secret: &str, date: &str, region: &str, service: &str) -> Vec<u8> {
    let secret = format!("AWS4{secret}");
    let key = hmac(secret.as_bytes(), date);
    let key = hmac(&key, region);
    let key = hmac(&key, service);
    hmac(&key, "aws4_request")
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
#[path = "sigv4_tests.rs"]
mod tests;
