//! The check, tried on small engines.

mod circles;
mod shape;
mod upward;
