use crate::support::World;
use ecr_abi::calls::{self, Waited};
use local_ecr::{Fault, Settings, Stage};
use serde_json::{Value, json};
use std::thread;
use std::time::{Duration, Instant};

fn hanging() -> World {
    World::new(Settings { fault: Some(Fault::Hang { at: Stage::Header }), ..Settings::default() })
}

fn start(world: &World) -> u64 {
    calls::start(world.request(json!({})).to_string().as_bytes())
}

fn code(answer: &str) -> String {
    let value: Value = serde_json::from_str(answer).unwrap();
    value["error"]["code"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_call_is_waited_for_and_taken_once() {
    let world = World::new(Settings { delay_ms: 100, ..Settings::default() });
    let call = start(&world);
    assert_eq!(calls::wait(call, Some(Duration::ZERO)), Waited::NotYet);
    assert_eq!(calls::wait(call, None), Waited::Ready);
    assert!(calls::take(call).contains("password-for-"));
    assert_eq!(calls::wait(call, None), Waited::NoSuchCall);
    assert_eq!(code(&calls::take(call)), "UnknownCall");
}

#[test]
fn of_two_takers_one_gets_the_answer() {
    let world = World::new(Settings { delay_ms: 100, ..Settings::default() });
    let call = start(&world);
    let takers = [(); 2].map(|()| thread::spawn(move || calls::take(call)));
    let mut codes = takers.map(|t| code(&t.join().unwrap()));
    codes.sort();
    assert_eq!(codes, ["", "UnknownCall"]);
}

#[test]
fn cancelling_drops_the_connection_and_wakes_the_waiters() {
    let world = hanging();
    let call = start(&world);
    assert!(world.ecr.wait_until(Duration::from_secs(5), |calls, _| calls.len() == 1));
    let waiter = thread::spawn(move || calls::wait(call, None));
    let taker = thread::spawn(move || code(&calls::take(call)));
    thread::sleep(Duration::from_millis(50));
    calls::cancel(call);
    assert_eq!(waiter.join().unwrap(), Waited::NoSuchCall);
    assert_eq!(taker.join().unwrap(), "UnknownCall");
    assert!(world.ecr.wait_until(Duration::from_secs(5), |_, connections| connections.aborted == 1));
}

#[test]
fn a_bad_request_is_a_call_too() {
    let call = calls::start(b"{");
    assert_eq!(calls::wait(call, Some(Duration::ZERO)), Waited::Ready);
    assert_eq!(code(&calls::take(call)), "InvalidRequest");
}

#[test]
fn a_client_and_its_connection_serve_the_next_call() {
    let world = World::new(Settings::default());
    world.ask(json!({}));
    world.ask(json!({}));
    assert_eq!(world.ecr.connections().accepted, 1);
}

#[test]
fn waiting_ends_in_time() {
    let world = hanging();
    let call = start(&world);
    let started = Instant::now();
    assert_eq!(calls::wait(call, Some(Duration::from_millis(60))), Waited::NotYet);
    assert!(started.elapsed() >= Duration::from_millis(60));
    calls::cancel(call);
}
