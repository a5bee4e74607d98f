//! What goes wrong on purpose.

mod common;

use std::time::{Duration, Instant};

use common::{send_within, tokens};
use local_ecr::{Fault, LocalEcr, Outcome, RawBody, Settings, Stage};

const ID: &str = "111122223333";
const SOON: Duration = Duration::from_secs(5);

fn with(fault: Fault) -> LocalEcr {
    LocalEcr::start(Settings { fault: Some(fault), ..Settings::default() })
}

fn entries(fault: Fault) -> Vec<serde_json::Value> {
    let json = tokens(with(fault).url(), &[ID]).unwrap().json();
    json["authorizationData"].as_array().unwrap().clone()
}

#[test]
fn slow_and_drip_take_their_time() {
    let slow = with(Fault::Slow { delay_ms: 120 });
    let start = Instant::now();
    assert_eq!(tokens(slow.url(), &[ID]).unwrap().status, 200);
    assert!(start.elapsed() >= Duration::from_millis(120));
    assert_eq!(slow.calls()[0].fault.as_deref(), Some("slow"));

    let drip = with(Fault::Drip { interval_ms: 1 });
    let start = Instant::now();
    let reply = tokens(drip.url(), &[ID]).unwrap();
    assert!(start.elapsed() >= Duration::from_millis(reply.body.len() as u64));
    assert!(reply.json()["authorizationData"][0]["expiresAt"].is_f64());
}

#[test]
fn a_hang_lasts_until_the_client_leaves_and_that_is_noticed() {
    for at in [Stage::Header, Stage::Body] {
        let ecr = with(Fault::Hang { at });
        let headers = [("x-amz-target", common::PRIVATE)];
        let url = format!("{}/", ecr.url());
        let limit = Duration::from_millis(100);
        assert!(send_within(limit, "POST", &url, &headers, "{}").is_err());
        assert!(
            ecr.wait_until(SOON, |calls, connections| {
                connections.aborted == 1
                    && connections.open == 0
                    && connections.in_flight == 0
                    && calls[0].outcome == Outcome::Aborted
            }),
            "{at:?}: {:?}",
            ecr.connections()
        );
    }
}

#[test]
fn a_reset_is_a_reset_and_a_close_is_not() {
    for at in [Stage::Header, Stage::Body] {
        let ecr = with(Fault::Reset { at });
        let error = tokens(ecr.url(), &[ID]).unwrap_err();
        // Wine tells who reads of an end, not of its kind.
        assert!(error.contains("ConnectionReset") || cfg!(windows), "{at:?}: {error}");
        assert!(ecr.wait_until(SOON, |calls, _| calls[0].outcome == Outcome::Cut));
        assert_eq!(ecr.connections().aborted, 0);
    }
    for at in [Stage::Header, Stage::Body] {
        let ecr = with(Fault::Close { at });
        let error = tokens(ecr.url(), &[ID]).unwrap_err();
        assert!(!error.contains("ConnectionReset"), "{at:?}: {error}");
        assert!(ecr.wait_until(SOON, |calls, _| calls[0].outcome == Outcome::Cut));
    }
}

#[test]
fn errors_come_in_the_shape_of_the_service() {
    let ecr = with(Fault::Error { status: 503, code: "ServiceUnavailableException".into(), message: "later".into() });
    let reply = tokens(ecr.url(), &[ID]).unwrap();
    assert_eq!(reply.status, 503);
    assert_eq!(reply.code(), "ServiceUnavailableException");
    assert_eq!(reply.json()["message"], "later");

    let reply = tokens(with(Fault::Throttle {}).url(), &[ID]).unwrap();
    assert_eq!((reply.status, reply.code().as_str()), (400, "ThrottlingException"));

    let reply = tokens(with(Fault::Html { status: 502 }).url(), &[ID]).unwrap();
    assert_eq!((reply.status, reply.header("content-type")), (502, "text/html"));
}

#[test]
fn bodies_are_broken_or_huge() {
    let reply = tokens(with(Fault::Truncated {}).url(), &[ID]).unwrap();
    assert_eq!(reply.status, 200);
    assert!(serde_json::from_slice::<serde_json::Value>(&reply.body).is_err());

    for declared in [false, true] {
        let bytes = 3_000_000;
        let reply = tokens(with(Fault::BodyBytes { bytes, declared }).url(), &[ID]).unwrap();
        assert_eq!(reply.body.len(), 3_000_000);
        assert_eq!(reply.headers.contains_key("content-length"), declared);
        assert!(reply.json().as_object().unwrap().is_empty());
    }

    let ecr = LocalEcr::start(Settings {
        body: Some(RawBody { status: 418, content_type: "text/plain".into(), text: "as it is".into() }),
        ..Settings::default()
    });
    let reply = tokens(ecr.url(), &[ID]).unwrap();
    assert_eq!((reply.status, reply.text().as_str()), (418, "as it is"));
}

#[test]
fn an_error_repeats_what_was_sent() {
    let ecr = with(Fault::Echo { status: 403, code: "Odd".into(), header: "authorization".into() });
    let reply = tokens(ecr.url(), &[ID]).unwrap();
    assert_eq!((reply.status, reply.code().as_str()), (403, "Odd"));
    let signature = ecr.calls()[0].signature.clone().unwrap();
    assert_eq!(signature.len(), 64);
    assert!(reply.text().contains(&signature), "{}", reply.text());
}

#[test]
fn entries_are_missing_or_too_many() {
    assert_eq!(entries(Fault::Empty {}).len(), 0);
    assert_eq!(entries(Fault::Fewer { count: 1 }).len(), 0);
    assert_eq!(entries(Fault::Duplicates {}).len(), 2);
    let extra = entries(Fault::Extra { accounts: vec!["000000000042".into()] });
    assert_eq!(extra[1]["proxyEndpoint"], "https://000000000042.dkr.ecr.eu-west-1.amazonaws.com");
}

#[test]
fn a_fault_is_counted_and_can_be_for_some_registries_only() {
    let ecr = LocalEcr::start(Settings {
        fault: Some(Fault::Throttle {}),
        fault_count: Some(1),
        only_ids: vec!["000000000001".into()],
        ..Settings::default()
    });
    let status = |id: &str| tokens(ecr.url(), &[id]).unwrap().status;
    assert_eq!(status(ID), 200);
    assert_eq!(status("000000000001"), 400);
    assert_eq!(status("000000000001"), 200);
}

#[test]
fn a_fault_is_for_the_operations_it_names() {
    let ecr = LocalEcr::start(Settings {
        fault: Some(Fault::Throttle {}),
        fault_on: vec!["AssumeRole".into()],
        ..Settings::default()
    });
    assert_eq!(tokens(ecr.url(), &[ID]).unwrap().status, 200);
}
