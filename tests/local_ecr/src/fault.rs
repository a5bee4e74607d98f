//! What can go wrong on purpose, and how an answer becomes what is sent.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::answer::{Answer, Protocol};
use crate::calls::Call;
use crate::request::Request;
use crate::settings::Settings;
use crate::world::World;

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// Waits before it answers.
    Slow { delay_ms: u64 },
    /// Sends the body one byte at a time.
    Drip { interval_ms: u64 },
    /// Never goes on.
    Hang {
        #[serde(default)]
        at: Stage,
    },
    /// Ends the connection with a TCP reset.
    Reset {
        #[serde(default)]
        at: Stage,
    },
    /// Ends the connection in the ordinary way, too early.
    Close {
        #[serde(default)]
        at: Stage,
    },
    /// An error of the service in the shape of its protocol.
    Error {
        status: u16,
        #[serde(default = "server_exception")]
        code: String,
        #[serde(default)]
        message: String,
    },
    /// An error that repeats a header of the request, as services do to explain a wrong signature.
    Echo { status: u16, code: String, header: String },
    /// The service's refusal of too many calls.
    Throttle {},
    /// A web page, as a gateway on the way answers.
    Html {
        #[serde(default = "bad_gateway")]
        status: u16,
    },
    /// Half of the body, declared as if it were the whole.
    Truncated {},
    /// A body of this many bytes, JSON to its end; its length is declared or not.
    BodyBytes {
        bytes: u64,
        #[serde(default)]
        declared: bool,
    },
    /// No entry at all.
    Empty {},
    /// Entries for accounts that nobody asked for.
    Extra { accounts: Vec<String> },
    /// The last entries are missing.
    Fewer {
        #[serde(default = "one")]
        count: usize,
    },
    /// Every entry twice.
    Duplicates {},
}

/// How far an answer gets.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nothing is sent.
    #[default]
    Header,
    /// The header and half of the body are sent.
    Body,
}

/// An answer word for word.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RawBody {
    #[serde(default = "ok")]
    pub status: u16,
    #[serde(default = "json_1_1")]
    pub content_type: String,
    pub text: String,
}

fn server_exception() -> String {
    "ServerException".into()
}

fn bad_gateway() -> u16 {
    502
}

fn ok() -> u16 {
    200
}

fn one() -> usize {
    1
}

fn json_1_1() -> String {
    "application/x-amz-json-1.1".into()
}

/// An answer with everything that happens on its way.
pub struct Plan {
    pub delay: Duration,
    pub stop: Option<Stop>,
    pub answer: Answer,
    pub steps: VecDeque<Step>,
    /// The Content-Length that is announced.
    pub length: Option<u64>,
}

