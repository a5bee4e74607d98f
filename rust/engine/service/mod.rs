//! ECR and ECR Public: their calls, endpoints and failures. Uses `registry`, `net` and `base`.

pub mod challenge;
pub mod client;
pub mod date;
pub mod endpoint;
pub mod entry;
pub mod failure;
pub mod private;
pub mod public;
pub mod verify;
