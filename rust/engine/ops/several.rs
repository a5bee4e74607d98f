//! The tokens of several groups of registries, all asked for at once.

use super::groups::Group;
use crate::base::error::Code;
use crate::base::log_line::{Level, LogLine};
use crate::base::progress::Progress;
use crate::message::answer::{Failure, Info};
use crate::ops::ask::{Asked, ask_anew};
use crate::session::answers::Answers;
use crate::session::halt::Halt;
use crate::session::open::Session;
use futures_util::future::join_all;
use std::sync::Arc;
use std::time::Instant;

/// What a group's session answered.
pub struct Answered {
    pub group: Group,
    pub asked: Asked,
    pub info: Info,
    session: Arc<Session>,
}

impl Answered {
    pub fn new(session: Arc<Session>, group: Group, asked: Asked, started: Instant) -> Self {
        Answered { group, info: asked.info(&session, started), asked, session }
    }
}

/// What failed for a whole group that is one of several, with the place of the group's first name.
pub type Unasked = (usize, Failure);

/// Asks for the tokens of every group; there is at least one answer.
///
/// # Errors
/// When nothing could be asked.
pub async fn ask_all(
    groups: Vec<Group>,
    answers: &Answers,
    use_cache: bool,
    started: Instant,
    progress: &Progress,
) -> Result<(Vec<Answered>, Vec<Unasked>), Halt> {
    let (asks, unasked) = open(groups, answers).await?;
    let answered = asks.into_iter().map(|(session, group)| async move {
        let asking = Box::pin(ask_anew(session, &group.connection, answers, &group.ids, use_cache, progress));
        let (session, asked) = asking.await;
        Answered::new(session, group, asked, started)
    });
    Ok((join_all(answered).await, unasked))
}

/// Says how the answers came about, and of several groups which region each is of.
pub fn tell(answered: &mut [Answered], log: &mut Vec<LogLine>) {
    let several = answered.len() > 1;
    for one in answered {
        log.extend(one.session.log.iter().cloned());
        if several {
            log.push(told(&one.info));
            one.asked.failures.iter_mut().for_each(|failure| failure.error.name_region(&one.info.region));
        }
    }
}

/// How all of the answers came about: where the last one is from, and the calls of each.
pub fn info_of(answered: &[Answered]) -> Info {
    let last = answered.last().expect("groups are asked, or there is an error");
    let sum = |count: fn(&Info) -> usize| answered.iter().map(|one| count(&one.info)).sum();
    Info { calls: sum(|info| info.calls), kept: sum(|info| info.kept), ..last.info.clone() }
}

/// What `info` says, for one of several groups.
fn told(info: &Info) -> LogLine {
    let message = format!("Region {}: calls: {}, credentials: {}", info.region, info.calls, info.credentials_source);
    LogLine { level: Level::Verbose, message }
}

/// A session for each group; what one of several cannot have is its own failure.
async fn open(groups: Vec<Group>, answers: &Answers) -> Result<(Vec<(Arc<Session>, Group)>, Vec<Unasked>), Halt> {
    let (mut asks, mut unasked) = (Vec::new(), Vec::new());
    let several = groups.len() > 1;
    for group in groups {
        match Session::open(&group.connection, answers).await {
            Ok(session) => asks.push((session, group)),
            // The next code serves all of them.
            Err(Halt::Failed(error)) if error.code == Code::MfaCodeInvalid => return Err(error.into()),
            Err(Halt::Failed(mut error)) => {
                if let Some(region) = group.connection.region.as_deref().filter(|_| several) {
                    error.name_region(region);
                }
                unasked.push((group.place(), Failure { registry_ids: group.names(), error }));
            }
            Err(needs) => return Err(needs),
        }
    }
    if asks.is_empty() && !unasked.is_empty() {
        return Err(unasked.swap_remove(0).1.error.into());
    }
    Ok((asks, unasked))
}
