//! What is wrong with a map, and where.

use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use crate::base::shown::shown;
use std::path::Path;

/// What is wrong at one line of a file.
#[derive(Debug)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    /// The key, where it is one's fault.
    pub key: Option<String>,
    /// What is wrong with it, to be put behind the key.
    pub what: String,
}

impl Fault {
    /// A fault of the text itself.
    pub fn of_text(line: usize, what: impl Into<String>) -> Self {
        Fault { line, key: None, what: what.into() }
    }

    /// The error that names file, line and key.
    pub fn in_file(&self, file: &Path) -> Error {
        let key = self.key.as_deref().map(|key| format!("'{}' ", printable(key))).unwrap_or_default();
        let message = format!("The map {}, line {}: {key}{}.", shown(file), self.line, self.what);
        Error::new(Code::InvalidRegistryMap, message)
    }
}
