//! Takes the credential helper away: what is still ours, and nothing else.

use crate::base::edited::Undone;
use crate::base::error::{Code, Error};
use crate::base::log_line::LogLine;
use crate::base::printable::printable;
use crate::base::shown::shown;
use crate::client::helper_config::{Record, folder, is_chain, remove, remove_line, uninstall, uninstall_chain};
use crate::client::next::OwnFile;
use crate::message::request::Request;
use crate::message::setup::Setup;
use crate::ops::connection::connection_of;
use crate::ops::helper::shelf::Shelf;
use crate::ops::setup_work::SetupWork;
use crate::session::halt::Halt;
use crate::session::map::{Removed, remove_lines};
use std::path::Path;

/// Undoes what installing did, or says what that would change.
///
/// # Errors
/// What is wrong with a file; all others are undone, and no longer written down.
pub async fn uninstall_helper(request: &mut Request, log: &mut Vec<LogLine>) -> Result<Setup, Halt> {
    let dry = request.plan.unwrap_or_default();
    let connection = connection_of(request)?;
    let env = &connection.env;
    let mut work = Work { on: SetupWork::new(env, dry, log)?, failure: None };
    work.on.setup.folder = folder(env).map(|folder| shown(&folder));
    work.on.setup.is_on_path = folder(env).is_some_and(|folder| env.has_on_path(&folder));
    if work.on.record.is_empty() {
        return Ok(work.on.setup);
    }
    let _lock = if dry { None } else { Some(Record::lock(env).await?) };
    work.on.record = Record::read(env)?;
    work.configs().await?;
    work.maps()?;
    work.shell()?;
    work.files().await?;
    work.tell_logins();
    let Work { on, failure } = work;
    if !dry && on.record.is_empty() {
        Record::clean_up(env);
    }
    match failure.filter(|_| !dry) {
        Some(error) => Err(error.into()),
        None => Ok(on.done()),
    }
}

struct Work<'a> {
    on: SetupWork<'a>,
    failure: Option<Error>,
}

impl Work<'_> {
    async fn configs(&mut self) -> Result<(), Error> {
        for at in (0..self.on.record.configs.len()).rev() {
            let config = &self.on.record.configs[at];
            match uninstall(config, self.on.dry).await {
                Ok(undone) => {
                    let path = self.on.record.configs.remove(at).path;
                    self.told(undone, "Take the helper out", &path);
                    self.on.keep()?;
                }
                Err(error) => self.failed(error),
            }
        }
        self.on.record.next.take_if(|_| self.on.record.configs.is_empty());
        self.on.keep()
    }

    fn maps(&mut self) -> Result<(), Error> {
        for at in (0..self.on.record.maps.len()).rev() {
            match remove_lines(&self.on.record.maps[at], self.on.dry) {
                Ok(Removed { undone, changed }) => {
                    let path = self.on.record.maps.remove(at).path;
                    self.tell_changed_lines(&undone, &changed, &path);
                    self.told(undone, "Take the lines out of the map", &path);
                    self.on.keep()?;
                }
                Err(error) => self.failed(error),
            }
        }
        Ok(())
    }

    fn shell(&mut self) -> Result<(), Error> {
        self.on.setup.changes_path = self.on.record.on_user_path || self.on.record.shell.is_some();
        self.on.record.on_user_path = false;
        let Some(line) = self.on.record.shell.take() else { return self.on.keep() };
        match remove_line(&line, self.on.dry) {
            Ok(true) => self.on.changed("Take the helper's folder off PATH", &line.path),
            Ok(false) => {}
            Err(error) => {
                self.on.record.shell = Some(line);
                self.failed(error);
            }
        }
        self.on.keep()
    }

    async fn files(&mut self) -> Result<(), Error> {
        for at in (0..self.on.record.files.len()).rev() {
            let file = &self.on.record.files[at];
            let (is_gone, action) = if is_chain(&file.path) {
                (uninstall_chain(&file.path, &file.after, self.on.dry), "Remove the list of helpers")
            } else {
                (remove(&file.path, &file.after, self.on.dry), "Remove the copy of the credential helper")
            };
            match is_gone {
                Ok(is_gone) => {
                    let path = self.on.record.files.remove(at).path;
                    self.on.keep()?;
                    if is_gone {
                        self.on.changed(action, &path);
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
        let Some(shelf) = Shelf::at_all(self.on.env).filter(Shelf::is_there) else { return };
        if !self.on.dry
            && let Err(error) = shelf.clear().await
        {
            let message = format!("The logins that the credential helper keeps are still there: {error}.");
            return self
                .failed(Error::new(Code::StillLoggedIn, message).hint("Clear-ECRTokenCache -Helper tries again."));
        }
        self.on.changed("Remove the logins to Amazon ECR that the helper kept", shelf.file());
    }

    /// What cannot be undone stays written down, and stands in the way of nothing else.
    fn failed(&mut self, error: Error) {
        self.failure.get_or_insert(error);
    }

    fn told(&mut self, undone: Undone, action: &str, path: &Path) {
        match undone {
            Undone::Whole | Undone::InPart => self.on.changed(action, path),
            Undone::Nothing => self.left(path),
            Undone::Unfit(what) => {
                self.on.warn(format!("{} {what}: others wrote it since, and it is left as it is.", shown(path)));
            }
            Undone::Gone => {}
        }
    }

    /// Where all that was ours was changed, it is the file that is told of.
    fn tell_changed_lines(&mut self, undone: &Undone, changed: &[String], path: &Path) {
        if *undone != Undone::InPart || changed.is_empty() {
            return;
        }
        let hosts: Vec<String> = changed.iter().map(|host| printable(host)).collect();
        let (hosts, file) = (hosts.join(", "), shown(path));
        self.on.warn(match changed.len() {
            1 => format!("The line for {hosts} in {file} was changed by others since, and is left as it is."),
            many => format!("{many} lines in {file} were changed by others since, and are left as they are: {hosts}."),
        });
    }

    /// The logins of others that the helper kept belong to the user.
    fn tell_logins(&mut self) {
        if let Some(file) = OwnFile::in_use(self.on.env) {
            self.on.warn(format!(
                "Logins to other registries that the helper kept lie in {}. Log in to these with your client again, and \
                 delete the file.",
                shown(&file)
            ));
        }
    }

    fn left(&mut self, path: &Path) {
        self.on.warn(format!("{} was changed by others since, and is left as it is.", shown(path)));
    }
}
