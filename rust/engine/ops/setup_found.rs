//! What an installation did of which nothing is written down any more: it is written down anew, so that uninstalling takes
//! it away with the program, and leaves nobody who asks for what is gone.

use crate::base::error::Error;
use crate::base::links::target_of;
use crate::client::helper_config::{
    Record, Target, files_in_sight, find_unknown, folder, line_as_written, list_as_written,
};
use crate::ops::setup_work::SetupWork;
use std::path::Path;

impl SetupWork<'_> {
    /// Looks for it in the files of all clients, of those that are to get the helper, and of the shell.
    ///
    /// # Errors
    /// That it cannot be written down.
    pub fn find_unknown(&mut self, targets: &[Target]) -> Result<(), Error> {
        let mut is_any = false;
        for file in files_in_sight(self.env).iter().chain(targets.iter().map(|target| &target.file)) {
            is_any |= self.find_in(file);
        }
        if let Some((file, after)) = list_as_written(self.env).filter(|(file, _)| !self.record.owns(file)) {
            self.record.own(&file, after);
            is_any = true;
        }
        let line = folder(self.env).and_then(|folder| line_as_written(&folder, self.env));
        if let Some(line) = line.filter(|_| self.record.shell.is_none()) {
            self.record.shell = Some(line);
            is_any = true;
        }
        if is_any {
            self.keep()?;
            self.changed("Write down what was installed already", &Record::file(self.env)?);
        }
        Ok(())
    }

    /// One file may have several names.
    fn find_in(&mut self, file: &Path) -> bool {
        let known = self.record.configs.iter().find(|config| target_of(&config.path) == target_of(file));
        let path = known.map_or(file, |config| &config.path).to_owned();
        let is_any = find_unknown(self.record.config(&path));
        self.record.configs.retain(|config| config.store.is_some() || !config.helpers.is_empty());
        is_any
    }
}
