//! Container clients: how each logs in, where it keeps its logins, and what can be in the way.

mod config_file;
mod store;
#[cfg(test)]
mod test_files;
mod tool;

pub use config_file::ConfigFile;
pub use store::{Placement, erase, placement};
pub use tool::{Place, Tool};