pub enum Step {
    Data(Bytes),
    /// This many blanks.
    Blanks(u64),
    Wait(Duration),
    Stop(Stop),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stop {
    Hang,
    Reset,
    Close,
}

/// The bytes before a cut have to be on the wire before the connection goes.
const FLUSH: Duration = Duration::from_millis(20);

/// Decides how a call is answered, and notes the fault in its record.
pub fn plan(world: &mut World, call: &mut Call, request: &Request, mut answer: Answer) -> Plan {
    if !applies(&world.settings, call) {
        answer.sign_off(&call.request_id);
        return Plan::plain(answer);
    }
    let delay = Duration::from_millis(world.settings.delay_ms);
    if let Some(raw) = &world.settings.body {
        answer = Answer::text(raw.status, &raw.content_type, &raw.text);
    }
    let fault = world.take_fault(call);
    if let Some(fault) = &fault {
        call.fault = Some(fault.name());
        answer = substitute(fault, request, answer);
    }
    answer.sign_off(&call.request_id);
    let mut plan = match fault {
        Some(fault) => deliver(fault, answer),
        None => Plan::plain(answer),
    };
    plan.delay += delay;
    plan
}

fn applies(settings: &Settings, call: &Call) -> bool {
    settings.fault_on.contains(&call.operation)
}

/// The faults of a service: something else is answered.
fn substitute(fault: &Fault, request: &Request, answer: Answer) -> Answer {
    match fault {
        Fault::Error { status, code, message } => answer.protocol.failure(*status, code, message),
        Fault::Echo { status, code, header } => {
            let value = request.header(header).unwrap_or_default();
            answer.protocol.failure(*status, code, &format!("The string to sign holds '{header}:{value}'"))
        }
        Fault::Throttle {} => throttled(answer.protocol),
        Fault::Html { status } => {
            Answer::text(*status, "text/html", "<html><body><h1>Something on the way is not well</h1></body></html>")
        }
        Fault::Empty {} => edit(answer, Vec::clear),
        Fault::Extra { accounts } => edit(answer, |list| extend(list, accounts)),
        Fault::Fewer { count } => edit(answer, |list| {
            list.truncate(list.len().saturating_sub(*count));
        }),
        Fault::Duplicates {} => edit(answer, |list| {
            *list = list.iter().flat_map(|e| [e.clone(), e.clone()]).collect();
        }),
        _ => answer,
    }
}

/// The faults of the way: the answer does not arrive as it should.
fn deliver(fault: Fault, mut answer: Answer) -> Plan {
    match fault {
        Fault::Slow { delay_ms } => Plan { delay: Duration::from_millis(delay_ms), ..Plan::plain(answer) },
        Fault::Drip { interval_ms } => drip(answer, Duration::from_millis(interval_ms)),
        Fault::Hang { at } => stop(answer, at, Stop::Hang),
        Fault::Reset { at } => stop(answer, at, Stop::Reset),
        Fault::Close { at } => stop(answer, at, Stop::Close),
        Fault::Truncated {} => {
            answer.body.truncate(answer.body.len() / 2);
            Plan::plain(answer)
        }
        Fault::BodyBytes { bytes, declared } => flood(answer, bytes, declared),
        _ => Plan::plain(answer),
    }
}

fn throttled(protocol: Protocol) -> Answer {
    match protocol {
        Protocol::Query => protocol.failure(400, "Throttling", "Rate exceeded"),
        _ => protocol.failure(400, "ThrottlingException", "Rate exceeded"),
    }
}

fn stop(answer: Answer, at: Stage, stop: Stop) -> Plan {
    let mut plan = Plan::plain(answer);
    match at {
        Stage::Header => plan.stop = Some(stop),
        Stage::Body => {
            let half = plan.answer.body.len() / 2;
            plan.steps = VecDeque::from([
                Step::Data(Bytes::copy_from_slice(&plan.answer.body[..half])),
                Step::Wait(FLUSH),
                Step::Stop(stop),
            ]);
        }
    }
    plan
}

fn drip(answer: Answer, interval: Duration) -> Plan {
    let mut plan = Plan::plain(answer);
    plan.steps =
        plan.answer.body.iter().flat_map(|&byte| [Step::Wait(interval), Step::Data(vec![byte].into())]).collect();
    plan
}

fn flood(answer: Answer, bytes: u64, declared: bool) -> Plan {
    Plan {
        steps: VecDeque::from([Step::Data("{".into()), Step::Blanks(bytes.saturating_sub(2)), Step::Data("}".into())]),
        length: declared.then_some(bytes.max(2)),
        ..Plan::plain(answer)
    }
}

fn edit(mut answer: Answer, change: impl FnOnce(&mut Vec<Value>)) -> Answer {
    let Ok(mut body) = serde_json::from_slice::<Value>(&answer.body) else {
        return answer;
    };
    let list = body.get_mut("authorizationData").and_then(Value::as_array_mut);
    if let Some(list) = list {
        change(list);
        answer.body = body.to_string().into_bytes();
    }
    answer
}

/// Repeats the first entry under other accounts.
fn extend(list: &mut Vec<Value>, accounts: &[String]) {
    let Some(first) = list.first().cloned() else {
        return;
    };
    for account in accounts {
        let mut entry = first.clone();
        if let Some((_, rest)) = first["proxyEndpoint"].as_str().and_then(|endpoint| endpoint.split_once('.')) {
            entry["proxyEndpoint"] = format!("https://{account}.{rest}").into();
        }
        list.push(entry);
    }
}

impl Plan {
    pub fn plain(answer: Answer) -> Plan {
        let body = Bytes::copy_from_slice(&answer.body);
        Plan {
            delay: Duration::ZERO,
            stop: None,
            length: Some(body.len() as u64),
            steps: (!body.is_empty()).then_some(Step::Data(body)).into_iter().collect(),
            answer,
        }
    }
}

impl Fault {
    /// The name the control interface knows the fault by.
    fn name(&self) -> String {
        let json = serde_json::to_value(self).unwrap_or_default();
        json["kind"].as_str().unwrap_or_default().into()
    }
}
