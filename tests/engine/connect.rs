//! Logins and their end, with stand-ins for the container clients and credential stores.
#![cfg(unix)]

mod arguments;
mod config_path;
mod disconnect;
mod lists;
mod registries;
mod secrets;
mod shims;
mod stand_in;
mod stores;
mod together;
mod trouble;
