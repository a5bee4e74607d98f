//! What is left of secrets in the memory of a process once its answers are freed.
#![cfg(target_os = "linux")]

mod host;
mod station;

use crate::deep;
use host::{Found, Host};
use station::{REQUESTS, Station};
use std::time::{Duration, Instant};

/// Closing takes a moment, in the background.
const SOON: Duration = Duration::from_secs(10);

/// Secrets by what they are called in messages.
type Secrets = Vec<(&'static str, Vec<u8>)>;

/// What sessions and clients keep for later calls.
fn is_kept(request: &str, secret: &str) -> bool {
    match secret {
        "password" | "token" => request == "a kept login",
        "password of the proxy" => request == "keys over a proxy",
        "signature" => false,
        _ => true,
    }
}

#[test]
fn only_what_is_kept_for_later_calls_outlives_answers_and_connections() {
    for (name, request) in REQUESTS {
        let station = Station::new();
        let mut host = Host::new();
        let has_tokens = host.hold(&request(&station));
        let secrets = station.secrets();
        let held = host.find(&secrets);
        assert_eq!(held.contains_key("password"), has_tokens, "{name}: {held:?}");
        assert!(held.contains_key("signature"), "{name}: what is looked for is not found at all");
        host.free();
        let freed = host.find(&secrets);
        assert!(!freed.contains_key("password") || is_kept(name, "password"), "{name}: {freed:?}");

        drop(station);
        let is_closed = |found: &Found| found.keys().all(|secret| is_kept(name, secret));
        let closed = host.find_until(&secrets, SOON, is_closed);
        assert!(is_closed(&closed), "{name}: {closed:?}");

        host.clear_cache();
        assert_eq!(host.find(&secrets), Found::new(), "{name}");
    }
}

/// A connection keeps what it sent and got last: until it is closed, or cleared.
#[test]
fn what_an_idle_connection_keeps_goes_with_it() {
    let station = Station::new();
    let mut host = Host::new();
    let request = station.with_keys(station.over_tls());
    let is_closed = |found: &Found| found.keys().all(|secret| is_kept("keys", secret));
    assert!(host.call(&request));
    assert!(!is_closed(&host.find(&station.secrets())));
    if deep() {
        let started = Instant::now();
        let left = host.find_until(&station.secrets(), Duration::from_secs(60), is_closed);
        println!("secrets: an idle connection kept its own for {} s", started.elapsed().as_secs());
        assert!(is_closed(&left), "{left:?}");
        assert!(host.call(&request));
    }
    host.clear_cache();
    assert_eq!(host.find_until(&station.secrets(), SOON, Found::is_empty), Found::new());
}
