//! The engine through the crate's API, against the local endpoint.
#![allow(clippy::disallowed_methods, missing_docs)]

mod calls;
mod cli;
mod connect;
mod echoes;
mod endpoints;
mod failures;
mod home;
mod install;
mod log;
mod login_session;
mod logins;
mod map;
mod metadata;
mod mfa;
mod next;
#[cfg(unix)]
mod nodes;
mod panics;
mod precedence;
mod process;
mod profiles;
mod programs;
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
