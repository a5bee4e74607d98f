//! The C ABI of the library that `ECRLOGIN_LIBRARY` names: the file that ships, not a build of this test.
#![allow(unsafe_code, clippy::disallowed_methods, missing_docs)]

mod c_program;
#[cfg(target_os = "linux")]
mod daemons;
mod faults;
mod library;
mod load;
mod memory;
mod pointers;
mod progress;
mod requests;
mod secrets;
mod symbols;

/// Whether the task deep runs the tests: with numbers that take too long for every run.
fn deep() -> bool {
    std::env::var_os("ECRLOGIN_DEEP").is_some()
}
