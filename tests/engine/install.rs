//! The credential helper is installed into clients' configs, and taken out again, in homes of every kind.

mod clients;
mod desk;
mod inspect;
mod map;
mod others;
mod program;
mod round;
