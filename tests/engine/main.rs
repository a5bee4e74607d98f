//! The engine through the crate's API, against the local endpoint.
#![allow(clippy::disallowed_methods, missing_docs)]

mod calls;
mod cli;
mod connect;
mod endpoints;
mod failures;
mod home;
mod log;
mod login_session;
mod metadata;
mod mfa;
mod panics;
mod precedence;
mod process;
mod profiles;
mod proxied;
mod proxies;
mod public;
mod roles;
mod saml;
mod sso;
mod support;
mod tls;
mod tokens;
mod unsigned;
mod web_identity;
