//! The program of tests/c/secrets.c while it waits for commands.

use super::Secrets;
use crate::c_program::Program;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How the program knows the bytes that it looks for: without having them.
const MASK: u8 = 0x5a;

/// How many bytes of a secret are enough to call it one.
const PART: usize = 20;

pub struct Host {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    _program: Program,
}

/// Where secrets were found, by their names.
pub type Found = BTreeMap<&'static str, Vec<String>>;

impl Host {
    pub fn new() -> Host {
        let program = Program::new("secrets");
        let mut child = program.command().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Host { child, input, output, _program: program }
    }

    fn tell(&mut self, command: &str) -> String {
        writeln!(self.input, "{command}").unwrap();
        self.line()
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "the program ended");
        line.trim().to_owned()
    }

    /// Makes a call and frees its answer; whether it had tokens.
    pub fn call(&mut self, request: &Value) -> bool {
        self.tell(&format!("call {request}")) == "tokens"
    }

    /// Makes a call and keeps its answer.
    pub fn hold(&mut self, request: &Value) -> bool {
        self.tell(&format!("hold {request}")) == "tokens"
    }

    pub fn free(&mut self) {
        self.tell("free");
    }

    pub fn clear_cache(&mut self) {
        self.call(&json!({ "version": 1, "op": "clear_cache" }));
    }

    /// Looks for the beginning, the middle and the end of each secret.
    pub fn find(&mut self, secrets: &Secrets) -> Found {
        let mut found = Found::new();
        for (name, secret) in secrets {
            let last = secret.len() - PART;
            let parts = [0, last / 2, last].map(|start| masked(&secret[start..start + PART]));
            writeln!(self.input, "find {}", parts.join(" ")).unwrap();
            let places: Vec<String> = parts.iter().map(|_| self.line()).filter(|line| line != "nowhere").collect();
            if !places.is_empty() {
                found.entry(name).or_default().extend(places);
            }
        }
        found
    }

    /// The same, until it finds what is wanted or the time is over.
    pub fn find_until(&mut self, secrets: &Secrets, limit: Duration, wanted: impl Fn(&Found) -> bool) -> Found {
        let end = Instant::now() + limit;
        loop {
            let found = self.find(secrets);
            if wanted(&found) || Instant::now() > end {
                return found;
            }
            thread::sleep(Duration::from_millis(100));
        }
    }
}

fn masked(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{:02x}", byte ^ MASK)).collect()
}

impl Drop for Host {
    fn drop(&mut self) {
        // Its end is all that is wanted.
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}
