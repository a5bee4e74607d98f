//! What serves the registries that are not ours: a file of our own, or another credential helper, and the logins that
//! clients have in their files. Never ourselves.

mod address;
mod ancestors;
pub mod answer;
mod choice;
mod clients;
mod entry;
mod given;
mod helper;
mod own_file;
mod store;
mod turns;

pub use choice::Next;
pub use clients::has_login;
pub use entry::decoded;
pub use given::Given;
pub use own_file::OwnFile;
pub use store::NextStore;
