//! The line by which a shell finds the helper.

use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::files;
use crate::base::links::target_of;
use crate::base::private;
use crate::base::shown::shown;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

/// The end of our line, by which its reader knows whose it is.
const MARK: &str = "# EcrLogin";

/// The file that the user's shell reads when it starts for a login; none without a home directory.
pub fn profile_file(env: &Environment) -> Option<PathBuf> {
    let home = env.home()?;
    let shell = env.get("SHELL").and_then(|shell| Path::new(shell).file_name()?.to_str()).unwrap_or_default();
    if shell == "zsh" {
        return Some(env.get("ZDOTDIR").map_or(home, PathBuf::from).join(".zprofile"));
    }
    // Bash reads the first of these that there is.
    let mut of_bash =
        [".bash_profile", ".bash_login"].into_iter().filter(|_| shell == "bash").map(|name| home.join(name));
    Some(of_bash.find(|file| file.is_file()).unwrap_or_else(|| home.join(".profile")))
}

/// Checks that a line can be put into the file of the shell: that there is a file, or nothing.
///
/// # Errors
/// [`Code::InstallFailed`].
pub fn check_profile(file: &Path) -> Result<(), Error> {
    files::check_is_file(file).map_err(|error| unusable(file, &format!("cannot be read: {error}")))
}

/// The line.
pub fn line_for(folder: &Path, env: &Environment) -> String {
    let shown = match env.home().and_then(|home| folder.strip_prefix(home).ok().map(Path::to_owned)) {
        Some(rest) => format!("$HOME/{}", rest.display()),
        None => folder.display().to_string(),
    };
    format!("export PATH=\"{shown}:$PATH\" {MARK}")
}

/// The file in which the line stands already: the next shell for a login has the folder on PATH.
pub fn file_with_line(folder: &Path, env: &Environment) -> Option<PathBuf> {
    let file = profile_file(env).filter(|_| !cfg!(windows))?;
    let line = line_for(folder, env);
    read(&file).ok()?.lines().any(|other| other == line).then_some(file)
}

/// The line where it stands already, as far as it can be known how it came there.
pub fn line_as_written(folder: &Path, env: &Environment) -> Option<ShellLine> {
    let path = file_with_line(folder, env)?;
    Some(ShellLine { path, line: line_for(folder, env), created: false, ended: false })
}

/// What was done to the file of a shell.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShellLine {
    /// The file.
    pub path: PathBuf,
    /// The line.
    line: String,
    /// Whether there was none.
    created: bool,
    /// Whether its last line had no end, and got one.
    ended: bool,
}

impl ShellLine {
    /// Whether the line stands there yet.
    pub fn is_there(&self) -> bool {
        read(&self.path).is_ok_and(|text| text.lines().any(|line| line == self.line))
    }
}

/// Appends the line once; none where it stands there.
///
/// # Errors
/// [`Code::InstallFailed`].
pub fn add_line(file: &Path, line: &str, dry: bool) -> Result<Option<ShellLine>, Error> {
    let text = read(file)?;
    if text.lines().any(|other| other == line) {
        return Ok(None);
    }
    let ended = !text.is_empty() && !text.ends_with('\n');
    let done = ShellLine { path: file.to_owned(), line: line.to_owned(), created: !file.exists(), ended };
    if !dry {
        let end = if ended { "\n" } else { "" };
        write(file, &format!("{text}{end}{line}\n"))?;
    }
    Ok(Some(done))
}

/// Takes our line out, as it was written, and the file with it that was made for it and holds nothing else; false where
/// it is not there.
///
/// # Errors
/// [`Code::InstallFailed`].
pub fn remove_line(done: &ShellLine, dry: bool) -> Result<bool, Error> {
    let file = &done.path;
    let text = read(file)?;
    let is_ours = |line: &str| line.trim_end_matches(['\r', '\n']) == done.line;
    if !text.lines().any(is_ours) {
        return Ok(false);
    }
    let mut left: String = text.split_inclusive('\n').filter(|line| !is_ours(line)).collect();
    if done.ended && text.lines().last().is_some_and(is_ours) {
        left.truncate(left.strip_suffix('\n').map_or(left.len(), str::len));
    }
    if dry {
        return Ok(true);
    }
    if done.created && left.is_empty() {
        let removed = std::fs::remove_file(target_of(file));
        return removed.map(|()| true).map_err(|e| unusable(file, &format!("cannot be removed: {e}")));
    }
    write(file, &left).map(|()| true)
}

fn read(file: &Path) -> Result<String, Error> {
    match files::read(file) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| unusable(file, "is not UTF-8")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(unusable(file, &format!("cannot be read: {error}"))),
    }
}

fn write(file: &Path, text: &str) -> Result<(), Error> {
    private::rewrite(&target_of(file), text.as_bytes()).map_err(|e| unusable(file, &format!("cannot be written: {e}")))
}

fn unusable(file: &Path, what: &str) -> Error {
    Error::new(Code::InstallFailed, format!("The file of the shell, {}, {what}.", shown(file)))
}
