//! Calls of the helper, in an environment of their own.

use crate::support::World;
use local_ecr::{ACCESS_KEY, SECRET_KEY, Settings};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::SystemTime;
use std::{env, fs};

/// The host of the endpoint's own account.
pub const HOST: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";

pub const NOT_FOUND: &str = "credentials not found in native keychain";

/// What a call told.
#[derive(Debug, PartialEq, Eq)]
pub struct Told {
    pub good: bool,
    /// Standard output, without the end of its line.
    pub out: String,
    pub err: String,
}

impl Told {
    /// The login that a `get` gave: user name and secret.
    pub fn login(&self) -> (String, String) {
        assert!(self.good && self.err.is_empty(), "{self:?}");
        let login: Value = serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"));
        let text = |key: &str| login[key].as_str().unwrap_or_else(|| panic!("{key}: {self:?}")).to_owned();
        assert!(!text("ServerURL").is_empty());
        (text("Username"), text("Secret"))
    }

    /// Asserts that there is no login, in the protocol's words alone.
    pub fn assert_not_found(&self) {
        assert_eq!((self.good, self.out.as_str(), self.err.as_str()), (false, NOT_FOUND, ""));
    }

    /// Asserts a failure, told on both streams in one line each, and gives that line.
    pub fn failure(&self) -> &str {
        assert!(!self.good && self.out == self.err, "{self:?}");
        assert!(!self.out.is_empty() && !self.out.contains('\n') && self.out != NOT_FOUND, "{self:?}");
        &self.out
    }
}

/// A home, the endpoint, and the variables that the helper is called with.
pub struct Scene {
    pub world: World,
    pub variables: BTreeMap<String, String>,
}

impl Scene {
    /// One with the endpoint's own keys in the environment.
    pub fn new(settings: Settings) -> Self {
        Scene::of(World::new(settings)).with("AWS_ACCESS_KEY_ID", ACCESS_KEY).with("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    }

    /// One without any keys but those of the home's files.
    pub fn of(world: World) -> Self {
        let env = world.env(&[]);
        let text = |(name, value): (&String, &Value)| (name.clone(), value.as_str().unwrap().to_owned());
        let variables: BTreeMap<_, _> = env.as_object().unwrap().iter().map(text).collect();
        let scene = Scene { world, variables };
        let caches = scene.caches().parent().unwrap().to_str().unwrap().to_owned();
        if cfg!(windows) { scene.with("LOCALAPPDATA", &caches) } else { scene }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Nothing answers there any more.
    pub fn offline(&mut self) {
        self.variables.insert("AWS_ENDPOINT_URL".to_owned(), "http://127.0.0.1:9".to_owned());
    }

    /// Calls the helper in this process.
    pub fn call(&self, verb: &str, input: &str) -> Told {
        self.call_with(&[verb], input.as_bytes())
    }

    pub fn call_with(&self, args: &[&str], mut input: &[u8]) -> Told {
        self.call_reading(args, &mut input)
    }

    pub fn call_reading(&self, args: &[&str], input: &mut dyn Read) -> Told {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let variables = self.variables.iter().map(|(name, value)| (name.into(), value.into()));
        let code = credential_helper::run(args.iter().map(Into::into), input, &mut out, &mut err, variables);
        told(code == ExitCode::SUCCESS, &out, &err)
    }

    /// Starts the program itself, and gives it its input.
    pub fn start(&self, verb: &str, input: &str) -> Child {
        self.start_program(&program(), &[verb], input)
    }

    /// Starts it by another of its names.
    pub fn start_program(&self, program: &Path, args: &[&str], input: &str) -> Child {
        give(self.wait_with(program, args), input)
    }

    /// Starts it so that it waits for its input.
    pub fn wait_with(&self, program: &Path, args: &[&str]) -> Child {
        Command::new(program)
            .args(args)
            .env_clear()
            .envs(&self.variables)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the helper starts")
    }

    /// How often the service was asked for a token.
    pub fn asked(&self) -> usize {
        self.world.calls_of("GetAuthorizationToken").len()
    }

    /// Writes the map.
    pub fn map(&self, registries: Value) -> PathBuf {
        let folder = self.world.home.path().join(".ecrlogin");
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("registries.json");
        fs::write(&file, json!({ "version": 1, "registries": registries }).to_string()).unwrap();
        file
    }

    /// The folder of the helper's cache.
    pub fn caches(&self) -> PathBuf {
        let home = self.world.home.path();
        if cfg!(windows) {
            home.join("Local/EcrLogin")
        } else if cfg!(target_os = "macos") {
            home.join("Library/Caches/ecrlogin")
        } else {
            home.join(".cache/ecrlogin")
        }
    }

    /// The file of the kept logins.
    pub fn file(&self) -> PathBuf {
        self.caches().join("logins.json")
    }

    /// Changes what is kept, as time or another clock would.
    pub fn change(&self, change: impl FnOnce(&mut Value)) {
        let mut kept: Value = serde_json::from_str(&self.kept()).unwrap();
        change(&mut kept);
        self.keep(&kept.to_string());
    }

    /// Makes the failures that are kept new, so that none ends within the next call, however slow the machine is.
    pub fn renew_failures(&self) {
        self.change(|kept| {
            let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
            kept["failures"].as_array_mut().unwrap().iter_mut().for_each(|failed| failed["since"] = now.into());
        });
    }

    /// What is kept, as text.
    pub fn kept(&self) -> String {
        String::from_utf8(opened(fs::read(self.file()).unwrap())).unwrap()
    }

    /// Puts a text in its place.
    pub fn keep(&self, text: &str) {
        fs::write(self.file(), sealed(text.as_bytes())).unwrap();
    }
}

/// Windows keeps it encrypted for the account.
#[cfg(windows)]
fn opened(bytes: Vec<u8>) -> Vec<u8> {
    ecr_system::dpapi::unprotect(&bytes).unwrap().to_vec()
}

#[cfg(windows)]
fn sealed(text: &[u8]) -> Vec<u8> {
    ecr_system::dpapi::protect(text).unwrap()
}

#[cfg(not(windows))]
fn opened(bytes: Vec<u8>) -> Vec<u8> {
    bytes
}

#[cfg(not(windows))]
fn sealed(text: &[u8]) -> Vec<u8> {
    text.to_vec()
}

/// Gives a program that waits for it its input.
pub fn give(mut child: Child, input: &str) -> Child {
    // One that needs no input may have ended.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child
}

/// What a program told.
pub fn ended(child: Child) -> Told {
    let output = child.wait_with_output().unwrap();
    told(output.status.success(), &output.stdout, &output.stderr)
}

fn told(good: bool, out: &[u8], err: &[u8]) -> Told {
    let line = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).expect("text").to_owned();
        assert!(text.is_empty() || text.ends_with('\n'), "{text:?}");
        text.trim_end_matches('\n').to_owned()
    };
    Told { good, out: line(out), err: line(err) }
}

/// The program under test.
pub fn program() -> PathBuf {
    let path = env::var_os("ECRLOGIN_HELPER").expect(
        "ECRLOGIN_HELPER does not name the helper to test: cargo build --release -p credential_helper, then \
         ECRLOGIN_HELPER=$PWD/target/release/docker-credential-ecrlogin cargo test --workspace",
    );
    let path = PathBuf::from(path);
    assert!(path.is_file(), "ECRLOGIN_HELPER names {}, which is not there", path.display());
    path
}
