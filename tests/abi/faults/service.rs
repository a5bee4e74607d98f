//! Errors that the service names, and status codes without a name.

use super::{ID, Row, Station, settings};
use local_ecr::{Fault, Settings};
use serde_json::json;

/// Codes of ECR and of every AWS service: status, code, and what it becomes.
const CODES: &[(u16, &str, &str)] = &[
    // GetAuthorizationToken's own.
    (400, "InvalidParameterException", "InvalidServiceParameter"),
    (500, "ServerException", "ServiceError"),
    (400, "ServerException", "ServiceError"),
    // Those of every service.
    (400, "AccessDeniedException", "AccessDenied"),
    (403, "AccessDenied", "AccessDenied"),
    (403, "NotAuthorized", "AccessDenied"),
    (403, "UnauthorizedOperation", "AccessDenied"),
    (403, "OptInRequired", "AccessDenied"),
    (403, "SubscriptionRequiredException", "AccessDenied"),
    (400, "UnrecognizedClientException", "UnrecognizedClient"),
    (403, "InvalidClientTokenId", "UnrecognizedClient"),
    (403, "InvalidAccessKeyId", "UnrecognizedClient"),
    (401, "AuthFailure", "UnrecognizedClient"),
    (400, "ExpiredTokenException", "ExpiredToken"),
    (403, "ExpiredToken", "ExpiredToken"),
    (400, "TokenRefreshRequired", "ExpiredToken"),
    (400, "RequestExpired", "ClockSkew"),
    (403, "RequestTimeTooSkewed", "ClockSkew"),
    (400, "InvalidSignatureException", "InvalidSignature"),
    (403, "SignatureDoesNotMatch", "InvalidSignature"),
    (400, "IncompleteSignature", "InvalidSignature"),
    (400, "IncompleteSignatureException", "InvalidSignature"),
    (403, "MissingAuthenticationToken", "InvalidSignature"),
    (400, "MissingAuthenticationTokenException", "InvalidSignature"),
    (400, "ThrottlingException", "Throttled"),
    (400, "Throttling", "Throttled"),
    (400, "ThrottledException", "Throttled"),
    (429, "TooManyRequestsException", "Throttled"),
    (503, "RequestLimitExceeded", "Throttled"),
    (503, "SlowDown", "Throttled"),
    (429, "SomethingNew", "Throttled"),
    (400, "LimitExceededException", "Throttled"),
    (400, "ValidationError", "InvalidServiceParameter"),
    (400, "ValidationException", "InvalidServiceParameter"),
    (400, "InvalidParameterValue", "InvalidServiceParameter"),
    (400, "InvalidParameterCombination", "InvalidServiceParameter"),
    (400, "MissingParameter", "InvalidServiceParameter"),
    (400, "UnsupportedCommandException", "InvalidServiceParameter"),
    (400, "UnknownOperationException", "InvalidAnswer"),
    (400, "InvalidAction", "InvalidAnswer"),
    (404, "UnknownOperation", "InvalidAnswer"),
    (400, "SerializationException", "InvalidAnswer"),
    (400, "MalformedHttpRequestException", "InvalidAnswer"),
    (500, "InternalFailure", "ServiceError"),
    (500, "InternalError", "ServiceError"),
    (503, "ServiceUnavailable", "ServiceError"),
    (503, "ServiceUnavailableException", "ServiceError"),
    (400, "RequestTimeoutException", "ServiceError"),
    (400, "RequestAbortedException", "ServiceError"),
    (413, "RequestEntityTooLargeException", "ServiceError"),
    (400, "SomethingNew", "ServiceError"),
    (500, "SomethingNew", "ServiceError"),
];

fn error(status: u16, code: &str) -> Fault {
    Fault::Error { status, code: code.into(), message: "why it is so".into() }
}

#[test]
fn errors_of_the_service() {
    let rows = CODES.iter().map(|(status, code, ours)| Row::fails(error(*status, code), ours));
    Station::new().try_rows(rows.collect());
}

