//! The answer: one JSON object in pure ASCII, so that every PowerShell reads it with its fastest call.

use crate::base::error::Error;
use crate::base::log_line::LogLine;
use crate::base::printable::printable;
use crate::base::secret::Secret;
use crate::base::shown::shown;
use crate::client::kept::Kept;
use crate::client::listed::{Listed, Standing};
use crate::client::remote_command::RemoteCommand;
use crate::client::remote_place::RemotePlace;
use crate::client::status::Status;
use crate::message::explained::Explained;
use crate::message::inspected::InspectedRegistry;
use crate::message::request::VERSION;
use crate::message::setup::Setup;
use crate::registry::token::Login;
use crate::session::halt::Needs;
use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter};
use std::io::{self, Write};
use std::time::{SystemTime, UNIX_EPOCH};
use zeroize::Zeroizing;

/// An answer's text, wiped when dropped.
pub type Answer = Zeroizing<String>;

/// An answer as it stands in JSON: exactly one of `ok`, `error` and `needs`.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Something was asked; calls or entries may still have failed.
    Ok(Payload),
    /// Nothing could be asked.
    Error(Error),
    /// The user must be asked; the same request with the answer goes on.
    Needs(Needs),
}

/// What an operation gave.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Payload {
    /// Of [`crate::message::request::Op::Tokens`].
    Tokens(Tokens),
    /// Of [`crate::message::request::Op::Connect`] and [`crate::message::request::Op::Disconnect`].
    Logins(Logins),
    /// Of these two, where only a plan is asked for.
    Plan(Plan),
    /// Of these two, where other machines run the client.
    Remote(RemoteSteps),
    /// Of [`crate::message::request::Op::Logins`].
    Listing(Listing),
    /// Of the same, where other machines have the logins.
    Places {
        /// Where each machine has to look.
        places: Vec<RemotePlace>,
    },
    /// Of [`crate::message::request::Op::Check`].
    Checked(Checked),
    /// Of [`crate::message::request::Op::Profiles`].
    Profiles {
        /// Sorted.
        profiles: Vec<String>,
    },
    /// Of [`crate::message::request::Op::Explain`].
    Explained(Explained),
    /// Of [`crate::message::request::Op::KubeletImages`].
    Images {
        /// Patterns as `matchImages` takes them.
        images: Vec<String>,
    },
    /// Of [`crate::message::request::Op::ClearCache`].
    Cleared(Cleared),
    /// Of [`crate::message::request::Op::InspectHelper`].
    Inspected(Inspected),
    /// Of [`crate::message::request::Op::InstallHelper`] and [`crate::message::request::Op::UninstallHelper`].
    Setup(Setup),
    /// Of [`crate::message::request::Op::Skeleton`].
    Text {
        /// To be put out as it is.
        text: &'static str,
    },
    /// Of [`crate::message::request::Op::Regions`].
    Regions {
        /// Sorted.
        regions: Vec<&'static str>,
    },
}

/// What a request for tokens gave.
#[derive(Serialize)]
pub struct Tokens {
    /// One for each registry that was answered, in the order asked.
    pub tokens: Vec<TokenEntry>,
    /// The calls and entries that failed.
    pub failures: Vec<Failure>,
    /// How the answer came about.
    pub info: Info,
}

/// What logging in or out gave.
#[derive(Default, Serialize)]
pub struct Logins {
    /// One for each host.
    pub logins: Vec<LoginEntry>,
    /// What failed, by host or account.
    pub failures: Vec<Failure>,
    /// How the last session's tokens came about; none when no service was asked.
    pub info: Option<Info>,
}

impl Logins {
    /// Adds the failure of a host.
    pub fn fail(&mut self, registry: String, error: Error) {
        self.failures.push(Failure { registry_ids: vec![registry], error });
    }
}

/// The logins that are there.
#[derive(Serialize)]
pub struct Listing {
    /// One for each host of each client.
    pub logins: Vec<ListedEntry>,
    /// What could not be looked at.
    pub failures: Vec<Failure>,
}

/// A login that is there.
#[derive(Serialize)]
pub struct ListedEntry {
    registry: String,
    tool: &'static str,
    expires_at: Option<f64>,
    status: &'static str,
    store: Option<String>,
    path: String,
    config_path: String,
}

