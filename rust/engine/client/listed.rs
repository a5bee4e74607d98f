//! A login that is there.

use super::next::Given;
use super::tool::Tool;
use crate::registry::expiry::expiry_of;
use std::path::PathBuf;

/// A login that is there.
pub struct Listed {
    pub registry: String,
    pub tool: Tool,
    pub status: Standing,
    /// The store that keeps it, or the helper that makes it; none for the file itself.
    pub store: Option<String>,
    pub file: PathBuf,
    /// What -ConfigPath would name the client's place by.
    pub config_path: String,
    /// The login itself, where it was read.
    pub given: Option<Given>,
}

/// How long a login lasts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing {
    /// Until then, in seconds since 1970.
    Until(f64),
    /// Nobody knows.
    Unknown,
    /// A credential helper makes a new one whenever one is needed.
    Helper,
}

impl Standing {
    /// How long a login lasts, as its password says.
    pub fn of(given: &Given) -> Self {
        expiry_of(given.secret.expose()).map_or(Standing::Unknown, Standing::Until)
    }
}
