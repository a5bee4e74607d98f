#![no_main]

use std::time::Duration;

/// More than an exchange without a pause takes.
const LIMIT: Duration = Duration::from_millis(20);

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    ecr_login_fuzz::metadata::run(data, Some(LIMIT));
});
