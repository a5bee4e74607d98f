//! The house in order: what the project says about itself agrees with itself, and its crates are what deny.toml lets in.
#![allow(clippy::disallowed_methods, missing_docs)]

mod crates;
mod documents;
mod fenced;
mod files;
mod header;
mod locked;
mod members;
mod rooms;
mod supply;
mod systems;
mod unseen;
mod versions;
mod workflows;
