//! Requests against a local endpoint, in an environment of their own.

use local_ecr::{ACCESS_KEY, LocalEcr, SECRET_KEY};
use serde_json::{Value, json};

/// A request with the keys that the endpoint knows, and what a test adds or replaces.
pub fn request(ecr: &LocalEcr, more: Value) -> Value {
    let request = json!({
        "version": 1, "region": "us-east-1", "access_key": ACCESS_KEY, "secret_key": SECRET_KEY,
        "endpoint_url": ecr.url(), "env": { "AWS_EC2_METADATA_DISABLED": "true", "HOME": "/nonexistent" },
    });
    merge(request, more)
}

/// One object over another; objects in both become one, such as `env`.
pub fn merge(mut below: Value, above: Value) -> Value {
    let Value::Object(fields) = above else { return above };
    for (name, value) in fields {
        let field = &mut below[name];
        *field = if field.is_object() { merge(field.take(), value) } else { value };
    }
    below
}

/// The codes of all that failed.
pub fn codes(answer: &Value) -> Vec<&str> {
    let failures = answer["ok"]["failures"].as_array().into_iter().flatten().map(|failure| &failure["error"]);
    let all = answer.get("error").into_iter().chain(failures);
    all.map(|error| error["code"].as_str().unwrap_or_default()).collect()
}

/// The passwords, in the order of the answer.
pub fn passwords(answer: &Value) -> Vec<&str> {
    let tokens = answer["ok"]["tokens"].as_array().into_iter().flatten();
    tokens.map(|token| token["password"].as_str().unwrap_or_default()).collect()
}