impl ListedEntry {
    /// The entry of a login, as it stands at a time.
    pub fn new(listed: Listed, now: SystemTime) -> Self {
        let now = now.duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64());
        let (status, expires_at) = match listed.status {
            Standing::Until(end) if end > now => ("Valid", Some(end)),
            Standing::Until(end) => ("Expired", Some(end)),
            Standing::Unknown => ("Unknown", None),
            Standing::Helper => ("Helper", None),
        };
        ListedEntry {
            registry: printable(&listed.registry),
            tool: listed.tool.name(),
            expires_at,
            status,
            store: listed.store.as_deref().map(printable),
            path: shown(&listed.file),
            config_path: listed.config_path,
        }
    }
}

/// Whether logins are good.
#[derive(Serialize)]
pub struct Checked {
    /// Every one that was asked for.
    pub good: bool,
    /// What stood in the way of an answer.
    pub failures: Vec<Failure>,
}

/// What logging in or out would do.
#[derive(Serialize)]
pub struct Plan {
    /// One for each registry that was named, or one for the caller's own.
    pub planned: Vec<Planned>,
    /// What names no registry.
    pub failures: Vec<Failure>,
}

/// A registry that would be logged in to, or out of.
#[derive(Serialize)]
pub struct Planned {
    /// As the user wrote it; none for the caller's own.
    pub name: Option<String>,
    /// Its hosts, as far as they are known.
    pub hosts: Vec<String>,
}

/// What other machines have to run, each of them all of it.
#[derive(Serialize)]
pub struct RemoteSteps {
    /// One for each host.
    pub steps: Vec<RemoteStep>,
    /// What failed, by account or name.
    pub failures: Vec<Failure>,
    /// How the last session's tokens came about; none when no service was asked.
    pub info: Option<Info>,
}

/// One login, or the end of one.
#[derive(Serialize)]
pub struct RemoteStep {
    registry: String,
    expires_at: Option<f64>,
    password: Option<Exposed>,
    /// The line of the map that the login was got by.
    map_line: Option<String>,
    commands: Vec<RemoteCommand>,
}

impl RemoteStep {
    /// The end of a login: a run of the first of the clients that is there.
    pub fn new(registry: String, commands: Vec<RemoteCommand>) -> Self {
        RemoteStep { registry, expires_at: None, password: None, map_line: None, commands }
    }

    /// A login, whose password goes to the client's standard input, and the line of the map that it was got by.
    pub fn with_login(self, login: &Login, map_line: Option<String>) -> Self {
        RemoteStep { expires_at: login.expires_at, password: Some(Exposed(login.password.clone())), map_line, ..self }
    }
}

/// How the credential helper would serve registries.
#[derive(Serialize)]
pub struct Inspected {
    /// One for each registry, or one for none where none is known.
    pub helpers: Vec<InspectedRegistry>,
    /// The names that are none, and what cannot be told.
    pub failures: Vec<Failure>,
}

/// What was forgotten.
#[derive(Serialize)]
pub struct Cleared {
    /// How many logins.
    pub tokens: usize,
    /// How many sessions, each with the keys it signs with.
    pub sessions: usize,
    /// How many logins of the credential helper, where these were asked for.
    pub helper: Option<usize>,
}

/// A host that was logged in to, or out of.
#[derive(Serialize)]
pub struct LoginEntry {
    /// The host.
    pub registry: String,
    /// The client.
    pub tool: &'static str,
    /// When the login ends, in seconds since 1970.
    pub expires_at: Option<f64>,
    /// What was done.
    pub status: Status,
    /// The client's place, as -ConfigPath names it: with `tool` enough to find the login again.
    pub config_path: String,
    /// Where the login lies, or lay: the file, or the name of the credential store; none where it is not known.
    pub store: Option<String>,
    /// The line of the map that said who signs: its file and number.
    pub map_line: Option<String>,
}

impl LoginEntry {
    /// The entry of a host; a login that was not made has no end.
    pub fn new(registry: String, kept: Kept, expires_at: Option<f64>) -> Self {
        LoginEntry {
            registry,
            tool: kept.tool.name(),
            expires_at: expires_at.filter(|_| kept.status == Status::Succeeded),
            status: kept.status,
            config_path: kept.config_path,
            store: kept.store,
            map_line: None,
        }
    }

    /// The same entry by a line of the map.
    pub fn by_line(self, place: Option<&str>) -> Self {
        LoginEntry { map_line: place.map(str::to_owned), ..self }
    }

