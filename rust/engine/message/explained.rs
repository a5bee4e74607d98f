//! What is told of a registry without asking anybody.

use serde::Serialize;

/// How a registry would be asked.
#[derive(Default, Serialize)]
pub struct Explained {
    /// The host; `*` for every registry.
    pub host: String,
    /// Whether the host is one of ECR by its name.
    pub is_ecr: bool,
    /// The line of the map that is of it: file and number.
    pub map_line: Option<String>,
    /// The files in which a map was looked for.
    pub maps: Vec<String>,
    /// Whether the line says that nobody logs in there.
    pub anonymous: bool,
    /// The profile in force, where there is one.
    pub profile: Option<String>,
    /// The role that it assumes by the map.
    pub role: Option<String>,
    /// The account; none of a host that is not ours, and of ECR Public.
    pub account: Option<String>,
    /// The region; none where only instance metadata could tell.
    pub region: Option<String>,
    /// The endpoint that is asked for its token.
    pub endpoint: Option<String>,
    /// Until when the credential helper gives the login that it keeps, in seconds since 1970; none where it keeps none.
    pub kept_until: Option<i64>,
    /// When a client handed that login in, likewise; none for one that the helper got.
    pub handed_in_at: Option<i64>,
    /// What serves registries that are not ours.
    pub next: String,
}

impl Explained {
    /// Whether the helper itself serves the host: by ECR, or by nobody, where the map says so.
    pub fn is_ours(&self) -> bool {
        self.anonymous || self.is_ecr || self.account.is_some()
    }
}
