//! The request parser.

use ecr_engine::{Code, Request, VERSION};
use serde_json::Value;

/// Reads a request: what is taken is a JSON object of this version, what is refused is refused in words of ours.
/// Gives the code of what came of it.
pub fn run(data: &[u8]) -> String {
    let error = match Request::parse(data) {
        Ok(request) => {
            assert_eq!(request.version, VERSION);
            let json: Value = serde_json::from_slice(data).expect("a request is JSON");
            assert_eq!(json["version"], VERSION, "as another reader has it");
            return "ok".to_owned();
        }
        Err(error) => error,
    };
    assert_eq!(error.code, Code::InvalidRequest);
    assert!(is_ours(&error.message), "{}", error.message);
    error.code.as_str().to_owned()
}

/// Whether a message is one of ours, without a word that could come from the request.
fn is_ours(message: &str) -> bool {
    let text: String = message.chars().filter(|c| !c.is_ascii_digit()).collect();
    if ["The request is not UTF-.", "The request has version ; this engine speaks version ."].contains(&text.as_str()) {
        return true;
    }
    let Some(rest) = text.strip_prefix("The request is invalid in ") else { return false };
    let Some(what) = rest.strip_suffix(" at line , column .") else { return false };
    let field = what.strip_prefix("the field '").and_then(|rest| rest.strip_suffix('\''));
    match field {
        Some(field) => is_field(field),
        None => ["its JSON", "an unknown or missing field"].contains(&what),
    }
}

/// Whether a request has a field of this name: all but two may be null.
fn is_field(name: &str) -> bool {
    let request = format!("{{\"version\":1,\"{name}\":null}}");
    ["version", "op"].contains(&name) || Request::parse(request.as_bytes()).is_ok()
}
