//! What the AWS CLI reads and prints for `ecr get-authorization-token`.

use crate::base::error::{Error, invalid};
use crate::base::files;
use crate::base::printable::printable;
use crate::base::shown::shown;
use crate::base::text::decode;
use crate::message::request::Skeleton;
use crate::registry::id::Written;
use crate::session::connection::Connection;
use serde_json::Value;

const INPUT: &str = r#"{
    "registryIds": [
        ""
    ]
}"#;

const OUTPUT: &str = r#"{
    "authorizationData": [
        {
            "authorizationToken": "authorizationToken",
            "expiresAt": "1970-01-01T00:00:00",
            "proxyEndpoint": "proxyEndpoint"
        }
    ]
}"#;

/// A sample, as `--generate-cli-skeleton` prints it.
pub fn skeleton(kind: Option<Skeleton>) -> &'static str {
    match kind.unwrap_or(Skeleton::Input) {
        Skeleton::Input => INPUT,
        Skeleton::Output => OUTPUT,
    }
}

/// The registry ids of a value of `--cli-input-json`: JSON, or `file://` and the path of a file that holds it.
///
/// # Errors
/// [`crate::base::error::Code::InvalidParameter`] that says what is wrong with it.
pub fn registry_ids(input: &str, connection: &Connection) -> Result<Vec<Written>, Error> {
    let refused =
        |why: String| invalid(format!("-CliInputJson {why}.")).hint("Get a sample with -GenerateCliSkeleton input.");
    let text = match input.strip_prefix("file://") {
        None => input.to_owned(),
        Some(path) => {
            let path = connection.env.path(path, connection.cwd.as_deref());
            decode(&files::read(&path).map_err(|e| {
                let why = printable(&e.to_string());
                refused(format!("names a file that cannot be read: {}: {why}", printable(&shown(&path))))
            })?)
        }
    };
    let Ok(Value::Object(fields)) = serde_json::from_str(&text) else {
        return Err(refused("is not a JSON object".to_owned()));
    };
    if let Some(unknown) = fields.keys().find(|key| *key != "registryIds") {
        return Err(refused(format!("has the unknown key '{}'", printable(unknown))));
    }
    let ids = match fields.get("registryIds") {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::Array(ids)) => ids.iter().map(|id| id.as_str().map(|id| id.to_owned().into())).collect(),
        Some(_) => None,
    };
    ids.ok_or_else(|| refused("has 'registryIds' that are no list of strings".to_owned()))
}
