//! The server's clock and the ways time is written.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, PrimitiveDateTime, format_description};

/// Now, moved by so many seconds.
pub fn now(offset_s: i64) -> SystemTime {
    let shift = Duration::from_secs(offset_s.unsigned_abs());
    if offset_s < 0 { SystemTime::now() - shift } else { SystemTime::now() + shift }
}

pub fn millis(at: SystemTime) -> u64 {
    at.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}

pub fn seconds(at: SystemTime) -> f64 {
    millis(at) as f64 / 1000.0
}

/// `2026-01-31T12:00:00Z`
pub fn iso(epoch_seconds: f64) -> String {
    OffsetDateTime::from_unix_timestamp(epoch_seconds as i64)
        .ok()
        .and_then(|at| at.format(&Rfc3339).ok())
        .unwrap_or_default()
}

/// Seconds since 1970 of `2026-01-31T12:00:00Z`.
pub fn from_iso(text: &str) -> Option<f64> {
    let at = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    Some(at.unix_timestamp() as f64)
}

const AMZ_DATE: &str = "[year][month][day]T[hour][minute][second]Z";

/// The form of the header x-amz-date: `20260131T120000Z`
pub fn amz_date(at: SystemTime) -> String {
    format_description::parse_borrowed::<2>(AMZ_DATE)
        .ok()
        .and_then(|form| OffsetDateTime::from(at).format(&form).ok())
        .unwrap_or_default()
}

pub fn from_amz_date(text: &str) -> Option<SystemTime> {
    let form = format_description::parse_borrowed::<2>(AMZ_DATE).ok()?;
    let at = PrimitiveDateTime::parse(text, &form).ok()?;
    Some(at.assume_utc().into())
}
