//! `credential_process`: a program of the user's that prints keys.

use super::broken::broken;
use super::context::{Context, Settled};
use crate::base::error::{Code, Error};
use crate::base::object::read_object;
use crate::base::printable::printable;
use crate::base::process::{Output, Program};
use crate::base::redact::redact;
use crate::base::secret::Secret;
use crate::base::time::time_of;
use aws_credential_types::Credentials;
use serde::Deserialize;
use std::time::{Duration, SystemTime};

/// How long the program may take.
const LIMIT: Duration = Duration::from_secs(60);

/// Runs the profile's program and takes the keys that it prints.
///
/// # Errors
/// When it cannot be started, hangs, fails, or prints something else.
pub async fn credentials(context: &Context<'_>, name: &str, command: &str) -> Result<Settled, Error> {
    let mut words = split(command).into_iter().flatten();
    let program = words.next().ok_or_else(|| broken(name, "has a credential_process that is no command line"))?;
    let failed = |what: String| {
        let message = format!("The credential_process of the profile '{}' {what}.", printable(name));
        Error::new(Code::CredentialsFailed, message).hint("Run the command by hand to see what it does.")
    };
    let connection = context.connection;
    let found = connection.env.program(&program, connection.cwd.as_deref());
    let run = Program {
        name: found.ok_or_else(|| failed("could not be started: it is not on PATH".to_owned()))?,
        arguments: words.map(Into::into).collect(),
        env: connection.env.clone(),
        cwd: connection.cwd.clone(),
        input: None,
        limit: LIMIT,
    };
    let output = run.run().await.map_err(|failure| failed(failure.to_string()))?;
    if !output.status.success() {
        return Err(failed(ended(&output)));
    }
    let keys = read(&output.stdout).map_err(|what| failed(what.to_owned()))?;
    Ok(Settled { keys, source: format!("credential_process of the profile '{}'", printable(name)) })
}

/// Words as the AWS CLI splits them: a shell's quoting on Unix, that of Windows programs there.
fn split(command: &str) -> Option<Vec<String>> {
    if cfg!(windows) { Some(winsplit::split(command)) } else { shlex::split(command) }
}

fn ended(output: &Output) -> String {
    let said = redact(&String::from_utf8_lossy(&output.stderr));
    let said = printable(said.trim());
    if said.is_empty() {
        format!("ended with {}", output.status)
    } else {
        format!("ended with {}: {said}", output.status)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Printed {
    version: u32,
    access_key_id: String,
    secret_access_key: Secret,
    session_token: Option<Secret>,
    expiration: Option<String>,
}

fn read(stdout: &[u8]) -> Result<Credentials, &'static str> {
    let stdout = stdout.strip_prefix(b"\xef\xbb\xbf").unwrap_or(stdout);
    let printed: Printed = read_object(stdout).map_err(|_| "did not print keys in the form that is agreed on")?;
    if printed.version != 1 {
        return Err("printed keys of another version than 1");
    }
    let expiry = match printed.expiration {
        None => None,
        Some(text) => Some(time_of(&text).ok_or("printed an Expiration that is no ISO 8601 time")?),
    };
    if expiry.is_some_and(|end| end <= SystemTime::now()) {
        return Err("printed keys that have expired");
    }
    let token = printed.session_token.map(|t| t.expose().to_owned());
    Ok(Credentials::new(printed.access_key_id, printed.secret_access_key.expose(), token, expiry, "Process"))
}
