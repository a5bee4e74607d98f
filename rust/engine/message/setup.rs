//! What installing the credential helper did, and taking it away.

use serde::Serialize;

/// What installing or uninstalling did, or would do.
#[derive(Default, Serialize)]
pub struct Setup {
    /// One for each file that is changed; none where all is as wanted.
    pub changes: Vec<Change>,
    /// The hosts that the helper serves by name.
    pub registries: Vec<String>,
    /// The copy of the helper.
    pub program: Option<String>,
    /// Its folder, which has to be on PATH.
    pub folder: Option<String>,
    /// Whether it is, as the caller sees PATH.
    pub is_on_path: bool,
    /// Whether it is put there, or taken away from there: the caller does so for its own process, and on Windows for the
    /// user.
    pub changes_path: bool,
}

/// A change of one file.
#[derive(Serialize)]
pub struct Change {
    /// What is done with it.
    pub action: String,
    /// The file.
    pub target: String,
}
