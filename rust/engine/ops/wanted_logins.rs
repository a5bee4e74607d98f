//! The logins that a request to log in wants, and the tokens for them.

use crate::base::error::{Code, Error};
use crate::base::log_line::LogLine;
use crate::base::progress::Progress;
use crate::message::answer::Failure;
use crate::message::request::Request;
use crate::ops::client_options::ClientOptions;
use crate::ops::connection::{answers_of, connection_of, unverified};
use crate::ops::groups::{Group, groups, texts_of};
use crate::ops::names::{self, Names};
use crate::ops::padding::padded;
use crate::ops::several::{Answered, ask_all, tell};
use crate::registry::name;
use crate::session::answers::Answers;
use crate::session::connection::Connection;
use crate::session::halt::Halt;
use std::time::Instant;

/// What a request to log in wants.
pub struct WantedLogins {
    pub connection: Connection,
    pub options: ClientOptions,
    /// Of what names no registry; of what could not be asked, once that was tried.
    pub failures: Vec<Failure>,
    started: Instant,
    groups: Vec<Group>,
    answers: Answers,
    use_cache: bool,
}

impl WantedLogins {
    /// Takes the parts of a request out of it.
    ///
    /// # Errors
    /// What is wrong with all of its names, or with another part.
    pub fn read(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Self, Error> {
        let started = Instant::now();
        let written = names::lines(request.registry_ids.take().unwrap_or_default(), Code::InvalidRegistryName)?;
        log.extend(padded(&written));
        let Names { good, failures } = names::read(&texts_of(written), name::parse)?;
        let regions = request.regions.take().unwrap_or_default();
        let use_cache = request.use_cache.unwrap_or_default();
        let answers = answers_of(request);
        let connection = connection_of(request)?;
        let options = ClientOptions::from(request, &connection)?;
        let groups = groups(&connection, good, &regions)?;
        let wanted = WantedLogins { connection, options, failures, started, groups, answers, use_cache };
        wanted.options.check_address(wanted.count())?;
        Ok(wanted)
    }

    /// Asks for all tokens at once. Only what is logged in to counts as done.
    ///
    /// # Errors
    /// When nothing could be asked.
    pub async fn ask(&mut self, log: &mut Vec<LogLine>, progress: &Progress) -> Result<Vec<Answered>, Halt> {
        log.extend(self.connection.skip_certificate_check.then(unverified));
        progress.plan(self.count());
        let groups = std::mem::take(&mut self.groups);
        let tokens = Progress::default();
        let (mut answered, unasked) = ask_all(groups, &self.answers, self.use_cache, self.started, &tokens).await?;
        tell(&mut answered, log);
        self.failures.extend(unasked.into_iter().map(|(_, failure)| failure));
        Ok(answered)
    }

    fn count(&self) -> usize {
        self.groups.iter().map(|group| group.ids.len().max(1)).sum()
    }
}
