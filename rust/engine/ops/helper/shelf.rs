//! Where logins are kept on disk: one file of this user's alone, in the folder of what can be had again. Whatever is
//! wrong with it, it is as good as empty.

use super::kept::Kept;
use crate::base::environment::Environment;
use crate::base::object::read_object;
use crate::base::own_folder::cache_folder;
use crate::base::private;
use crate::base::sealed::{seal, unseal};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use zeroize::Zeroizing;

/// The setting that keeps nothing: `off`.
const SETTING: &str = "ECRLOGIN_CACHE";

/// How long others may take to write.
const WRITING: Duration = Duration::from_secs(10);

/// How long another process may take to get a login for all that wait for the same.
const ASKING: Duration = Duration::from_secs(60);

/// How many processes may ask at once, each for other logins.
const TURNS: u8 = 16;

/// The place of the kept logins.
#[derive(Clone, Debug)]
pub struct Shelf {
    file: PathBuf,
}

impl Shelf {
    /// None where nothing is to be kept, or where there is no folder for it.
    pub fn of(env: &Environment) -> Option<Self> {
        let off = env.get(SETTING).is_some_and(|value| value.trim().eq_ignore_ascii_case("off"));
        Self::at_all(env).filter(|_| !off)
    }

    /// The same whatever the setting says.
    pub fn at_all(env: &Environment) -> Option<Self> {
        Some(Shelf { file: cache_folder(env)?.join("logins.json") })
    }

    /// Its file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Whether anything is kept.
    pub fn is_there(&self) -> bool {
        self.file.symlink_metadata().is_ok_and(|found| !found.is_dir())
    }

    /// What is kept.
    pub fn read(&self) -> Kept {
        let text = private::read_own(&self.file).and_then(|sealed| unseal(&sealed).ok());
        let kept = text.and_then(|text| read_object::<Kept>(&text).ok());
        kept.filter(Kept::is_readable).unwrap_or_default()
    }

    /// Changes what is kept, while no other process does.
    ///
    /// # Errors
    /// The system's; all is as it was then.
    pub async fn change(&self, change: impl FnOnce(&mut Kept)) -> io::Result<()> {
        let _lock = private::lock(&self.file.with_file_name(".logins.lock"), WRITING).await?;
        let mut kept = self.read();
        change(&mut kept);
        kept.tidy();
        if kept.is_empty() {
            return self.remove();
        }
        let text = Zeroizing::new(serde_json::to_vec(&kept)?);
        private::replace_fast(&self.file, &seal(&text)?)
    }

    /// Forgets everything, and says how many logins that was.
    ///
    /// # Errors
    /// The system's.
    pub async fn clear(&self) -> io::Result<usize> {
        if !self.is_there() {
            return Ok(0);
        }
        let _lock = private::lock(&self.file.with_file_name(".logins.lock"), WRITING).await?;
        let count = self.read().count();
        self.remove().map(|()| count)
    }

    /// Waits for the turn to ask for what has this key. One that does not come in time, or cannot be waited for, is not
    /// waited for.
    pub async fn turn(&self, key: &str) -> Option<File> {
        let number = key.bytes().fold(0_u8, u8::wrapping_add) % TURNS;
        private::lock(&self.file.with_file_name(format!(".asking-{number}.lock")), ASKING).await.ok()
    }

    fn remove(&self) -> io::Result<()> {
        match std::fs::remove_file(&self.file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}
