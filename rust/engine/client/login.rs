//! The run of one login: what is in the way is settled first, then the client is started, then it is looked where the
//! login lies.

use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::log_line::{Level, LogLine};
use crate::base::process::{Output, Program};
use crate::base::secret::Secret;
use crate::base::shown::shown;
use crate::client::arguments::{environment, login_arguments, user_arguments};
use crate::client::config_file::ConfigFile;
use crate::client::endings::Ending;
use crate::client::kept::{Kept, Looked, look, replace_others};
use crate::client::neighbours::told;
use crate::client::place::Place;
use crate::client::placement::{Placement, placement};
use crate::client::protocol::ECR_LOGIN;
use crate::client::shim;
use crate::client::status::Status;
use crate::client::tool::Tool;
use crate::client::words::Words;
use crate::registry::target::Target;
use crate::registry::token::Login;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// How long a client may take to say who is logged in.
const ASK_LIMIT: Duration = Duration::from_secs(30);

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
    pub async fn log_in(&self, target: &Target, login: &Login, log: &mut Vec<LogLine>) -> Result<Kept, Error> {
        let host = &target.host;
        let mut config = ConfigFile::open(&self.place.file).await?;
        let bytes = login.password.expose().len();
        let placement = placement(self.tool, &config, host, bytes, self.env, cfg!(windows)).await?;
        if placement == Placement::NotNeeded {
            let message = format!("{host} is served by the credential helper ecr-login: no login is needed.");
            log.push(LogLine { level: Level::Verbose, message });
            return Ok(self.kept(Status::NotNeeded, ECR_LOGIN.to_owned()));
        }
        if let Some(foreign) = config.make_readable()? {
            let file = shown(&self.place.file);
            let message = format!("{file} was {foreign}, which clients cannot read: it is plain UTF-8 now.");
            log.push(LogLine { level: Level::Warning, message });
        }
        let said = self.run_over(&mut config, target, login, placement, log).await?;
        if !said.is_empty() {
            let message = format!("{}: {}", self.tool.name(), said.ending(None));
            log.push(LogLine { level: Level::Verbose, message });
        }
        match look(&config, self.tool, host, login, self.env, self.limit).await? {
            Looked::There(store) => {
                replace_others(&mut config, self.tool, host, login, self.env, self.limit, log).await?;
                Ok(self.kept(Status::Succeeded, store.unwrap_or_else(|| shown(&self.place.file))))
            }
            Looked::Missing => self.elsewhere(host, login, log).await,
        }
    }

    /// Runs the client over a config in which nothing is in the way, and puts back what it leaves out of the file.
    async fn run_over(
        &self,
        config: &mut ConfigFile,
        target: &Target,
        login: &Login,
        placement: Placement,
        log: &mut Vec<LogLine>,
    ) -> Result<Words, Error> {
        let host = &target.host;
        let mut undo = self.tool.is_of_containers().then(|| config.make_way(host)).transpose()?.flatten();
        let mut why = None;
        if placement == Placement::InFile {
            undo = Some(config.keep_in_file(self.tool, host)?);
            why = Some(format!("takes 2,560 bytes and the password for {host} has {}", login.password.expose().len()));
        }
        let mut before = config.content();
        let mut ended = self.run(target, login).await;
        if why.is_none() && matches!(&ended, Err(failed) if failed.is_of_windows_store) {
            config.reload()?;
            if config.can_keep_in_file(self.tool) {
                undo = Some(config.keep_in_file(self.tool, host)?);
                why = Some(format!("cannot keep the login for {host}"));
                before = config.content();
                ended = self.run(target, login).await;
            }
        }
        match ended {
            Ok(said) => {
                config.restore(&before, host)?;
                log.extend(why.map(|why| self.kept_in_file(&why)));
                log.extend(told(self.tool, config, host, undo.as_ref(), self.env));
                Ok(said)
            }
            Err(failed) => {
                undo.map_or(Ok(()), |undo| config.undo(undo))?;
                Err(failed.error)
            }
        }
    }

    /// Where a login lies that is not in the client's place: a program may be another client than its name says.
    async fn elsewhere(&self, host: &str, login: &Login, log: &mut Vec<LogLine>) -> Result<Kept, Error> {
        let file = shown(&self.place.file);
        if let Some(tool) = shim::by_version(&self.program, self.env).await.filter(|tool| *tool != self.tool) {
            let place = Place::of(tool, None, self.env)?;
            let config = ConfigFile::open(&place.file).await?;
            if let Looked::There(store) = look(&config, tool, host, login, self.env, self.limit).await? {
                let own = shown(&place.file);
                let message =
                    format!("{} is {}: the login for {host} is kept in {own}.", shown(&self.program), tool.name());
                log.push(LogLine { level: Level::Warning, message });
                let config_path = place.config_path(tool);
                return Ok(Kept { status: Status::Succeeded, tool, config_path, store: Some(store.unwrap_or(own)) });
            }
        }
        // Finch runs its client in a virtual machine, which has files of its own.
        if self.tool == Tool::Finch || self.names_its_user(host, login).await {
            return Ok(Kept { store: None, ..self.kept(Status::Succeeded, String::new()) });
        }
        let message = format!(
            "{} said that the login to {host} succeeded, but neither {file} nor a store that it names holds it.",
            shown(&self.program)
        );
        Err(Error::new(Code::LoginNotKept, message))
    }

    /// Whether podman or one of its like finds the login itself: its registries.conf may name helpers.
    async fn names_its_user(&self, host: &str, login: &Login) -> bool {
        if !self.tool.is_of_containers() {
            return false;
        }
        let asked = self.program(user_arguments(&self.place, host), None, ASK_LIMIT).run().await;
        asked.is_ok_and(|output| output.status.success() && output.stdout.trim_ascii() == login.username.as_bytes())
    }

    fn kept(&self, status: Status, store: String) -> Kept {
        Kept { status, tool: self.tool, config_path: self.place.config_path(self.tool), store: Some(store) }
    }

    fn kept_in_file(&self, why: &str) -> LogLine {
        let file = shown(&self.place.file);
        let message = format!("The credential store of Windows {why}: it is kept in {file}.");
        LogLine { level: Level::Warning, message }
    }

    /// What the client said when it was logged in.
    async fn run(&self, target: &Target, login: &Login) -> Result<Words, Failed> {
        let (name, host) = (self.tool.name(), &target.host);
        let output = self.start(target, login).await?;
        let mut said = Words::of(&output.stderr, [&login.password]);
        if output.status.success() {
            return Ok(said);
        }
        if said.is_empty() {
            said = Words::of(&output.stdout, [&login.password]);
        }
        let known = Ending::of(&said);
        let words = said.ending(known.as_ref().map(|ending| ending.mark));
        let cause = known.as_ref().map(|ending| format!(": {}; it ended with", ending.cause));
        let ended =
            format!("{name} could not log in to {host}{} {}: {words}", cause.as_deref().unwrap_or(","), output.status);
        let message = format!("{}.", ended.trim_end_matches([':', '.', ' ']));
        let hint = known.as_ref().map_or("Run the client by hand to see more.", |ending| ending.remedy);
        let error = Error::new(Code::ToolFailed, message).hint(hint);
        Err(Failed { error, is_of_windows_store: known.is_some_and(|ending| ending.is_of_windows_store()) })
    }

    async fn start(&self, target: &Target, login: &Login) -> Result<Output, Failed> {
        let place = self.place.for_client(self.tool);
        let arguments = login_arguments(self.tool, &place, &login.username, &target.host, target.plain_http);
        let program = self.program(arguments, Some(login.password.clone()), self.limit);
        program.run().await.map_err(|failure| {
            let code = if failure.is_hang() { Code::ToolTimeout } else { Code::ToolFailed };
            let message = format!("{} could not log in to {}: it {failure}.", self.tool.name(), target.host);
            Failed { error: Error::new(code, message), is_of_windows_store: false }
        })
    }

    fn program(&self, arguments: Vec<OsString>, input: Option<Secret>, limit: Duration) -> Program {
        let env = environment(self.tool, &self.place, self.env);
        Program { name: self.program.clone(), arguments, env, cwd: self.cwd.clone(), input, limit }
    }
}

/// Why a client did not log in.
struct Failed {
    error: Error,
    /// Whether the credential manager of Windows was in the way.
    is_of_windows_store: bool,
}
