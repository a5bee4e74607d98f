//! The shared config and credentials files, read as people write them.

use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::files;
use crate::base::shown::shown;
use crate::base::stamp::Stamp;
use crate::base::text::decode;
use crate::session::ini;
use crate::session::plain::{self, plain_name, spoken_name};
use aws_runtime::env_config::file::{Builder as EnvConfigFilesBuilder, EnvConfigFileKind, EnvConfigFiles};
use aws_runtime::env_config::section::{EnvConfigSections, Profile, SsoSession};
use aws_types::os_shim_internal::Fs;
use std::io;
use std::path::PathBuf;

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
    absent: Vec<String>,
}

impl Profiles {
    /// Reads the files that the environment names, or the one credentials file `location`.
    /// A file that is not there counts as empty, as in the CLI, but for `location`.
    ///
    /// # Errors
    /// [`Code::InvalidConfigFile`] naming the file, and the line where it is one.
    pub async fn load(env: &Environment, cwd: Option<&str>, location: Option<&str>) -> Result<Self, Error> {
        let places = places(env, cwd, location);
        // Stamped first: a change while reading is then seen as one by the next call.
        let stamps = places.iter().map(|place| Stamp::of(place.path.clone())).collect();
        let mut texts = EnvConfigFiles::builder();
        let mut credentials = EnvConfigSections::default();
        let mut absent = Vec::new();
        for place in &places {
            let text = match place.read() {
                Ok(text) => place.plain(&text)?,
                Err(error) => {
                    absent.extend(place.without(&error)?);
                    String::new()
                }
            };
            if matches!(place.kind, EnvConfigFileKind::Credentials) {
                credentials = parse(&EnvConfigFiles::builder().with_contents(place.kind, &text).build()).await?;
            }
            texts = texts.with_contents(place.kind, text);
        }
        let files = texts.clone().build();
        let sections = parse(&files).await?;
        Ok(Profiles { sections, files, texts, stamps, credentials, absent })
    }

