//! What is told of the credential helper.

use crate::message::explained::Explained;
use serde::Serialize;

/// How the helper would serve one.
#[derive(Serialize)]
pub struct InspectedRegistry {
    /// The host; `*` for every registry, where the helper is the store of a client; none where no registry is known.
    pub registry: Option<String>,
    /// How it would be asked; none where that cannot be told.
    #[serde(flatten)]
    pub explained: Option<Explained>,
    /// The program that clients find, else the copy.
    pub program: Option<String>,
    /// What each client would ask, and the file that says so.
    pub clients: Vec<String>,
    /// What is wrong, each with its remedy.
    pub problems: Vec<String>,
}
