//! Request and answer as types and as JSON, and the log of an answer. Speaks of what the rooms below it hold.

pub mod answer;
pub mod explained;
pub mod inspected;
pub mod log;
pub mod request;
pub mod setup;
