//! Why an exchange came to nothing.

use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::retry::ErrorKind;
use std::time::Duration;

/// The most bytes of an answer's body that are read.
pub const MAX_BODY: usize = 8 * 1024 * 1024;

/// A request that found no answer; the source of the SDK's connector errors.
#[derive(Debug)]
pub struct ExchangeError {
    /// Scheme, host and port that were asked.
    pub endpoint: String,
    /// Why there is no answer.
    pub cause: TransportError,
}

impl std::fmt::Display for ExchangeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.endpoint, self.cause)
    }
}

impl std::error::Error for ExchangeError {}

/// What went wrong between a request and its answer.
#[derive(Clone, Debug)]
pub enum TransportError {
    /// No connection in time: name service, TCP, proxy and TLS together.
    ConnectTimeout(Duration),
    /// Connected, but no whole answer in time.
    ReadTimeout(Duration),
    /// The host name does not resolve.
    Dns(String),
    /// Nothing listens there.
    Refused(String),
    /// The proxy refused the tunnel or could not be reached.
    Proxy(String),
    /// The trust store of the system cannot be used.
    Trust(String),
    /// The bundle that the user named cannot be used.
    Bundle(String),
    /// The TLS handshake failed.
    Tls(rustls::Error),
    /// The body is over the limit.
    TooLarge,
    /// Something in the middle of the exchange.
    Broken(String),
}

impl std::fmt::Display for TransportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::ConnectTimeout(limit) => write!(f, "no connection within {} s", limit.as_secs_f64()),
            Self::ReadTimeout(limit) => write!(f, "no whole answer within {} s", limit.as_secs_f64()),
            Self::Dns(what) => write!(f, "the host name does not resolve ({what})"),
            Self::Refused(what) => write!(f, "the connection was refused ({what})"),
            Self::Proxy(what) => write!(f, "the proxy failed: {what}"),
            Self::Trust(what) | Self::Bundle(what) => f.write_str(what),
            Self::Tls(error) => write!(f, "the TLS handshake failed: {error}"),
            Self::TooLarge => write!(f, "the answer is larger than {} MiB", MAX_BODY >> 20),
            Self::Broken(what) => write!(f, "the connection broke ({what})"),
        }
    }
}

impl std::error::Error for TransportError {}

impl From<ExchangeError> for ConnectorError {
    fn from(error: ExchangeError) -> Self {
        match &error.cause {
            TransportError::ConnectTimeout(_) | TransportError::ReadTimeout(_) => ConnectorError::timeout(error.into()),
            TransportError::Refused(_) | TransportError::Dns(_) | TransportError::Broken(_) => {
                ConnectorError::io(error.into())
            }
            TransportError::Proxy(_) => ConnectorError::other(error.into(), Some(ErrorKind::TransientError)),
            TransportError::Trust(_)
            | TransportError::Bundle(_)
            | TransportError::Tls(_)
            | TransportError::TooLarge => ConnectorError::other(error.into(), None),
        }
    }
}

/// The last error of a chain: the one that says what happened.
pub fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}
