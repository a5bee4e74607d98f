//! How a client ended that another machine ran: a login, the end of one, or why not.

use super::endings::Ending;
use super::kept::Kept;
use super::status::Status;
use super::tool::Tool;
use super::words::Words;
use crate::base::error::{Code, Error, invalid};
use crate::base::printable::printable;
use crate::base::secret::Secret;
use serde::Deserialize;

/// What clients say of a host that they are not logged in to; docker ends well then, others do not.
const NOT_LOGGED_IN: &str = "not logged in";

/// What podman and its like say once a login is gone. docker of today is removing one whether there is any or not.
const REMOVED: &str = "removed login credentials";

/// A run as the machine tells it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteEnding {
    /// The machine, as the user knows it.
    pub machine: String,
    /// The host that was logged in to, or out of.
    pub registry: String,
    /// Whether it was a login.
    pub logs_in: bool,
    /// When the login ends.
    pub expires_at: Option<f64>,
    /// The line of the map that it was got by.
    pub map_line: Option<String>,
    /// The client that was run, or the first that was looked for.
    pub tool: Tool,
    /// What -ConfigPath is there, in full.
    pub config_path: Option<String>,
    /// What kept it from its end.
    pub trouble: Option<Trouble>,
    /// The status it ended with.
    pub exit_code: Option<i64>,
    /// What it said, or the machine of it.
    pub said: Option<Secret>,
    /// The password it was given, which is not repeated.
    pub password: Option<Secret>,
}

/// What keeps a client from its end.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// It is not there.
    Missing,
    /// It could not be started.
    Start,
    /// It did not end in time.
    Hung,
    /// It printed without end.
    Chatty,
    /// -ConfigPath names a file, and it wants a folder.
    ConfigIsFile,
    /// -ConfigPath names a folder, and it wants a file.
    ConfigIsFolder,
}

impl RemoteEnding {
    /// What was done, and the client's words of it.
    ///
    /// # Errors
    /// What went wrong, on which machine.
    pub fn judge(self) -> Result<(Kept, Option<String>), Error> {
        let said = self.said.as_ref().map_or("", Secret::expose);
        let said = Words::of(said.as_bytes(), &self.password);
        if let Some(trouble) = self.trouble {
            return Err(self.troubled(trouble, &said));
        }
        let was_none = !self.logs_in && said.hold(NOT_LOGGED_IN);
        match self.exit_code {
            Some(0) => {}
            _ if was_none => {}
            _ => return Err(self.refused(&said)),
        }
        let status = match self.logs_in {
            true => Status::Succeeded,
            false if was_none => Status::NotFound,
            false if said.hold(REMOVED) => Status::Removed,
            false => Status::Unknown,
        };
        let told = (!said.is_empty()).then(|| format!("{}: {}: {}", self.name(), self.tool.name(), said.ending(None)));
        let config_path = self.config_path.unwrap_or_default();
        Ok((Kept { status, tool: self.tool, config_path, store: None }, told))
    }

    fn troubled(&self, trouble: Trouble, said: &Words) -> Error {
        let (tool, name) = (self.tool.name(), self.name());
        let could_not = |what: &str| format!("{name}: {tool} could not {} {}: {what}", self.task(), self.host());
        match trouble {
            Trouble::Missing => {
                let message = format!("{name}: the container client was not found: {}.", said.ending(None));
                Error::new(Code::ToolNotFound, message).hint("Install it there, or name its file with -ToolPath.")
            }
            Trouble::Start => Error::new(Code::ToolFailed, could_not(&format!("{}.", said.ending(None)))),
            Trouble::Hung => Error::new(Code::ToolTimeout, could_not("it did not end in time and was ended.")),
            Trouble::Chatty => Error::new(Code::ToolFailed, could_not("it printed without end and was ended.")),
            Trouble::ConfigIsFile => {
                invalid(format!("{name}: -ConfigPath names a folder for {tool}, and it is a file there."))
            }
            Trouble::ConfigIsFolder => {
                invalid(format!("{name}: -ConfigPath names a file for {tool}, and it is a folder there."))
            }
        }
    }

    fn refused(&self, said: &Words) -> Error {
        let known = Ending::of(said);
        let cause = known.as_ref().map(|ending| format!(": {}; it ended with", ending.cause));
        let status = self.exit_code.map_or_else(|| "no exit code".to_owned(), |code| format!("exit code {code}"));
        let message = format!(
            "{}: {} could not {} {}{} {status}: {}",
            self.name(),
            self.tool.name(),
            self.task(),
            self.host(),
            cause.as_deref().unwrap_or(","),
            said.ending(known.as_ref().map(|ending| ending.mark))
        );
        let message = format!("{}.", message.trim_end_matches([':', '.', ' ']));
        Error::new(Code::ToolFailed, message)
            .hint(known.map_or("Run the client by hand on that machine to see more.", |ending| ending.remedy))
    }

    fn task(&self) -> &'static str {
        if self.logs_in { "log in to" } else { "log out of" }
    }

    fn name(&self) -> String {
        printable(&self.machine)
    }

    fn host(&self) -> String {
        printable(&self.registry)
    }
}
