//! The C ABI of the library that `ECRLOGIN_LIBRARY` names: the file that ships, not a build of this test.
#![allow(unsafe_code, clippy::disallowed_methods, missing_docs)]

mod c_program;
mod library;
mod pointers;
mod symbols;
