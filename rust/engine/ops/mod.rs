//! What can be asked, one file an operation, and the table of them: the only room that knows all others. Here a request
//! is turned into the types of the rooms below.

pub mod ask;
pub mod callers;
pub mod check;
pub mod clear_cache;
pub mod cli;
pub mod client_options;
pub mod connect;
pub mod connection;
pub mod disconnect;
pub mod explain;
pub mod groups;
pub mod helper;
mod helper_registries;
mod inspect;
mod install;
pub mod judge;
pub mod kubelet_images;
pub mod logins;
pub mod mapped;
pub mod names;
pub mod no_client;
pub mod padding;
pub mod perform;
pub mod plan;
pub mod profiles;
pub mod reach;
pub mod remote;
pub mod remote_broken;
pub mod remote_ended;
pub mod remote_list;
mod setup_work;
pub mod several;
mod tokens;
mod uninstall;
pub mod wanted_logins;
