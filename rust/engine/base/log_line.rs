//! What a user is told beside the result.

use serde::Serialize;

/// A line for the user's -Verbose, -Debug or warning stream.
#[derive(Clone, Debug, Serialize)]
pub struct LogLine {
    /// Which stream.
    pub level: Level,
    /// The line.
    pub message: String,
}

/// The stream of a [`LogLine`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// -Verbose.
    Verbose,
    /// -Debug.
    Debug,
    /// A warning.
    Warning,
}
