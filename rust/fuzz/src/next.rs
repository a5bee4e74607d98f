//! Answers of the credential helper that serves registries that are not ours.

use ecr_engine::next_answer::{login, users};
use serde_json::Value;

/// Who is asked for.
const SERVER: &str = "ghcr.io";

/// The most characters of what is told of an answer.
const TOLD: usize = 1100;

/// What is told without a word of the answer's.
const OWN: [&str; 4] = [
    "gives a user name without a secret",
    "gives a login in no known form",
    "lists its logins in no known form",
    "failed and does not say why",
];

/// Reads bytes as the answer to the verb of their first line, `get` or `list`, of a helper that ended well unless the
/// line ends with `failed`. Gives what came of it.
pub fn run(data: &[u8]) -> String {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (line, output) = (&data[..end], data.get(end + 1..).unwrap_or_default());
    let is_success = !line.ends_with(b"failed");
    let came = if line.starts_with(b"list") { listed(is_success, output) } else { given(is_success, output) };
    came.unwrap_or_else(|told| {
        assert!(told.chars().count() < TOLD && !told.chars().any(char::is_control), "{told:?}");
        assert!(!repeats_a_secret(&told, output), "{told:?}");
        "error".to_owned()
    })
}

fn given(is_success: bool, output: &[u8]) -> Result<String, String> {
    let Some(given) = login(SERVER, is_success, output, b"")? else { return Ok("none".to_owned()) };
    assert!(is_success && !given.secret.expose().is_empty());
    assert_eq!(given.server, SERVER);
    Ok("login".to_owned())
}

fn listed(is_success: bool, output: &[u8]) -> Result<String, String> {
    let users = users(is_success, output, b"")?;
    assert!(is_success || users.is_empty());
    Ok("users".to_owned())
}

/// Whether an error holds the secret of an answer that another reader of JSON understands.
fn repeats_a_secret(told: &str, output: &[u8]) -> bool {
    let Ok(Value::Object(answer)) = serde_json::from_slice(output) else { return false };
    let texts = answer.values().filter_map(Value::as_str);
    let is_own = |text: &&str| OWN.iter().any(|own| own.contains(text));
    texts.filter(|text| text.len() > 8 && !is_own(text)).any(|text| told.contains(text))
}
