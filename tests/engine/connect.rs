//! Logins and their end, with stand-ins for the container clients and credential stores.

mod arguments;
mod config_path;
mod disconnect;
mod lists;
mod plan;
mod registries;
mod remote;
mod secrets;
#[cfg(unix)]
mod shims;
pub mod stand_in;
mod stores;
mod together;
mod trouble;
