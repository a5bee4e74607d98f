//! Requests whose answers are known beforehand; none leaves this machine.

use super::super::service::{Answer as Served, Service};
use super::super::world::{ACCESS_KEY, SECRET_KEY, merge};
use super::answer::Answer;
use ecr_abi::exports::{ecr_login, ecr_login_start};
use serde_json::{Value, json};
use std::ffi::{CString, c_char};
use std::ptr::null;
use std::sync::LazyLock;

/// How long an endpoint that says nothing is waited for.
const PATIENCE_MS: u64 = 3;

static ALL: LazyLock<Vec<Request>> = LazyLock::new(all);

/// A request as a C string, NULL where there is none, and the code of its answer.
pub struct Request {
    text: Option<CString>,
    /// What its answer amounts to.
    pub code: &'static str,
}

impl Request {
    /// The one that a byte chooses.
    pub fn choose(byte: u8) -> &'static Request {
        &ALL[usize::from(byte) % ALL.len()]
    }

    /// Starts it and gives its handle.
    pub fn start(&self) -> u64 {
        // SAFETY: NULL or a NUL-terminated string that does not change.
        unsafe { ecr_login_start(self.pointer()) }
    }

    /// Runs it.
    pub fn ask(&self) -> Answer {
        // SAFETY: NULL or a NUL-terminated string that does not change.
        let answer = Answer::new(unsafe { ecr_login(self.pointer()) });
        assert_eq!(answer.code(), self.code);
        answer
    }

    fn pointer(&self) -> *const c_char {
        self.text.as_ref().map_or(null(), |text| text.as_ptr())
    }
}

fn all() -> Vec<Request> {
    let silent = Service::start();
    silent.answer_with(vec![Served { bytes: Vec::new(), last: false }]);
    let silence = json!({ "region": "eu-west-1", "endpoint_url": silent.url(), "read_timeout_ms": PATIENCE_MS });
    vec![
        Request { text: None, code: "InvalidRequest" },
        known("{", "InvalidRequest"),
        known(b"\xff", "InvalidRequest"),
        known("{\"version\":2}", "InvalidRequest"),
        known("{\"version\":1,\"op\":\"regions\"}", "ok"),
        known(request(json!({ "op": "profiles" })), "ok"),
        known(request(json!({})), "NoRegion"),
        known(request(json!({ "registry_ids": ["\u{e4}"] })), "InvalidRegistryId"),
        known(request(json!({ "secret_key": null })), "InvalidParameter"),
        known(request(silence), "ReadTimeout"),
    ]
}

fn known(text: impl Into<Vec<u8>>, code: &'static str) -> Request {
    Request { text: Some(CString::new(text).expect("requests hold no NUL")), code }
}

/// A request for a token, with what `more` adds or replaces.
fn request(more: Value) -> String {
    let env = json!({ "HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1" });
    let mut request = json!({ "version": 1, "access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "env": env });
    merge(&mut request, more);
    request.to_string()
}
