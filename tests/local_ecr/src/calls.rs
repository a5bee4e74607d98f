//! What the endpoint remembers of the calls it got.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::request::Request;

/// One request to one of the services; requests to the control interface are not among them.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Call {
    pub number: u64,
    /// `ecr`, `ecr-public` and so on: who answered.
    pub service: String,
    pub operation: String,
    pub method: String,
    pub path: String,
    pub target: Option<String>,
    pub host: Option<String>,
    pub user_agent: Option<String>,
    /// The access key, region and service that the signature claims, and the signature itself.
    pub access_key: Option<String>,
    pub region: Option<String>,
    pub signing_name: Option<String>,
    pub signature: Option<String>,
    pub session_token_present: bool,
    pub session_token_sha256: Option<String>,
    pub registry_ids: Vec<String>,
    /// What was asked for, by the names of the service; secrets as `sha256:…`.
    pub parameters: BTreeMap<String, String>,
    /// The header amz-sdk-request, which counts the attempts.
    pub attempt: Option<String>,
    pub invocation_id: Option<String>,
    pub connection: u64,
    /// `http` or `https`.
    pub scheme: String,
    pub tls_version: Option<String>,
    /// Milliseconds since 1970, by the true clock.
    pub at_ms: u64,
    pub fault: Option<String>,
    /// What was answered, unless a fault kept it back.
    pub status: Option<u16>,
    pub error: Option<String>,
    pub request_id: String,
    /// The temporary access key that was handed out.
    pub issued_access_key: Option<String>,
    pub outcome: Outcome,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The answer is not complete yet.
    #[default]
    Open,
    Answered,
    /// The client closed the connection before the answer was complete.
    Aborted,
    /// A fault ended the connection.
    Cut,
}

/// Connections that carried at least one call.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Connections {
    pub open: u64,
    pub accepted: u64,
    /// Closed by the client while a call was being answered.
    pub aborted: u64,
    pub in_flight: u64,
    pub max_in_flight: u64,
    pub tls_failed: u64,
}

impl Call {
    pub fn new(service: &str, operation: &str, request: &Request) -> Call {
        Call {
            service: service.into(),
            operation: operation.into(),
            method: request.method.to_string(),
            path: request.uri.path().into(),
            target: request.owned_header("x-amz-target"),
            host: request.owned_header("host"),
            user_agent: request.owned_header("user-agent"),
            attempt: request.owned_header("amz-sdk-request"),
            invocation_id: request.owned_header("amz-sdk-invocation-id"),
            session_token_present: request.header("x-amz-security-token").is_some(),
            session_token_sha256: request
                .header("x-amz-security-token")
                .map(|token| hex::encode(Sha256::digest(token))),
            connection: request.peer.connection,
            scheme: request.peer.scheme.into(),
            tls_version: request.peer.tls_version.clone(),
            ..Call::default()
        }
    }

    pub fn note(&mut self, name: &str, value: &str) {
        self.parameters.insert(name.into(), value.into());
    }

    /// Notes a secret so that a test can recognise it.
    pub fn note_secret(&mut self, name: &str, value: &str) {
        self.note(name, &format!("sha256:{}", hex::encode(Sha256::digest(value))));
    }
}
