//! What holds for every answer of the engine.

use super::panics;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

const OUTCOMES: [&str; 3] = ["ok", "error", "needs"];

/// Reads an answer and checks all that holds for each: its form, and that it came about without a panic.
pub fn read(answer: &str) -> Value {
    panics::check();
    assert!(answer.is_ascii() && !answer.contains('\0'), "{answer}");
    // Quotes within texts are escaped, so that only a code can look like this.
    assert!(!answer.contains("\"code\":\"Internal\""), "{answer}");
    let value: Value = serde_json::from_str(answer).expect("an answer is JSON");
    assert_eq!(value["version"], 1, "{answer}");
    assert!(value["log"].is_array(), "{answer}");
    assert_eq!(OUTCOMES.iter().filter(|kind| value[**kind].is_object()).count(), 1, "{answer}");
    assert_eq!(value.as_object().map(serde_json::Map::len), Some(3), "{answer}");
    if value["error"].is_object() {
        check_error(&value["error"]);
    }
    list(&value["ok"]["failures"]).for_each(check_failure);
    list(&value["ok"]["tokens"]).for_each(check_token);
    value
}

/// The code that tells what an answer amounts to: its error, its one failure, what it needs; else that it is good.
pub fn verdict(answer: &Value) -> &str {
    let ok = &answer["ok"];
    [&answer["error"]["code"], &answer["needs"]["kind"], &ok["failures"][0]["error"]["code"]]
        .into_iter()
        .find_map(Value::as_str)
        .unwrap_or("ok")
}

fn check_failure(failure: &Value) {
    check_error(&failure["error"]);
    if failure["error"]["code"] == "ToolFailed" {
        let host = failure["registry_ids"][0].as_str().unwrap_or_default();
        assert!(is_host(host), "a client was given {host:?}");
    }
}

/// Whether a client takes a word for a host, with a port or without, and for nothing else.
fn is_host(word: &str) -> bool {
    let plain = word.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    plain && word.bytes().any(|b| b.is_ascii_alphanumeric()) && !word.starts_with('-')
}

fn check_error(error: &Value) {
    assert!(error["code"].as_str().is_some_and(|code| !code.is_empty()), "{error}");
    assert!(error["retryable"].is_boolean(), "{error}");
    let texts = ["message", "hint", "aws_code", "request_id"].map(|field| &error[field]);
    for text in texts.into_iter().chain(list(&error["details"])).filter_map(Value::as_str) {
        assert!(!text.chars().any(char::is_control), "{text:?}");
    }
    assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{error}");
}

fn check_token(token: &Value) {
    let text = |field: &str| token[field].as_str().unwrap_or_else(|| panic!("{field} is missing: {token}"));
    assert!(!text("proxy_endpoint").is_empty(), "{token}");
    if let Some(encoded) = token["authorization_token"].as_str() {
        let decoded = STANDARD.decode(encoded).expect("a token is base64");
        let login = format!("{}:{}", text("username"), text("password"));
        assert_eq!(decoded, login.as_bytes(), "{token}");
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
