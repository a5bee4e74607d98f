//! The credential helper is installed into clients' configs, and taken out again, in homes of every kind.

mod again;
mod clients;
mod desk;
mod inspect;
mod lost;
mod map;
mod others;
#[cfg(unix)]
mod program;
mod round;
