//! A login as it goes over the standard streams.

use ecr_engine::{Code, Error, Given, Secret, read_object};
use serde::{Deserialize, Serialize, Serializer};
use zeroize::Zeroizing;

/// The protocol's form of a login.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Login {
    #[serde(rename = "ServerURL", default)]
    server: String,
    #[serde(default)]
    username: String,
    #[serde(serialize_with = "exposed", default = "none")]
    secret: Secret,
}

/// A login in the protocol's form.
pub fn written(given: Given) -> Zeroizing<String> {
    let login = Login { server: given.server, username: given.username, secret: given.secret };
    Zeroizing::new(serde_json::to_string(&login).expect("a login is three texts"))
}

/// Reads the protocol's form. The parser's words may quote the secret, so they are not repeated.
///
/// # Errors
/// [`Code::InvalidRequest`] for anything else.
pub fn read(text: &str) -> Result<Given, Error> {
    let login: Login = read_object(text.as_bytes()).map_err(|error| {
        let message = format!(
            "The login is no JSON of ServerURL, Username and Secret (line {}, column {}).",
            error.line(),
            error.column()
        );
        Error::new(Code::InvalidRequest, message).hint("Write what the protocol of credential helpers asks for.")
    })?;
    Ok(Given { server: login.server, username: login.username, secret: login.secret })
}

fn exposed<S: Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose())
}

fn none() -> Secret {
    Secret::from(String::new())
}
