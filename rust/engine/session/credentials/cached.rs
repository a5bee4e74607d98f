//! What the AWS CLI keeps of a session in its caches, as far as a service may repeat it.

use crate::base::files;
use crate::base::secret::Secret;
use serde_json::Value;
use std::path::Path;

/// Fields that hold no secret.
const HARMLESS: &[&str] = &[
    "accessKeyId",
    "accountId",
    "clientId",
    "expiresAt",
    "receivedAt",
    "region",
    "registrationExpiresAt",
    "scopes",
    "startUrl",
    "tokenType",
];

/// Every text of a cached session but those of fields that hold no secret; none of what cannot be read.
pub fn secrets_in(file: &Path) -> Vec<Secret> {
    let cached = files::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let mut found = Vec::new();
    collect(cached.unwrap_or_default(), &mut found);
    found
}

fn collect(value: Value, found: &mut Vec<Secret>) {
    match value {
        Value::String(text) => found.push(Secret::from(text)),
        Value::Array(items) => items.into_iter().for_each(|item| collect(item, found)),
        Value::Object(fields) => {
            let secret = fields.into_iter().filter(|(name, _)| !HARMLESS.contains(&name.as_str()));
            secret.for_each(|(_, value)| collect(value, found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
