//! The way to registries, as a request has it.

use crate::net::http::Limits;
use crate::service::verify::Way;
use crate::session::connection::Connection;
use crate::session::settings::Settings;
use std::time::Duration;

/// How registries are asked: over the same way as the service, and within the same limits.
pub fn way(settings: &Settings, connection: &Connection) -> Way {
    let limit = |ms| (ms > 0).then(|| Duration::from_millis(ms));
    let limits = Limits { connect: limit(connection.connect_timeout_ms), read: limit(connection.read_timeout_ms) };
    Way { http: settings.http.clone(), limits }
}
