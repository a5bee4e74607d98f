//! The credential helper in the clients' configs: what installing writes there, and what of it is taken out again.

mod asked;
mod asked_for_all;
mod config;
mod containers;
mod host_login;
mod program;
mod program_problems;
mod record;
mod shell;
mod targets;
mod unknown;

pub use asked::asked;
pub use asked_for_all::asked_for_all;
pub use config::{Wish, check_config, install, uninstall};
pub use containers::{Chain, chain, install_chain, is_chain, list_as_written, uninstall_chain};
pub use host_login::overruling_file;
pub use program::{check_folder, copy, file_name, folder, remove};
pub use program_problems::program_problems;
pub use record::{MapRecord, Record};
pub use shell::{add_line, check_profile, file_with_line, line_as_written, line_for, profile_file, remove_line};
pub use targets::{Target, targets};
pub use unknown::{files_in_sight, find_unknown};
