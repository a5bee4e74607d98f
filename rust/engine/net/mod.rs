//! The way to the network: HTTP, proxies, whom TLS trusts. Knows no service; uses `base`.

pub mod connect;
pub mod error;
pub mod failure;
pub mod http;
pub mod proxy;
pub mod trust;
pub mod url;
