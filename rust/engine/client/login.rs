//! The run of one login: what is in the way is settled first, then the client is started.

use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::log_line::{Level, LogLine};
use crate::base::printable::{printable_up_to, visible};
use crate::base::process::{Output, Program};
use crate::base::redact::redact;
use crate::client::config_file::ConfigFile;
use crate::client::status::Status;
use crate::client::store::{Placement, placement};
use crate::client::tool::{Place, Tool};
use crate::registry::target::Target;
use crate::registry::token::Login;
use std::path::PathBuf;
use std::time::Duration;

/// The most characters of a client's own words that are passed on.
const WORDS: usize = 1000;

/// The client of one request.
pub struct Client<'a> {
    pub tool: Tool,
    pub program: PathBuf,
    pub place: Place,
    pub limit: Duration,
    pub env: &'a Environment,
    pub cwd: &'a Option<String>,
}

impl Client<'_> {
    /// One login. The config file stays locked meanwhile: clients lose entries when they write at once.
    ///
    /// # Errors
    /// What is wrong with config file, store or client.
    pub async fn log_in(&self, target: &Target, login: &Login, log: &mut Vec<LogLine>) -> Result<Status, Error> {
        let host = &target.host;
        let mut config = ConfigFile::open(&self.place.file).await?;
        let bytes = login.password.expose().len();
        match placement(self.tool, &config, host, bytes, self.env, cfg!(windows))? {
            Placement::NotNeeded => {
                let message = format!("{host} is served by the credential helper ecr-login: no login is needed.");
                log.push(LogLine { level: Level::Verbose, message });
                return Ok(Status::NotNeeded);
            }
            Placement::InFile => {
                config.keep_in_file(host)?;
                let message = format!(
                    "The credential store of Windows takes 2,560 bytes and the password for {host} has {bytes}: it is kept in {}.",
                    self.place.file.display()
                );
                log.push(LogLine { level: Level::Warning, message });
            }
            Placement::AsConfigured => {}
        }
        let output = self.run(target, login).await?;
        let said = words(&output.stderr, login);
        if output.status.success() {
            let message = format!("{}: {said}", self.tool.name());
            log.extend((!said.is_empty()).then_some(LogLine { level: Level::Verbose, message }));
            return Ok(Status::Succeeded);
        }
        let said = if said.is_empty() { words(&output.stdout, login) } else { said };
        let ended = format!("{} could not log in to {host}, {}: {said}", self.tool.name(), output.status);
        let message = format!("{}.", ended.trim_end_matches([':', '.', ' ']));
        Err(Error::new(Code::ToolFailed, message).hint(remedy(&said)))
    }

    async fn run(&self, target: &Target, login: &Login) -> Result<Output, Error> {
        let program = Program {
            name: self.program.clone(),
            arguments: self.tool.login_arguments(&self.place, &login.username, &target.host, target.plain_http),
            env: self.tool.environment(&self.place, self.env),
            cwd: self.cwd.clone(),
            input: Some(login.password.clone()),
            limit: self.limit,
        };
        program.run().await.map_err(|failure| {
            let code = if failure.is_hang() { Code::ToolTimeout } else { Code::ToolFailed };
            Error::new(code, format!("{} could not log in to {}: it {failure}.", self.tool.name(), target.host))
        })
    }
}

/// A client's words on one line, without the password and whatever else may be a secret.
fn words(output: &[u8], login: &Login) -> String {
    let text = visible(&String::from_utf8_lossy(output)).replace(login.password.expose(), "***");
    let words: Vec<String> = redact(&text).split_whitespace().map(str::to_owned).collect();
    printable_up_to(&words.join(" "), WORDS)
}

/// What helps against the failures of clients that users meet most.
fn remedy(said: &str) -> &'static str {
    let known = [
        (
            "stub received bad data",
            "The credential store of Windows cannot hold so long a password; update this module or keep the login in the file.",
        ),
        (
            "specified logon session does not exist",
            "The credential manager of Windows cannot be used in this session; take credsStore out of config.json.",
        ),
        ("-25299", "The keychain holds the entry already; run Disconnect-ECRRegistry first."),
        ("-25308", "The keychain is locked for this session; unlock it, or take credsStore out of config.json."),
        (
            "not implemented",
            "The credential helper ecr-login takes no logins; list it under credHelpers for ECR hosts only.",
        ),
        (
            "x509",
            "The registry's certificate is not trusted by the client; add its authority to the client's own trust.",
        ),
        ("no such host", "The registry's name does not resolve; check its region."),
        ("400 Bad Request", "The token does not fit the registry; check that both are of the same region."),
    ];
    known
        .iter()
        .find(|(words, _)| said.contains(words))
        .map_or("Run the client by hand to see more.", |(_, remedy)| remedy)
}
