//! Container clients: their table, config files and stores, how each is logged in and out. Uses `registry` and `base`.

pub mod arguments;
pub mod auth_file;
pub mod config_file;
pub mod config_text;
pub mod endings;
pub mod entry;
pub mod fallbacks;
pub mod found;
pub mod helper_config;
pub mod kept;
pub mod listed;
pub mod login;
pub mod logout;
pub mod neighbours;
pub mod next;
pub mod place;
pub mod placement;
pub mod protocol;
pub mod remote_break;
pub mod remote_command;
pub mod remote_ending;
pub mod remote_place;
pub mod served;
pub mod shelf;
pub mod shelves;
pub mod shim;
pub mod sought;
pub mod spelling;
pub mod status;
pub mod store;
pub mod system;
#[cfg(test)]
mod test_files;
pub mod tool;
pub mod words;
