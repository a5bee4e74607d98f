//! Answers of the services that tell containers and instances who they are.

use super::exchange;
use super::service::Service;
use super::sources::METADATA;
use std::sync::LazyLock;
use std::time::Duration;

/// What takes longer is a pause of the SDK's before it asks again, which it does whatever AWS_MAX_ATTEMPTS says.
const PATIENCE: Duration = Duration::from_millis(20);

static SERVICE: LazyLock<Service> = LazyLock::new(Service::start);

/// Asks for a token, with these bytes for answers; cancels where it would pause.
pub fn run(data: &[u8]) {
    exchange::verdict(data, &SERVICE, &METADATA, Some(PATIENCE));
}

/// The same without a limit; the code of what came of it.
pub fn verdict(data: &[u8]) -> String {
    exchange::verdict(data, &SERVICE, &METADATA, None)
}
