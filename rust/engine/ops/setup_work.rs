//! What installing and uninstalling the credential helper have in common: what is written down, and what is told.

use crate::base::environment::Environment;
use crate::base::error::Error;
use crate::base::log_line::{Level, LogLine};
use crate::base::shown::shown;
use crate::client::helper_config::Record;
use crate::message::setup::{Change, Setup};
use std::path::Path;

/// The work under way.
pub struct SetupWork<'a> {
    /// The environment that says where all lies.
    pub env: &'a Environment,
    /// Whether it is only to be told.
    pub dry: bool,
    /// What was done, here and at earlier times.
    pub record: Record,
    /// What is told of it.
    pub setup: Setup,
    log: &'a mut Vec<LogLine>,
}

impl<'a> SetupWork<'a> {
    /// Work that starts from what is written down.
    ///
    /// # Errors
    /// [`crate::base::error::Code::InvalidInstallRecord`].
    pub fn new(env: &'a Environment, dry: bool, log: &'a mut Vec<LogLine>) -> Result<Self, Error> {
        Ok(SetupWork { env, dry, record: Record::read(env)?, setup: Setup::default(), log })
    }

    /// Writes down what was done.
    ///
    /// # Errors
    /// [`crate::base::error::Code::InvalidInstallRecord`].
    pub fn keep(&self) -> Result<(), Error> {
        if self.dry { Ok(()) } else { self.record.write(self.env) }
    }

    /// Tells of a change.
    pub fn changed(&mut self, action: &str, target: &Path) {
        self.setup.changes.push(Change { action: action.to_owned(), target: shown(target) });
    }

    /// Warns, of the same once.
    pub fn warn(&mut self, message: String) {
        if self.log.iter().all(|line| line.message != message) {
            self.log.push(LogLine { level: Level::Warning, message });
        }
    }

    /// What there is to tell in the end. What is done after a plan says its warnings again.
    pub fn done(self) -> Setup {
        if self.dry {
            self.log.retain(|line| !matches!(line.level, Level::Warning));
        }
        self.setup
    }
}
