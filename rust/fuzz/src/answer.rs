//! Answers of services: whatever they send, an answer of ours comes of it.

use super::exchange;
use super::service::Service;
use super::sources::SERVICES;
use std::sync::LazyLock;

/// Asks for a token, with these bytes for answers, and gives the code of what came of it.
pub fn run(data: &[u8]) -> String {
    static SERVICE: LazyLock<Service> = LazyLock::new(Service::start);
    exchange::run(data, &SERVICE, &SERVICES, None)
}
