//! A request answered by a process of its own.

use crate::support::ask;
use serde_json::Value;
use std::io::{Write, read_to_string};
use std::process::{Child, Command, Stdio};
use std::{env, io};

/// Set for a child process, which answers the request on its standard input.
const CHILD: &str = "ECRLOGIN_TEST_CHILD";

pub fn is_child() -> bool {
    env::var_os(CHILD).is_some()
}

pub fn answer_as_child() {
    let requests: Vec<Value> = serde_json::from_str(&read_to_string(io::stdin()).unwrap()).unwrap();
    let answers: Vec<Value> = requests.iter().map(ask).collect();
    println!("{}", serde_json::to_string(&answers).unwrap());
}

/// Starts a process with some requests, which it answers one after another.
pub fn start(requests: &[Value]) -> Child {
    let mut child = Command::new(env::current_exe().unwrap());
    let mut child = child.env(CHILD, "1").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(serde_json::to_string(requests).unwrap().as_bytes()).unwrap();
    child
}

/// Its answers.
pub fn answers(child: Child) -> Vec<Value> {
    serde_json::from_slice(&child.wait_with_output().unwrap().stdout).expect("the child answers")
}

/// The answer of a new process to one request.
pub fn ask_alone(request: Value) -> Value {
    answers(start(&[request])).remove(0)
}
