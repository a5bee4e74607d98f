//! What is told of the credential helper.

use crate::message::answer::Failure;
use crate::message::explained::Explained;
use serde::Serialize;

/// How the helper would serve registries.
#[derive(Serialize)]
pub struct Inspected {
    /// One for each registry, or one for none where none is known.
    pub helpers: Vec<InspectedRegistry>,
    /// The names that are none, and what cannot be told.
    pub failures: Vec<Failure>,
}

/// How the helper would serve one.
#[derive(Serialize)]
pub struct InspectedRegistry {
    /// The host; none where no registry is known.
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
