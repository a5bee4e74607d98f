//! The shared config and credentials files, read as people write them.

use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::files;
use crate::base::printable::printable;
use crate::base::stamp::Stamp;
use crate::base::text::decode;
use aws_runtime::env_config::file::{Builder as EnvConfigFilesBuilder, EnvConfigFileKind, EnvConfigFiles};
use aws_runtime::env_config::section::{EnvConfigSections, Profile, SsoSession};
use aws_types::os_shim_internal::Fs;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// The profiles of the files in force.
#[derive(Debug)]
pub struct Profiles {
    /// The sections, merged over both files.
    pub sections: EnvConfigSections,
    /// The same files in the form that the SDK takes.
    pub files: EnvConfigFiles,
    texts: EnvConfigFilesBuilder,
    /// What was read, to notice changes.
    pub stamps: Vec<Stamp>,
    credentials: EnvConfigSections,
}

impl Profiles {
    /// Reads the files that the environment names, or the one credentials file `location`.
    /// A file that is not there counts as empty, but for `location`.
    ///
    /// # Errors
    /// [`Code::InvalidConfigFile`] naming the file, and the line where it is one.
    pub async fn load(env: &Environment, cwd: Option<&str>, location: Option<&str>) -> Result<Self, Error> {
        let paths = paths(env, cwd, location);
        // Stamped first: a change while reading is then seen as one by the next call.
        let stamps = paths.iter().map(|(_, path)| Stamp::of(path.clone())).collect();
        let mut texts = EnvConfigFiles::builder();
        let mut credentials = EnvConfigSections::default();
        for (kind, path) in &paths {
            let text = read(path, location.is_some())?;
            let text = plain_names(&text);
            let alone = parse_one(*kind, path, &text).await?;
            if matches!(kind, EnvConfigFileKind::Credentials) {
                credentials = alone;
            }
            texts = texts.with_contents(*kind, text);
        }
        let files = texts.clone().build();
        let sections = parse(&files).await.map_err(|e| Error::new(Code::InvalidConfigFile, e))?;
        Ok(Profiles { sections, files, texts, stamps, credentials })
    }

    /// The files with more lines of config after them, in the form that the SDK takes.
    pub fn files_with(&self, config: String) -> EnvConfigFiles {
        self.texts.clone().with_contents(EnvConfigFileKind::Config, config).build()
    }

    /// A profile by the name that users know it by.
    pub fn get(&self, name: &str) -> Option<&Profile> {
        self.sections.get_profile(&plain_name(name))
    }

    /// Whether the credentials file has the profile: its keys there go before a login or a process, as in the CLI.
    pub fn is_in_credentials_file(&self, name: &str) -> bool {
        self.credentials.get_profile(&plain_name(name)).is_some()
    }

    /// A single sign-on session by its name.
    pub fn sso_session(&self, name: &str) -> Option<&SsoSession> {
        self.sections.sso_session(&plain_name(name))
    }

    /// The names of all profiles, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.sections.profiles().map(spoken_name).collect();
        names.sort();
        names
    }
}

fn paths(env: &Environment, cwd: Option<&str>, location: Option<&str>) -> Vec<(EnvConfigFileKind, PathBuf)> {
    if let Some(location) = location {
        return vec![(EnvConfigFileKind::Credentials, env.path(location, cwd))];
    }
    let file = |variable: &str, default: &str| env.path(env.get(variable).unwrap_or(default), cwd);
    vec![
        (EnvConfigFileKind::Config, file("AWS_CONFIG_FILE", "~/.aws/config")),
        (EnvConfigFileKind::Credentials, file("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")),
    ]
}

fn read(path: &Path, must_exist: bool) -> Result<String, Error> {
    match files::read(path) {
        Ok(bytes) => Ok(decode(&bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !must_exist => Ok(String::new()),
        Err(error) => {
            let message = format!("The file {} cannot be read: {error}.", path.display());
            Err(Error::new(Code::InvalidConfigFile, message))
        }
    }
}

/// Rewrites section headers so that the SDK's parser, which drops names with blanks and quotes, keeps them.
fn plain_names(text: &str) -> String {
    let mut plain: String = text.lines().flat_map(|line| [plain_header(line), Cow::Borrowed("\n")]).collect();
    plain.truncate(plain.trim_end().len());
    plain.push('\n');
    plain
}

fn plain_header(line: &str) -> Cow<'_, str> {
    let Some((name, _)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return Cow::Borrowed(line);
    };
    let (kind, name) = match name.trim().split_once([' ', '\t']) {
        Some((kind @ ("profile" | "sso-session" | "services"), name)) => (Some(kind), name),
        _ => (None, name),
    };
    let name = plain_name(name.trim().trim_matches(['"', '\'']));
    Cow::Owned(kind.map_or_else(|| format!("[{name}]"), |kind| format!("[{kind} {name}]")))
}

/// A name in the characters that the SDK's parser takes; others stand as `%` and their hex digits.
pub fn plain_name(name: &str) -> Cow<'_, str> {
    let taken = |b: u8| b.is_ascii_alphanumeric() || b"_-/.@:+".contains(&b);
    if name.bytes().all(taken) {
        return Cow::Borrowed(name);
    }
    let plain = name.bytes().map(|b| if taken(b) { char::from(b).to_string() } else { format!("%{b:02X}") });
    Cow::Owned(plain.collect())
}

fn spoken_name(plain: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = plain.bytes();
    while let Some(byte) = rest.next() {
        let hex = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16));
        let code = (byte == b'%').then(|| hex(rest.next()).zip(hex(rest.next()))).flatten();
        bytes.push(code.map_or(byte, |(high, low)| (high * 16 + low) as u8));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Parses one file by itself, so that an error can name it.
async fn parse_one(kind: EnvConfigFileKind, path: &Path, text: &str) -> Result<EnvConfigSections, Error> {
    let alone = EnvConfigFiles::builder().with_contents(kind, text).build();
    match parse(&alone).await {
        Ok(sections) => Ok(sections),
        Err(what) => {
            let message = format!("The file {} cannot be understood: {}.", path.display(), printable(&what));
            Err(Error::new(Code::InvalidConfigFile, message).hint("Correct the line, or delete it."))
        }
    }
}

async fn parse(files: &EnvConfigFiles) -> Result<EnvConfigSections, String> {
    let env = Environment::default().to_sdk();
    let source =
        aws_runtime::env_config::source::load(&env, &Fs::from_slice(&[]), files).await.map_err(|e| e.to_string())?;
    EnvConfigSections::parse(source).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_blanks_survive_the_parser() {
        assert_eq!(plain_names("[profile \"two words\"]\nregion=x"), "[profile two%20words]\nregion=x\n");
        assert_eq!(plain_names("[two words] # comment\n"), "[two%20words]\n");
        assert_eq!(spoken_name(&plain_name("50% \u{e4}")), "50% \u{e4}");
    }
}
