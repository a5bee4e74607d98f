//! The C ABI of EcrLogin: bytes in, bytes out. [`exports`] is what a C program sees, [`calls`] the same for Rust.

pub mod calls;
pub mod exports;
pub mod panics;
mod runtime;
