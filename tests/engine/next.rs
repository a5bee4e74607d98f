//! What serves the registries that are not ours: our own file, other helpers, the logins of clients.

mod clients;
mod file;
mod helper;
mod ourselves;
mod place;
