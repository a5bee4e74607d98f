//! What both services answer with.

use crate::base::secret::Secret;

/// An entry of an answer, as the service gave it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Base64 of `user:password`.
    pub token: Option<Secret>,
    /// `https://host`.
    pub proxy_endpoint: Option<String>,
    /// Seconds since 1970.
    pub expires_at: Option<f64>,
    /// The id of the call that answered.
    pub request_id: Option<String>,
    /// When it was answered by the service's clock, in seconds since 1970.
    pub served_at: Option<i64>,
}
