//! Registries: ids, hosts, image names, partitions, tokens and kept logins. Asks nobody; uses `net` for what a URL is,
//! and `base`.

pub(crate) mod command;
pub(crate) mod expiry;
pub mod id;
pub(crate) mod images;
pub(crate) mod kept;
pub mod name;
pub(crate) mod partitions;
pub(crate) mod parts;
pub(crate) mod reference;
pub(crate) mod target;
pub mod token;
