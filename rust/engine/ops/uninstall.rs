//! Takes the credential helper away: what is still ours, and nothing else.

use crate::base::edited::Undone;
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::log_line::{Level, LogLine};
use crate::base::own_folder::own_folder;
use crate::base::shown::shown;
use crate::client::helper_config::{Record, folder, is_chain, remove, remove_line, uninstall, uninstall_chain};
use crate::message::request::Request;
use crate::message::setup::{Change, Setup};
use crate::ops::connection::connection_of;
use crate::ops::helper::shelf::Shelf;
use crate::session::halt::Halt;
use crate::session::map::remove_lines;
use std::path::Path;

/// Undoes what installing did, or says what that would change.
///
/// # Errors
/// What is wrong with a file; all others are undone, and no longer written down.
pub async fn uninstall_helper(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Setup, Halt> {
    let dry = request.plan.unwrap_or_default();
    let connection = connection_of(request)?;
    let env = &connection.env;
    let mut work = Work { env, dry, record: Record::read(env)?, setup: Setup::default(), failure: None, log };
    work.setup.folder = folder(env).map(|folder| shown(&folder));
    work.setup.is_on_path = folder(env).is_some_and(|folder| env.has_on_path(&folder));
    if work.record.is_empty() {
        return Ok(work.setup);
    }
    let _lock = if dry { None } else { Some(Record::lock(env).await?) };
    work.record = Record::read(env)?;
    work.configs().await?;
    work.maps()?;
    work.shell()?;
    work.files().await?;
    work.tell_logins();
    let is_undone = work.record.is_empty();
    let Work { setup, failure, .. } = work;
    if !dry && is_undone {
        Record::clean_up(env);
    }
    if let Some(error) = failure.filter(|_| !dry) {
        return Err(error.into());
    }
    if dry {
        // What is done after the plan says so again.
        log.retain(|line| !matches!(line.level, Level::Warning));
    }
    Ok(setup)
}

struct Work<'a> {
    env: &'a Environment,
    dry: bool,
    record: Record,
    setup: Setup,
    failure: Option<Error>,
    log: &'a mut Vec<LogLine>,
}

impl Work<'_> {
    async fn configs(&mut self) -> Result<(), Error> {
        for at in (0..self.record.configs.len()).rev() {
            let config = &self.record.configs[at];
            match uninstall(config, self.dry).await {
                Ok(undone) => {
                    let path = self.record.configs.remove(at).path;
                    self.told(undone, "Take the helper out", &path);
                    self.keep()?;
                }
                Err(error) => self.failed(error),
            }
        }
        self.record.next.take_if(|_| self.record.configs.is_empty());
        self.keep()
    }

    fn maps(&mut self) -> Result<(), Error> {
        for at in (0..self.record.maps.len()).rev() {
            match remove_lines(&self.record.maps[at], self.dry) {
                Ok(undone) => {
                    let path = self.record.maps.remove(at).path;
                    self.told(undone, "Take the lines out of the map", &path);
                    self.keep()?;
                }
                Err(error) => self.failed(error),
            }
        }
        Ok(())
    }

    fn shell(&mut self) -> Result<(), Error> {
        self.setup.changes_path = self.record.on_user_path || self.record.shell.is_some();
        self.record.on_user_path = false;
        let Some(line) = self.record.shell.take() else { return self.keep() };
        match remove_line(&line, self.dry) {
            Ok(true) => self.changed("Take the helper's folder off PATH", &line.path),
            Ok(false) => {}
            Err(error) => {
                self.record.shell = Some(line);
                self.failed(error);
            }
        }
        self.keep()
    }

    async fn files(&mut self) -> Result<(), Error> {
        for at in (0..self.record.files.len()).rev() {
            let file = &self.record.files[at];
            let (is_gone, action) = if is_chain(&file.path) {
                (uninstall_chain(&file.path, &file.after, self.dry), "Remove the list of helpers")
            } else {
                (remove(&file.path, &file.after, self.dry), "Remove the copy of the credential helper")
            };
            match is_gone {
                Ok(is_gone) => {
                    let path = self.record.files.remove(at).path;
                    self.keep()?;
                    if is_gone {
                        self.changed(action, &path);
                    } else {
                        self.left(&path);
                    }
                    if is_gone && !is_chain(&path) {
                        self.kept_logins().await;
                    }
                }
                Err(error) => self.failed(error),
            }
        }
        Ok(())
    }

    /// The logins to ECR that the helper kept: nobody is left who would use them.
    async fn kept_logins(&mut self) {
        let Some(shelf) = Shelf::at_all(self.env).filter(Shelf::is_there) else { return };
        if !self.dry
            && let Err(error) = shelf.clear().await
        {
            let message = format!("The logins that the credential helper keeps are still there: {error}.");
            return self
                .failed(Error::new(Code::StillLoggedIn, message).hint("Clear-ECRTokenCache -Helper tries again."));
        }
        self.changed("Remove the logins to Amazon ECR that the helper kept", shelf.file());
    }

    /// What cannot be undone stays written down, and stands in the way of nothing else.
    fn failed(&mut self, error: Error) {
        self.failure.get_or_insert(error);
    }

    fn told(&mut self, undone: Undone, action: &str, path: &Path) {
        match undone {
            Undone::Whole | Undone::InPart => self.changed(action, path),
            Undone::Nothing => self.left(path),
            Undone::Unfit(what) => {
                self.warn(format!("{} {what}: others wrote it since, and it is left as it is.", shown(path)));
            }
            Undone::Gone => {}
        }
    }

    /// The logins of others that the helper kept belong to the user.
    fn tell_logins(&mut self) {
        if let Some(file) = own_folder(self.env).map(|folder| folder.join("auths.json")).filter(|file| file.is_file()) {
            self.warn(format!(
                "Logins to other registries that the helper kept lie in {}. Log in to these with your client again, and \
                 delete the file.",
                shown(&file)
            ));
        }
    }

    fn keep(&self) -> Result<(), Error> {
        if self.dry { Ok(()) } else { self.record.write(self.env) }
    }

    fn changed(&mut self, action: &str, target: &Path) {
        self.setup.changes.push(Change { action: action.to_owned(), target: shown(target) });
    }

    fn left(&mut self, path: &Path) {
        self.warn(format!("{} was changed by others since, and is left as it is.", shown(path)));
    }

    fn warn(&mut self, message: String) {
        self.log.push(LogLine { level: Level::Warning, message });
    }
}
