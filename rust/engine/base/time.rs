//! Times as files of the AWS CLI have them.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use std::time::SystemTime;

/// A time as `credential_process` and token caches write it: ISO 8601.
pub fn time_of(text: &str) -> Option<SystemTime> {
    let time = DateTime::from_str(text, Format::DateTimeWithOffset).ok()?;
    SystemTime::try_from(time).ok()
}

/// A time in that form, in whole seconds.
pub fn iso_of(time: SystemTime) -> Option<String> {
    DateTime::from_secs(DateTime::from(time).secs()).fmt(Format::DateTime).ok()
}
