//! The logins that are there, whether they are good, and logins without a client.

mod check;
mod desk;
mod list;
mod no_client;
mod online;
#[cfg(unix)]
mod places;
