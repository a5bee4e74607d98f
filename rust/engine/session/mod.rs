//! Who asks, and where: config files, region, credentials, connection settings. Uses `service`, `registry`, `net` and
//! `base`; knows no message.

pub mod answers;
pub mod connection;
pub mod credentials;
pub mod halt;
mod ini;
pub mod map;
pub mod open;
pub mod outlook;
mod plain;
pub mod profiles;
pub mod region;
pub mod sdk_store;
pub mod settings;
