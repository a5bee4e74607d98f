//! The logins that a request to log in wants, and the tokens for them.

use crate::base::error::{Code, Error};
use crate::base::log_line::LogLine;
use crate::base::printable::printable;
use crate::base::progress::Progress;
use crate::message::answer::{Failure, Logins};
use crate::message::request::Request;
use crate::ops::client_options::ClientOptions;
use crate::ops::connection::{answers_of, connection_of, unverified};
use crate::ops::groups::{Group, groups, texts_of};
use crate::ops::mapped::{Mapped, texts};
use crate::ops::names::{self, Names};
use crate::ops::padding::padded;
use crate::ops::several::{Answered, ask_all, info_of, tell};
use crate::registry::target::Target;
use crate::registry::token::Login;
use crate::session::answers::Answers;
use crate::session::connection::Connection;
use crate::session::halt::Halt;
use std::collections::HashSet;
use std::time::Instant;

/// What a request to log in wants.
pub struct WantedLogins {
    pub connection: Connection,
    pub options: ClientOptions,
    pub asking: Asking,
}

/// The registries to ask for.
pub struct Asking {
    started: Instant,
    groups: Vec<Group>,
    answers: Answers,
    use_cache: bool,
    /// Of what names no registry.
    failures: Vec<Failure>,
}

/// A host, and the login for it.
pub struct Task {
    pub target: Target,
    pub login: Login,
    /// The line of the map that the login was got by, where it stands.
    pub line: Option<String>,
}

impl WantedLogins {
    /// Takes the parts of a request out of it.
    ///
    /// # Errors
    /// What is wrong with all of its names, or with another part.
    pub async fn read(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Self, Error> {
        let started = Instant::now();
        let written = names::lines(request.registry_ids.take().unwrap_or_default(), Code::InvalidRegistryName)?;
        log.extend(padded(&written));
        let regions = request.regions.take().unwrap_or_default();
        let use_cache = request.use_cache.unwrap_or_default();
        let answers = answers_of(request);
        let connection = connection_of(request)?;
        let written = texts_of(written);
        let mut mapped = Mapped::of(&connection, &texts(&written)).await?;
        let Names { good, failures } = names::read(&written, |text| mapped.parse(text))?;
        let options = ClientOptions::from(request, &connection)?;
        let groups = groups(&connection, good, &regions, &mut mapped).await?;
        log.extend(mapped.told().chain(groups.iter().filter_map(Group::told)));
        let asking = Asking { started, groups, answers, use_cache, failures };
        options.check_address(asking.count())?;
        Ok(WantedLogins { connection, options, asking })
    }
}

impl Asking {
    /// Asks for all tokens at once: what is to be logged in to, each host once, and an answer without logins yet. Only what
    /// is logged in to counts as done.
    ///
    /// # Errors
    /// When nothing could be asked.
    pub async fn ask(
        self,
        connection: &Connection,
        options: &ClientOptions,
        log: &mut Vec<LogLine>,
        progress: &Progress,
    ) -> Result<(Vec<Task>, Logins), Halt> {
        log.extend(connection.skip_certificate_check.then(unverified));
        progress.plan(self.count());
        let tokens = Progress::default();
        let (mut answered, unasked) =
            ask_all(self.groups, &self.answers, self.use_cache, self.started, &tokens).await?;
        tell(&mut answered, log);
        let mut failures = self.failures;
        failures.extend(unasked.into_iter().map(|(_, failure)| failure));
        let result = Logins { failures, info: Some(info_of(&answered)), ..Logins::default() };
        let mut round = Round { done: HashSet::new(), tasks: Vec::new(), result };
        for Answered { group, asked, info, .. } in answered {
            round.result.failures.extend(asked.failures);
            for login in asked.logins {
                round.add(&group, &info.region, login, options);
            }
        }
        Ok((round.tasks, round.result))
    }

    fn count(&self) -> usize {
        self.groups.iter().map(|group| group.ids.len().max(1)).sum()
    }
}

/// The logins of one request, to each host once.
struct Round {
    done: HashSet<String>,
    tasks: Vec<Task>,
    result: Logins,
}

impl Round {
    /// Adds every host that a login of a group is for.
    fn add(&mut self, group: &Group, region: &str, login: Login, options: &ClientOptions) {
        match group.targets(&login, region, options) {
            Ok(targets) => {
                let new = targets.into_iter().filter(|target| self.done.insert(target.host.clone()));
                self.tasks.extend(new.map(|target| Task {
                    target,
                    login: login.clone(),
                    line: group.line().map(str::to_owned),
                }));
            }
            Err(error) => self.result.fail(printable(&login.proxy_endpoint), error),
        }
    }
}
