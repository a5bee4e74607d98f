//! What the fuzz targets run; the tests of the engine run it too, over the seeds and the findings.

pub mod abi;
pub mod answer;
mod envelope;
mod exchange;
pub mod helper;
pub mod map;
pub mod metadata;
pub mod names;
pub mod next;
mod panics;
pub mod profiles;
pub mod request;
mod service;
mod sources;
mod world;
