//! A request whose answers the input holds.
//!
//! Its first two bytes choose what is asked and whether the SDK's log comes along. What follows are the services'
//! answers in their order, with a line `%%` between them. The first two bytes of each choose its status and
//! its type; then comes the body, or after the last type all of an HTTP answer from the status line on.

use super::envelope;
use super::panics;
use super::service::{Answer, Service};
use super::sources::Source;
use super::world::{SECRET_KEY, World};
use ecr_abi::calls::{self, Waited};
use serde_json::json;
use std::time::Duration;

const STATUSES: [u16; 8] = [200, 400, 403, 500, 404, 429, 503, 301];
const TYPES: [&str; 4] = ["application/x-amz-json-1.1", "application/json", "text/xml", "text/html"];
const SEPARATOR: &[u8] = b"\n%%\n";

/// Asks one of the sources of a service that answers with these bytes, and checks what comes of it.
/// Gives the code of that, and nothing where it takes longer than the limit.
pub fn run(data: &[u8], service: &Service, sources: &[Source], limit: Option<Duration>) -> String {
    panics::watch();
    let [source, debug, answers @ ..] = data else { return String::new() };
    service.answer_with(split(answers).into_iter().map(answer).collect());

    let world = World::new();
    let mut request = sources[choice(*source, sources.len())](&world, &service.url());
    request["debug"] = json!(choice(*debug, 2) == 1);
    let call = calls::start(request.to_string().as_bytes());
    if calls::wait(call, limit) == Waited::NotYet {
        calls::cancel(call);
        return String::new();
    }
    let answer = calls::take(call);

    let echoed = data.windows(SECRET_KEY.len()).any(|window| window == SECRET_KEY.as_bytes());
    assert!(echoed || !answer.contains(SECRET_KEY), "{}", *answer);
    envelope::verdict(&envelope::read(&answer)).to_owned()
}

/// A byte's choice out of `count`; digits are the first ten.
fn choice(byte: u8, count: usize) -> usize {
    usize::from(byte.wrapping_sub(b'0')) % count
}

fn split(data: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = data;
    while let Some(at) = rest.windows(SEPARATOR.len()).position(|window| window == SEPARATOR) {
        parts.push(&rest[..at]);
        rest = &rest[at + SEPARATOR.len()..];
    }
    parts.push(rest);
    parts
}

fn answer(data: &[u8]) -> Answer {
    let [status, kind, body @ ..] = data else { return Answer { bytes: data.to_vec(), last: true } };
    match TYPES.get(choice(*kind, TYPES.len() + 1)) {
        None => Answer { bytes: body.to_vec(), last: true },
        Some(kind) => Answer { bytes: framed(STATUSES[choice(*status, STATUSES.len())], kind, body), last: false },
    }
}

fn framed(status: u16, kind: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status} \r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}
