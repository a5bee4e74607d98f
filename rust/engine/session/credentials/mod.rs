//! Credentials: every source of them, in the order of the AWS CLI v2. Knows profiles, roles, web identities,
//! single sign-on, processes, containers and instances; uses what the session has settled before.

mod assume;
mod broken;
mod cached;
mod cli_cache;
mod context;
mod forget;
mod keys;
mod login;
mod process;
mod profile;
mod refused;
mod role;
mod saml;
mod sdk;
mod settle;
mod sso;
mod sts;
mod web_identity;

pub use context::Context;
pub use forget::forget as forget_role_sessions;
pub use refused::{Signer, is_refusal};
pub use settle::settle;