    /// Says which files a variable names that are not there; empty where there is none. To be put behind what was
    /// not found in them.
    pub fn absent(&self) -> String {
        self.absent.iter().map(|why| format!(" {why}")).collect()
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

/// The files that the environment names, whether they are there or not.
pub fn files(env: &Environment, cwd: Option<&str>) -> Vec<PathBuf> {
    places(env, cwd, None).into_iter().map(|place| place.path).collect()
}

/// A file to read.
struct Place {
    kind: EnvConfigFileKind,
    path: PathBuf,
    /// Who names it.
    named_by: NamedBy,
}

enum NamedBy {
    Request,
    Variable(&'static str),
    Nobody,
}

fn places(env: &Environment, cwd: Option<&str>, location: Option<&str>) -> Vec<Place> {
    use EnvConfigFileKind::{Config, Credentials};
    if let Some(location) = location {
        return vec![Place { kind: Credentials, path: env.path(location, cwd), named_by: NamedBy::Request }];
    }
    let place = |kind, variable, default| match env.get(variable) {
        Some(text) => Place { kind, path: env.path(&env.expanded(text), cwd), named_by: NamedBy::Variable(variable) },
        None => Place { kind, path: env.path(default, cwd), named_by: NamedBy::Nobody },
    };
    vec![
        place(Config, "AWS_CONFIG_FILE", "~/.aws/config"),
        place(Credentials, "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
    ]
}

impl Place {
    fn read(&self) -> io::Result<String> {
        files::read(&self.path).map(|bytes| decode(&bytes))
    }

    /// What to say where the file counts as empty.
    ///
    /// # Errors
    /// [`Code::InvalidConfigFile`] where it does not.
    fn without(&self, error: &io::Error) -> Result<Option<String>, Error> {
        let path = shown(&self.path);
        match (error.kind(), &self.named_by) {
            (io::ErrorKind::NotFound, NamedBy::Nobody) => Ok(None),
            (io::ErrorKind::NotFound, NamedBy::Variable(name)) => {
                Ok(Some(format!("{name} names the file {path}, which is not there.")))
            }
            _ => Err(Error::new(Code::InvalidConfigFile, format!("The file {path} cannot be read: {error}."))),
        }
    }

    /// The text in the form that the SDK takes.
    fn plain(&self, text: &str) -> Result<String, Error> {
        let sections = ini::read(text).map_err(|fault| {
            let message =
                format!("The file {} cannot be understood: line {} {}.", shown(&self.path), fault.line, fault.what);
            Error::new(Code::InvalidConfigFile, message).hint("Correct the line, or delete it.")
        })?;
        Ok(plain::text(self.kind, sections))
    }
}

async fn parse(files: &EnvConfigFiles) -> Result<EnvConfigSections, Error> {
    let unreadable = |what: String| Error::new(Code::InvalidConfigFile, what);
    let env = Environment::default().to_sdk();
    let source = aws_runtime::env_config::source::load(&env, &Fs::from_slice(&[]), files).await;
    EnvConfigSections::parse(source.map_err(|e| unreadable(e.to_string()))?).map_err(|e| unreadable(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::secret::Secret;
    use serde::Deserialize;
    use serde_json::{Map, Value};
    use tempfile::TempDir;

    /// A file, and what the AWS CLI goes by for one of its profiles; expect.py beside it says how it is made.
    #[derive(Deserialize)]
    struct Case {
        name: String,
        profile: String,
        config: Option<String>,
        credentials: Option<String>,
        cli: Option<Map<String, Value>>,
        ours: Option<Map<String, Value>>,
    }

    fn load(home: &TempDir) -> Result<Profiles, Error> {
        let home = Secret::from(home.path().to_str().unwrap().to_owned());
        let env = Environment::new([("HOME".to_owned(), home.clone()), ("USERPROFILE".to_owned(), home)].into());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(Profiles::load(&env, None, None))
    }

    /// A value, in the form in which the CLI gives it: lines below an empty value are keys and values of their own.
    fn value(text: &str) -> Value {
        match text.strip_prefix('\n') {
            Some(lines) => lines.lines().filter_map(ini::nested).map(|(key, value)| (key, value.to_owned())).collect(),
            None => text.into(),
        }
    }

    #[test]
    fn files_are_read_as_the_aws_cli_reads_them() {
        let cases: Vec<Case> =
            serde_json::from_str(include_str!("../../../tests/engine/config_files/files.json")).unwrap();
        assert!(cases.len() >= 40);
        for case in cases {
            let home = TempDir::new().unwrap();
            std::fs::create_dir(home.path().join(".aws")).unwrap();
            for (file, text) in [("config", &case.config), ("credentials", &case.credentials)] {
                text.iter().for_each(|text| std::fs::write(home.path().join(".aws").join(file), text).unwrap());
            }
            let loaded = load(&home);
            let profile = loaded.as_ref().ok().and_then(|profiles| profiles.get(&case.profile));
            let Some(wanted) = case.ours.or(case.cli) else {
                assert!(profile.is_none(), "{}: {profile:?}", case.name);
                continue;
            };
            let profile = profile.unwrap_or_else(|| panic!("{}: {:?}", case.name, loaded.as_ref().err()));
            let known = ["region", "output", "aws_access_key_id", "aws_secret_access_key", "s3", "role_arn"];
            for key in known.into_iter().chain(wanted.keys().map(String::as_str)) {
                assert_eq!(profile.get(key).map(value).as_ref(), wanted.get(key), "{}: {key}", case.name);
            }
        }
    }

    #[test]
    fn a_line_that_cannot_be_understood_is_named_by_its_number() {
        for (text, line) in
            [("[a]\n\nhunter2\n", 3), ("hunter2 = x\n", 1), ("[a]\ns3 =\n  hunter2\n", 3), ("[a]\r=hunter2", 2)]
        {
            let home = TempDir::new().unwrap();
            std::fs::create_dir(home.path().join(".aws")).unwrap();
            std::fs::write(home.path().join(".aws/config"), text).unwrap();
            let error = load(&home).unwrap_err();
            assert_eq!(error.code, Code::InvalidConfigFile);
            assert!(error.message.contains(&format!("line {line} ")) && !error.message.contains("hunter2"), "{error}");
        }
    }
}