/// Whether a second attempt can help is what scripts go by.
#[test]
fn what_can_pass_is_told_apart_from_what_cannot() {
    let station = Station::new();
    let retryable = |status, code| {
        station.ecr.set(Settings { fault: Some(error(status, code)), ..settings() });
        let answer = station.ask(json!({ "env": { "AWS_MAX_ATTEMPTS": "1" } }));
        let error = &answer["ok"]["failures"][0]["error"];
        assert_eq!((error["aws_code"].as_str(), error["http_status"].as_u64()), (Some(code), Some(status.into())));
        assert!(error["message"].as_str().unwrap().contains("why it is so"), "{error}");
        error["retryable"].as_bool().unwrap()
    };
    for (status, code) in [
        (400, "ThrottlingException"),
        (500, "InternalFailure"),
        (503, "ServiceUnavailable"),
        (400, "RequestTimeoutException"),
        (500, "SomethingNew"),
    ] {
        assert!(retryable(status, code), "{code}");
    }
    for (status, code) in [
        (400, "AccessDeniedException"),
        (400, "SomethingNew"),
        (400, "ValidationError"),
        (400, "OptInRequired"),
        (413, "RequestEntityTooLargeException"),
    ] {
        assert!(!retryable(status, code), "{code}");
    }
}

#[test]
fn statuses_without_an_error_code() {
    let html = |status, code| Row::fails(Fault::Html { status }, code);
    Station::new().try_rows(vec![
        html(200, "InvalidAnswer"),
        html(204, "NoAuthorizationData"),
        html(302, "InvalidAnswer"),
        html(400, "InvalidAnswer"),
        html(403, "InvalidAnswer"),
        html(404, "InvalidAnswer"),
        html(407, "ProxyFailed"),
        html(429, "Throttled"),
        html(500, "ServiceError"),
        html(502, "ServiceError"),
        html(503, "ServiceError"),
        html(504, "ServiceError"),
    ]);
}

#[test]
fn what_passes_is_tried_again() {
    let mut rows: Vec<Row> = [500, 502, 503, 504].map(|status| Row::passes(error(status, "ServerException"), 1)).into();
    rows.extend([502, 503, 504].map(|status| Row::passes(Fault::Html { status }, 1)));
    rows.push(Row::passes(error(503, "ServiceUnavailable"), 2));
    rows.push(Row::passes(error(400, "RequestTimeoutException"), 1));
    rows.push(Row::passes(Fault::Throttle {}, 2));
    rows.push(Row::passes(error(400, "RequestLimitExceeded"), 1));
    // After the last attempt it is told.
    let still = Row::fails(Fault::Throttle {}, "Throttled").asking(json!({ "env": { "AWS_MAX_ATTEMPTS": "2" } }));
    rows.push(still);
    Station::new().try_rows(rows);
}

#[test]
fn a_header_of_the_request_that_the_service_repeats_is_not_told() {
    let echo = |code: &str, header: &str| Fault::Echo { status: 400, code: code.into(), header: header.into() };
    let mut rows = Vec::new();
    for header in ["x-amz-security-token", "authorization"] {
        rows.push(Row::fails(echo("InvalidSignatureException", header), "InvalidSignature"));
        rows.push(Row::fails(echo("SomethingNew", header), "ServiceError"));
    }
    Station::new().try_rows(rows);
}

#[test]
fn a_clock_that_is_wrong_is_made_up_for_or_told() {
    let off = |seconds: i64| Settings { clock_offset_s: seconds, ..settings() };
    let mut rows = Vec::new();
    for seconds in [3600, -3600, 86_400 * 400, -86_400 * 400] {
        rows.push(Row::under(format!("clock off by {seconds} s"), off(seconds), "ClockSkew"));
        let corrected = Row::under(format!("clock off by {seconds} s, corrected"), off(seconds), "");
        rows.push(Row {
            codes: Vec::new(),
            ..corrected.answering(&[ID]).asking(json!({ "env": { "AWS_MAX_ATTEMPTS": "3" } }))
        });
    }
    rows.push(Row { codes: Vec::new(), ..Row::under("clock off by 4 minutes", off(240), "").answering(&[ID]) });
    Station::new().try_rows(rows);
}
