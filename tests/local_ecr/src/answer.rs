//! An answer before it is sent, and the shapes errors have in each protocol.

use serde_json::{Value, json};

/// How a service writes its answers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Protocol {
    /// JSON 1.1: ECR.
    Json,
    /// JSON under paths: SSO, sign-in.
    RestJson,
    /// Form in, XML out: STS.
    Query,
    /// Whatever the path says: metadata, web pages.
    Plain,
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub protocol: Protocol,
    pub status: u16,
    pub content_type: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// The error code, for the record of the call.
    pub error: Option<String>,
}

/// Where the request id goes in an answer that repeats it in its body.
pub const REQUEST_ID: &str = "{request-id}";
pub const STS_NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

impl Answer {
    pub fn json(body: &Value) -> Answer {
        Answer { protocol: Protocol::Json, ..Answer::text(200, "application/x-amz-json-1.1", &body.to_string()) }
    }

    pub fn rest_json(body: &Value) -> Answer {
        Answer { protocol: Protocol::RestJson, ..Answer::text(200, "application/json", &body.to_string()) }
    }

    pub fn xml(body: &str) -> Answer {
        Answer { protocol: Protocol::Query, ..Answer::text(200, "text/xml", body) }
    }

    pub fn text(status: u16, content_type: &str, body: &str) -> Answer {
        Answer {
            protocol: Protocol::Plain,
            status,
            content_type: content_type.into(),
            headers: Vec::new(),
            body: body.into(),
            error: None,
        }
    }

    pub fn not_found() -> Answer {
        Answer::text(404, "text/plain", "not found").failed("NotFound")
    }

    pub fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Answer {
        self.headers.push((name, value.into()));
        self
    }

    /// Puts the request id where the body has a place for it.
    pub fn sign_off(&mut self, request_id: &str) {
        if self.protocol == Protocol::Query {
            let body = String::from_utf8_lossy(&self.body);
            self.body = body.replace(REQUEST_ID, request_id).into();
        }
    }

    /// Names the error that the record of the call shows.
    pub fn failed(mut self, code: &str) -> Answer {
        self.error = Some(code.into());
        self
    }
}

impl Protocol {
    /// An error as the services of this protocol write it.
    pub fn failure(self, status: u16, code: &str, message: &str) -> Answer {
        let answer = match self {
            Protocol::Json => Answer { status, ..Answer::json(&json!({ "__type": code, "message": message })) }
                .with_header("x-amzn-errortype", code),
            Protocol::RestJson => Answer { status, ..Answer::rest_json(&json!({ "message": message })) }
                .with_header("x-amzn-errortype", code),
            Protocol::Query => Answer { status, ..Answer::xml(&query_error(status, code, message)) },
            Protocol::Plain => Answer::text(status, "text/plain", message),
        };
        answer.failed(code)
    }
}

fn query_error(status: u16, code: &str, message: &str) -> String {
    let fault = if status < 500 { "Sender" } else { "Receiver" };
    format!(
        "<ErrorResponse xmlns=\"{STS_NAMESPACE}\">\
         <Error><Type>{fault}</Type><Code>{}</Code><Message>{}</Message></Error>\
         <RequestId>{REQUEST_ID}</RequestId></ErrorResponse>",
        escape(code),
        escape(message)
    )
}

/// Text as it stands in XML and HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
