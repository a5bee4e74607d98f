//! A safe API over what only Windows has: programs that end with all they started, pipes that can be
//! looked into, data that only their owner can read, who may write a file. Empty elsewhere.
#![cfg(windows)]

pub mod dpapi;
pub mod job;
pub mod pipe;
pub mod trust;
