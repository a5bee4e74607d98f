//! Amazon ECR login tokens: the engine of the EcrLogin PowerShell module.
//!
//! A request is a JSON object, and so is its answer; see [`request`] and [`response`]. The same
//! engine is reached through the C ABI (`rust/include/ecr_login.h`) and through [`calls`].

pub mod calls;
pub mod client;
mod config;
mod connect;
mod connection;
mod credentials;
mod disconnect;
mod endpoint;
mod environment;
mod epoch;
pub mod error;
mod failure;
pub mod ffi;
mod files;
mod fingerprint;
mod http;
mod kept;
mod lock;
mod log;
mod login;
pub mod panics;
pub mod partitions;
mod private;
mod process;
mod profiles;
mod public;
mod recent;
mod redact;
pub mod registry;
pub mod request;
pub mod response;
mod runtime;
pub mod secret;
mod session;
pub mod token;
