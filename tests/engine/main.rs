//! The engine through the crate's API, against the local endpoint.
#![allow(clippy::disallowed_methods, missing_docs)]

mod calls;
mod documents;
mod failures;
mod header;
mod panics;
mod profiles;
mod support;
mod tokens;