    /// What was done, for the log.
    pub fn told(&self, program: Option<&str>) -> String {
        let at = program.map(|program| format!(" at {program}")).unwrap_or_default();
        let store = self.store.as_deref().unwrap_or("none");
        format!(
            "{}: {:?}, with {}{at}, config {}, stored in: {store}",
            self.registry, self.status, self.tool, self.config_path
        )
    }
}

/// One registry's login.
#[derive(Serialize)]
pub struct TokenEntry {
    registry_id: Option<String>,
    username: String,
    password: Exposed,
    proxy_endpoint: String,
    expires_at: Option<f64>,
    request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_token: Option<Exposed>,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<Exposed>,
}

impl TokenEntry {
    /// The entry of a login.
    pub fn new(login: Login) -> Self {
        TokenEntry {
            registry_id: login.registry_id,
            username: login.username,
            password: Exposed(login.password),
            proxy_endpoint: login.proxy_endpoint,
            expires_at: login.expires_at,
            request_id: login.request_id,
            authorization_token: None,
            command: None,
        }
    }

    /// The same entry with the base64 token.
    pub fn with_token(self, token: Secret) -> Self {
        TokenEntry { authorization_token: Some(Exposed(token)), ..self }
    }

    /// The same entry with the command that logs docker in.
    pub fn with_command(self, command: Secret) -> Self {
        TokenEntry { command: Some(Exposed(command)), ..self }
    }
}

/// A secret on its way to the caller.
struct Exposed(Secret);

impl Serialize for Exposed {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

/// A call or entry that failed, and the registries it concerns.
#[derive(Clone, Serialize)]
pub struct Failure {
    /// Empty for the default registry.
    pub registry_ids: Vec<String>,
    /// Why.
    pub error: Error,
}

impl Failure {
    /// One that concerns no registry in particular.
    pub fn of_all(error: Error) -> Self {
        Failure { registry_ids: Vec::new(), error }
    }
}

/// How an answer came about.
#[derive(Clone, Serialize)]
pub struct Info {
    /// Where the credentials came from, in words.
    pub credentials_source: String,
    /// The profile in force, where there is one.
    pub profile: Option<String>,
    /// The region that was asked.
    pub region: String,
    /// The endpoint that was asked.
    pub endpoint: Option<String>,
    /// How many GetAuthorizationToken calls were made.
    pub calls: usize,
    /// How many logins had been kept from earlier calls.
    pub kept: usize,
    /// Milliseconds from the request to the answer.
    pub elapsed_ms: u64,
}

#[derive(Serialize)]
struct Envelope<'a> {
    version: u32,
    #[serde(flatten)]
    outcome: &'a Outcome,
    log: &'a [LogLine],
}

/// The text of an error's answer.
pub fn error_answer(error: Error) -> Answer {
    write(&Outcome::Error(error), &[])
}

/// Writes an answer.
pub fn write(outcome: &Outcome, log: &[LogLine]) -> Answer {
    let mut json = Vec::with_capacity(4096);
    let mut serializer = serde_json::Serializer::with_formatter(&mut json, Ascii);
    let envelope = Envelope { version: VERSION, outcome, log };
    envelope.serialize(&mut serializer).expect("answers hold only strings, numbers and lists");
    Zeroizing::new(String::from_utf8(json).expect("the formatter writes ASCII"))
}

/// Writes everything outside ASCII as escaped UTF-16 units.
struct Ascii;

impl Formatter for Ascii {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(|c: char| !c.is_ascii()) {
            let (plain, tail) = rest.split_at(at);
            writer.write_all(plain.as_bytes())?;
            let mut chars = tail.chars();
            let mut units = [0; 2];
            for unit in chars.next().unwrap_or_default().encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = chars.as_str();
        }
        writer.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        CompactFormatter.write_char_escape(writer, escape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::error::Code;

    #[test]
    fn an_answer_is_ascii_and_keeps_every_character() {
        let message = "\u{e4} \u{1F600} \u{2028} \0 \" \\ \u{7f}";
        let json = write(&Outcome::Error(Error::new(Code::Internal, message)), &[]);
        assert!(json.is_ascii() && !json.contains('\0'));
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["error"]["message"], message);
        assert_eq!(value["version"], 1);
    }
}
