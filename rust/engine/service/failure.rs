//! From an error of the SDK to one of ours.

use crate::base::confided::{confide, without_confided};
use crate::base::error::{Code, Error};
use crate::base::known::without;
use crate::base::printable::printable;
use crate::base::redact::redact_runs;
use crate::base::secret::Secret;
use crate::net::error::ExchangeError;
use crate::net::failure;
use aws_runtime::retries::classifiers::{THROTTLING_ERRORS, TRANSIENT_ERRORS};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;
use std::error::Error as StdError;

/// What a failed call of a service amounts to. It was made with these secrets, which the service may repeat in its answer.
pub fn of_call<E>(secrets: &[&str], service: &str, error: &SdkError<E, HttpResponse>) -> Error
where
    E: ProvideErrorMetadata + StdError + 'static,
{
    confide(secrets.iter().map(|secret| Secret::from((*secret).to_owned())));
    let without = |text: &str| without_confided(&without(text, secrets.iter().copied()));
    let told = |text: &str| told(&without(text));
    let mut ours = match error {
        SdkError::ServiceError(_) => {
            let text = without(error.message().unwrap_or_default());
            of_service(service, &without(error.code().unwrap_or_default()), &text, status(error))
        }
        SdkError::DispatchFailure(_) | SdkError::TimeoutError(_) | SdkError::ConstructionFailure(_) => {
            of_exchange(service, error)
        }
        _ => Error::new(Code::InvalidAnswer, "The answer of the endpoint is not one of the service's."),
    };
    ours.aws_code = error.code().map(told);
    ours.request_id = error.request_id().map(told);
    ours.http_status = status(error);
    ours
}

fn status<E>(error: &SdkError<E, HttpResponse>) -> Option<u16> {
    error.raw_response().map(|raw| raw.status().as_u16())
}

/// What a service says, without what it may repeat of a request.
fn told(text: &str) -> String {
    printable(redact_runs(text).trim())
}

/// Error codes of the service and of every AWS service, by what the user can do about them.
fn of_service(service: &str, aws_code: &str, text: &str, status: Option<u16>) -> Error {
    let skewed = text.contains("Signature expired") || text.contains("Signature not yet current");
    let code = match aws_code {
        "AccessDeniedException"
        | "AccessDenied"
        | "UnauthorizedOperation"
        | "NotAuthorized"
        | "OptInRequired"
        | "SubscriptionRequiredException" => Code::AccessDenied,
        "UnrecognizedClientException" | "InvalidClientTokenId" | "InvalidAccessKeyId" | "AuthFailure" => {
            Code::UnrecognizedClient
        }
        "ExpiredTokenException" | "ExpiredToken" | "TokenRefreshRequired" => Code::ExpiredToken,
        "RequestExpired" | "RequestTimeTooSkewed" | "RequestInTheFuture" => Code::ClockSkew,
        "InvalidSignatureException" | "SignatureDoesNotMatch" if skewed => Code::ClockSkew,
        "InvalidSignatureException"
        | "SignatureDoesNotMatch"
        | "IncompleteSignature"
        | "IncompleteSignatureException"
        | "MissingAuthenticationToken"
        | "MissingAuthenticationTokenException" => Code::InvalidSignature,
        "InvalidParameterException"
        | "InvalidParameterValue"
        | "InvalidParameterCombination"
        | "MissingParameter"
        | "ValidationError"
        | "ValidationException"
        | "UnsupportedCommandException" => Code::InvalidServiceParameter,
        "UnknownOperationException"
        | "UnknownOperation"
        | "InvalidAction"
        | "SerializationException"
        | "MalformedHttpRequestException" => Code::InvalidAnswer,
        _ if THROTTLING_ERRORS.contains(&aws_code) => Code::Throttled,
        _ => match status {
            Some(429) => Code::Throttled,
            Some(407) => Code::ProxyFailed,
            Some(500..) => Code::ServiceError,
            _ if aws_code.is_empty() => Code::InvalidAnswer,
            _ => Code::ServiceError,
        },
    };
    let what = match (aws_code, text) {
        ("", _) if status == Some(200) => "what is none of its answers".to_owned(),
        ("", _) => format!("HTTP status {}, without an error code of the service", status.unwrap_or_default()),
        (aws_code, "") => told(aws_code),
        (aws_code, text) => format!("{}: {}", told(aws_code), told(text)),
    };
    let mut error = Error::new(code, format!("{service} answered {}.", what.trim_end_matches('.')));
    let passes = status.is_some_and(|status| status >= 500) || TRANSIENT_ERRORS.contains(&aws_code);
    error.retryable |= passes;
    match aws_code {
        "OptInRequired" | "SubscriptionRequiredException" => {
            error.hint("Sign the account up for the service, or enable the region for the account.")
        }
        _ if code == Code::ServiceError && !passes => {
            error.retryable = false;
            error.hint("The service would refuse the same request again; its message says why.")
        }
        _ => error,
    }
}

/// The SDK wraps what our client reports; everything else about an exchange is told by its innermost cause.
fn of_exchange(service: &str, error: &(dyn StdError + 'static)) -> Error {
    let mut last = error;
    loop {
        if let Some(exchange) = last.downcast_ref::<ExchangeError>() {
            return failure::of_exchange(exchange);
        }
        match last.source() {
            Some(source) => last = source,
            None => break,
        }
    }
    if last.is::<http::uri::InvalidUri>() {
        return Error::new(Code::InvalidParameter, format!("The endpoint that is set for {service} is no URL."))
            .hint("Check AWS_ENDPOINT_URL and its like, and endpoint_url in the profile.");
    }
    Error::new(Code::ConnectionFailed, format!("The service could not be asked: {}.", printable(&last.to_string())))
}
