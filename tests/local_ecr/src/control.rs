//! The control interface: settings in, records out, as JSON under `/_control`.

use hyper::Method;
use serde::Serialize;
use serde_json::json;

use crate::answer::Answer;
use crate::request::Request;
use crate::settings::Settings;
use crate::world::{State, World};

/// The answer to a request of the control interface, nothing for any other.
pub fn answer(request: &Request, state: &State) -> Option<Answer> {
    let what = request.uri.path().strip_prefix("/_control")?;
    if !what.is_empty() && !what.starts_with('/') {
        return None;
    }
    let world = &mut state.lock();
    Some(match (&request.method, what) {
        (&Method::GET, "/settings") => shown(&world.settings),
        (&Method::PUT, "/settings") => set(world, &request.body),
        (&Method::GET, "/calls") => shown(&world.calls),
        (&Method::GET, "/connections") => shown(&world.connections),
        (&Method::GET, "/tunnels") => shown(&world.tunnels),
        (&Method::DELETE, what) => match clear(world, what) {
            Some(()) => Answer::rest_json(&json!({})),
            None => unknown(request),
        },
        _ => unknown(request),
    })
}

fn set(world: &mut World, body: &[u8]) -> Answer {
    match serde_json::from_slice::<Settings>(body) {
        Ok(settings) => {
            world.set(settings);
            shown(&world.settings)
        }
        Err(error) => refused(400, &error.to_string()),
    }
}

fn clear(world: &mut World, what: &str) -> Option<()> {
    match what {
        "" | "/" => world.reset(),
        "/settings" => world.set(Settings::default()),
        "/calls" => world.calls.clear(),
        "/tunnels" => world.tunnels.clear(),
        "/connections" => world.reset_connections(),
        _ => return None,
    }
    Some(())
}

fn shown(value: &impl Serialize) -> Answer {
    match serde_json::to_value(value) {
        Ok(json) => Answer::rest_json(&json),
        Err(error) => refused(500, &error.to_string()),
    }
}

fn unknown(request: &Request) -> Answer {
    let asked = format!("{} {}", request.method, request.uri.path());
    refused(404, &format!("the control interface has no {asked}"))
}

fn refused(status: u16, message: &str) -> Answer {
    Answer { status, ..Answer::rest_json(&json!({ "error": message })) }
}
