//! The copy of the helper's program, and the way to it, as installing puts them into place.

use crate::base::error::Error;
use crate::base::shown::shown;
use crate::client::helper_config::{add_line, copy, file_name, file_with_line, line_for, profile_file};
use crate::ops::setup_work::SetupWork;
use std::path::Path;

impl SetupWork<'_> {
    /// Copies the program.
    ///
    /// # Errors
    /// What is wrong with it, or with its place.
    pub fn copy_program(&mut self, from: &Path) -> Result<(), Error> {
        let copied = copy(from, self.env, self.dry)?;
        self.setup.program = Some(shown(&copied.path));
        self.setup.folder = copied.path.parent().map(shown);
        self.record.own(&copied.path, copied.after);
        self.keep()?;
        if !copied.was_there {
            self.changed("Copy the credential helper", &copied.path);
        }
        Ok(())
    }

    /// Puts its folder on PATH, where that is wanted, else tells that it is not there.
    ///
    /// # Errors
    /// What is wrong with the file of the shell.
    pub fn put_on_path(&mut self, add: bool) -> Result<(), Error> {
        let Some(folder) = self.setup.folder.clone() else { return Ok(()) };
        let folder = Path::new(&folder);
        self.setup.is_on_path = self.env.has_on_path(folder);
        self.setup.changes_path = add && !self.setup.is_on_path;
        if cfg!(windows) {
            self.record.on_user_path |= self.setup.changes_path;
            self.keep()?;
        } else if let (true, Some(file)) = (add, profile_file(self.env))
            && let Some(done) = add_line(&file, &line_for(folder, self.env), self.dry)?
        {
            self.record.shell = Some(done);
            self.keep()?;
            self.changed("Put the helper's folder on PATH", &file);
        }
        if !add && !self.setup.is_on_path {
            self.tell_not_on_path(folder);
        }
        let first = self.env.find(file_name().trim_end_matches(".exe"));
        if let Some(first) = first.filter(|first| self.setup.is_on_path && first.parent() != Some(folder)) {
            self.warn(format!("{} comes first on PATH; clients take that one.", shown(&first)));
        }
        Ok(())
    }

    fn tell_not_on_path(&mut self, folder: &Path) {
        let message = format!("{} is not on PATH, so clients do not find the helper there.", shown(folder));
        let remedy = match (file_with_line(folder, self.env), profile_file(self.env).filter(|_| !cfg!(windows))) {
            (Some(file), _) => format!("{} puts it there: open a new login shell.", shown(&file)),
            (None, Some(file)) => {
                let line = line_for(folder, self.env);
                format!("-AddToPath puts it there, and so does this line in {}: {line}.", shown(&file))
            }
            (None, None) => "-AddToPath puts it there.".to_owned(),
        };
        self.warn(format!("{message} {remedy}"));
    }
}
