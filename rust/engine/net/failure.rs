//! From an exchange that came to nothing to one of our errors.

use super::error::{ExchangeError, TransportError};
use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use rustls::CertificateError;

/// What an exchange that found no answer amounts to.
pub fn of_exchange(error: &ExchangeError) -> Error {
    let code = match error.cause {
        TransportError::ConnectTimeout(_) => Code::ConnectTimeout,
        TransportError::ReadTimeout(_) => Code::ReadTimeout,
        TransportError::Dns(_) => Code::DnsFailed,
        TransportError::Refused(_) => Code::ConnectionRefused,
        TransportError::Proxy(_) => Code::ProxyFailed,
        TransportError::Bundle(_) => Code::InvalidCABundle,
        TransportError::Trust(_) | TransportError::Tls(_) => Code::TlsFailed,
        TransportError::TooLarge => Code::AnswerTooLarge,
        TransportError::Broken(_) => Code::ConnectionFailed,
    };
    let cause = error.cause.to_string();
    let message = format!("No answer from {}: {}.", printable(&error.endpoint), printable(cause.trim_end_matches('.')));
    let ours = Error::new(code, message);
    match &error.cause {
        TransportError::Tls(rustls::Error::InvalidCertificate(why)) => of_certificate(ours, why),
        _ => ours,
    }
}

/// Another authority helps only where that is what is missing.
fn of_certificate(error: Error, why: &CertificateError) -> Error {
    match why {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => {
            error.hint("Check the clock of this machine; if it is right, who runs the endpoint or the proxy must renew its certificate.")
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            error.hint("Check -EndpointUrl, AWS_ENDPOINT_URL and proxy settings: another host answers in its place.")
        }
        _ => error,
    }
}
