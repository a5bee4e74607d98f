//! Requests against a local endpoint, in an environment of their own.

use ecr_abi::calls;
use local_ecr::{ACCESS_KEY, LocalEcr, SECRET_KEY, Settings};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

/// A local endpoint, an empty home directory, and the keys that the endpoint knows.
pub struct World {
    pub ecr: LocalEcr,
    pub home: TempDir,
}

impl World {
    pub fn new(settings: Settings) -> Self {
        World { ecr: LocalEcr::start(settings), home: TempDir::new().expect("a temporary directory") }
    }

    /// An environment that reaches nothing but the endpoint.
    pub fn env(&self, more: &[(&str, &str)]) -> Value {
        let mut env = Map::new();
        env.insert("HOME".into(), self.home.path().to_str().into());
        env.insert("USERPROFILE".into(), self.home.path().to_str().into());
        env.insert("AWS_EC2_METADATA_DISABLED".into(), "true".into());
        env.insert("AWS_ENDPOINT_URL".into(), self.ecr.url().into());
        if cfg!(windows) {
            // What every process has there, and programs may not start without.
            env.insert("SYSTEMROOT".into(), std::env::var("SYSTEMROOT").expect("a folder of Windows").into());
            env.insert("APPDATA".into(), self.home.path().join("AppData/Roaming").to_str().into());
        }
        env.extend(more.iter().map(|(name, value)| (name.to_string(), Value::from(*value))));
        Value::Object(env)
    }

    /// A request with the endpoint's own keys, and what a test adds or replaces.
    pub fn request(&self, more: Value) -> Value {
        let mut request = json!({
            "version": 1, "region": "eu-west-1", "access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "env": self.env(&[]),
        });
        merge(&mut request, more);
        request
    }

    /// The answer to that request.
    pub fn ask(&self, more: Value) -> Value {
        ask(&self.request(more))
    }
}

/// The answer to a request as it is.
pub fn ask(request: &Value) -> Value {
    let answer = calls::run_blocking(request.to_string().as_bytes());
    assert!(answer.is_ascii(), "answers are ASCII");
    serde_json::from_str(&answer).expect("answers are JSON")
}

fn merge(request: &mut Value, more: Value) {
    let (Value::Object(request), Value::Object(more)) = (request, more) else { panic!("requests are objects") };
    request.extend(more);
}

/// A field of every token of an answer.
pub fn each<'a>(answer: &'a Value, field: &str) -> Vec<&'a str> {
    let tokens = answer["ok"]["tokens"].as_array().unwrap_or_else(|| panic!("no tokens: {answer}"));
    tokens.iter().map(|token| token[field].as_str().unwrap_or_default()).collect()
}

/// The one failure of an answer without tokens.
pub fn failure(answer: &Value) -> &Value {
    assert_eq!(answer["ok"]["tokens"], json!([]), "{answer}");
    assert_eq!(answer["ok"]["failures"].as_array().map(Vec::len), Some(1), "{answer}");
    &answer["ok"]["failures"][0]["error"]
}
