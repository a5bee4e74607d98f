//! Another credential helper that serves the registries that are not ours; never ourselves.

use super::ancestors;
use super::answer;
use super::given::Given;
use super::turns::{TURNS, turn};
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use crate::base::process::Output;
use crate::base::secret::Secret;
use crate::client::endings::Ending;
use crate::client::protocol::{OURS, call, program_of, says_not_found};
use crate::client::words::Words;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Tells a helper that we have started it, and us that whoever asks was started by us.
const MARK: &str = "ECRLOGIN_HELPER_DEPTH";

/// Another credential helper.
pub struct Helper {
    name: String,
    program: PathBuf,
    env: Environment,
    limit: Duration,
}

/// Who a name means.
pub enum Named {
    /// Another helper.
    Other(Helper),
    /// Nobody who could be asked without an end, and why.
    Ourselves(String),
    /// A helper that is not there.
    Missing(Error),
}

/// Why a login is not kept.
pub struct NotKept {
    /// The failure.
    pub error: Error,
    /// Whether the credential manager of Windows cannot keep it, for its length or for want of a session.
    pub is_of_windows: bool,
}

impl Named {
    /// Looks for a helper. One that asks us in turn would be asked for ever.
    pub fn of(name: &str, env: &Environment, limit: Duration) -> Self {
        let shown = printable(name);
        // The mark is lost on programs that pass no environment on.
        if env.get(MARK).is_some() || ancestors::hold_the_helper() {
            return Named::Ourselves(format!("the helper '{shown}' has asked this one back"));
        }
        if name.eq_ignore_ascii_case(OURS) {
            return Named::Ourselves(format!("the helper '{shown}' is this one"));
        }
        let Some(program) = program_of(name, env) else {
            let message =
                format!("The next credential store '{shown}' is not there: docker-credential-{shown} is not on PATH.");
            let hint = "Install it, or name another one as 'next' in ~/.ecrlogin/registries.json.";
            return Named::Missing(Error::new(Code::CredentialStoreMissing, message).hint(hint));
        };
        if is_ourselves(&program) {
            return Named::Ourselves(format!("the helper '{shown}' is a link to this one"));
        }
        let env = env.with(&[(MARK, "1")]);
        Named::Other(Helper { name: name.to_owned(), program, env, limit })
    }
}

fn is_ourselves(program: &Path) -> bool {
    let own = std::env::current_exe().and_then(fs::canonicalize);
    own.is_ok_and(|own| fs::canonicalize(program).is_ok_and(|program| program == own))
}

impl Helper {
    /// The login for a server.
    ///
    /// # Errors
    /// [`Code::CredentialStoreFailed`].
    pub async fn get(&self, server: &str) -> Result<Option<Given>, Error> {
        let output = self.call("get", line(server)).await?;
        let answer = answer::login(server, output.status.success(), &output.stdout, &output.stderr);
        answer.map_err(|what| self.failed(&self.with_status(&what, &output)))
    }

    /// Hands a login over.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn store(&self, given: &Given) -> Result<(), NotKept> {
        let login = Login { server_url: &given.server, username: &given.username, secret: given.secret.expose() };
        let text = Secret::from(serde_json::to_string(&login).expect("a login can be written"));
        let output = self.call("store", text).await.map_err(|error| NotKept { error, is_of_windows: false })?;
        if output.status.success() {
            return Ok(());
        }
        let words = Words::of(&output.stdout, [&given.secret]);
        let is_of_windows = Ending::of(&words).is_some_and(|ending| ending.is_of_windows_store());
        let what = answer::said(&output.stdout, &output.stderr, Some(&given.secret));
        Err(NotKept { error: self.failed(&self.with_status(&what, &output)), is_of_windows })
    }

    /// Has a server's login taken out. Some helpers fail where there is none.
    ///
    /// # Errors
    /// [`Code::CredentialStoreFailed`], when it may still be there.
    pub async fn erase(&self, server: &str) -> Result<(), Error> {
        let output = self.call("erase", line(server)).await?;
        if output.status.success() || says_not_found(&output.stdout) || matches!(self.get(server).await, Ok(None)) {
            return Ok(());
        }
        let what = answer::said(&output.stdout, &output.stderr, None);
        Err(self.failed(&self.with_status(&what, &output)))
    }

    /// The user of each login.
    ///
    /// # Errors
    /// [`Code::CredentialStoreFailed`].
    pub async fn users(&self) -> Result<BTreeMap<String, String>, Error> {
        let output = self.call("list", Secret::from(String::new())).await?;
        let answer = answer::users(output.status.success(), &output.stdout, &output.stderr);
        answer.map_err(|what| self.failed(&self.with_status(&what, &output)))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    async fn call(&self, word: &str, input: Secret) -> Result<Output, Error> {
        let _turn = turn(&self.env, self.limit).await.map_err(|waited| self.has_no_turn(waited))?;
        let output = call(&self.program, word, input, &self.env, self.limit).await;
        output.map_err(|failure| self.failed(&failure.to_string()))
    }

    fn has_no_turn(&self, waited: Duration) -> Error {
        let name = printable(&self.name);
        let message = format!(
            "The next credential store '{name}' was not asked: {TURNS} calls of such stores are under way, and none ended \
             within {} s.",
            waited.as_secs()
        );
        Error::new(Code::CredentialStoreFailed, message).hint(format!(
            "If docker-credential-{name} asks this helper back, have it pass {MARK} on, or name another 'next' in \
             ~/.ecrlogin/registries.json; else end the calls that hang."
        ))
    }

    fn with_status(&self, what: &str, output: &Output) -> String {
        if output.status.success() { what.to_owned() } else { format!("{what} ({})", output.status) }
    }

    fn failed(&self, what: &str) -> Error {
        let name = printable(&self.name);
        Error::new(Code::CredentialStoreFailed, format!("The next credential store '{name}' {what}.")).hint(format!(
            "Try 'docker-credential-{name} list', or name another 'next' in ~/.ecrlogin/registries.json."
        ))
    }
}

/// Helpers read by the line.
fn line(text: &str) -> Secret {
    Secret::from(format!("{text}\n"))
}

/// A login as the protocol has it.
#[derive(Serialize)]
struct Login<'a> {
    #[serde(rename = "ServerURL")]
    server_url: &'a str,
    #[serde(rename = "Username")]
    username: &'a str,
    #[serde(rename = "Secret")]
    secret: &'a str,
}
