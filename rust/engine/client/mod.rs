//! Container clients: their table, config files and stores, how each is logged in and out. Uses `registry` and `base`.

pub mod config_file;
pub mod login;
pub mod status;
pub mod store;
#[cfg(test)]
mod test_files;
pub mod tool;
