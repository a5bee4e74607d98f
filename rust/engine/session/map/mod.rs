//! The map `registries.json`: which registry is asked with which profile, role, account and region. The user's own file,
//! then one of the whole machine; strict, and the first line that matches a host is the one that counts.

mod fault;
mod json;
mod line;
mod pattern;
mod places;
mod read;
mod trust;
mod write;

pub use line::{Line, role_fault};
pub use read::Map;
pub use write::{NewLine, Removed, add_lines, remove_lines, users_file};
