//! Answers of the services that tell containers and instances who they are.

use super::exchange;
use super::service::Service;
use super::sources::METADATA;
use std::sync::LazyLock;
use std::time::Duration;

/// Asks for a token, with these bytes for answers, and gives the code of what came of it: none where it takes
/// longer than the limit, as the SDK pauses before it asks again, whatever AWS_MAX_ATTEMPTS says.
pub fn run(data: &[u8], limit: Option<Duration>) -> String {
    static SERVICE: LazyLock<Service> = LazyLock::new(Service::start);
    exchange::run(data, &SERVICE, &METADATA, limit)
}
