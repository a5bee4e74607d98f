//! A home in which a client runs by itself, with the logins it has there.

use crate::artefact::Artefact;
use crate::client::{Client, Desk, find};
use crate::registry::Registry;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use local_ecr::{ACCESS_KEY, SECRET_KEY};
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

/// What clients say without a login that serves.
const REFUSALS: [&str; 6] = [
    "unauthorized",
    "UNAUTHORIZED",
    "no basic auth",
    "authentication required",
    "401 Unauthorized",
    "basic credential not found",
];

/// A home with a client, whose config is what its desk has named.
pub struct Home<'a> {
    pub desk: Desk<'a>,
    pub client: &'a Client,
    pub registry: &'a Registry,
}

impl<'a> Home<'a> {
    pub fn new(client: &'a Client, registry: &'a Registry) -> Self {
        let desk = Desk::new(client, registry);
        fs::create_dir(desk.path("bin")).unwrap();
        Home { desk, client, registry }
    }

    /// Puts `app:1` into the registry, with a login of its own that stays in `pusher.json`.
    pub fn fill_registry(&self) {
        let auth = STANDARD.encode(format!("AWS:{}", self.registry.password));
        let pusher = self.desk.path("pusher.json");
        fs::write(&pusher, json!({ "auths": { &self.registry.host: { "auth": auth } } }).to_string()).unwrap();
        assert!(self.desk.serves(&pusher, self.registry));
        if self.client.name == "helm" {
            let push = self.artefact().push;
            let (good, said) = self.run_with(&pusher, &borrowed(&push), "");
            assert!(good, "{said}");
        }
    }

    /// Runs the client, which gets this on its standard input; whether it succeeded, and what it said.
    pub fn run(&self, arguments: &[&str], input: &str) -> (bool, String) {
        self.run_with(&self.desk.named(), arguments, input)
    }

    fn run_with(&self, file: &Path, arguments: &[&str], input: &str) -> (bool, String) {
        let (folder, file) = (file.parent().unwrap().to_str().unwrap(), file.to_str().unwrap());
        let storage = ["--root", "root", "--runroot", "runroot", "--storage-driver", "vfs"];
        let own: Vec<&str> = match self.client.name {
            "docker" => [&["--config", folder], arguments].concat(),
            "skopeo" => [&arguments[..1], &["--authfile", file], &arguments[1..]].concat(),
            "crane" => arguments.to_vec(),
            "helm" | "oras" => [arguments, &["--registry-config", file]].concat(),
            _ => [&storage[..], &arguments[..1], &["--authfile", file], &arguments[1..]].concat(),
        };
        let world = self.desk.world.env(&[("AWS_ACCESS_KEY_ID", ACCESS_KEY), ("AWS_SECRET_ACCESS_KEY", SECRET_KEY)]);
        let world =
            world.as_object().unwrap().iter().map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()));
        let path = format!("{}:{}", self.desk.path("bin").display(), env::var("PATH").unwrap());
        let mut command = Command::new(find(self.client.name).expect("the client"));
        command
            .args(own)
            .env_clear()
            .envs(world)
            .envs([("PATH", path.as_str()), ("AWS_EC2_METADATA_DISABLED", "true")])
            .envs([("HOME", self.desk.path("home")), ("XDG_RUNTIME_DIR", self.desk.path("run"))])
            .current_dir(self.desk.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if self.client.name == "crane" {
            command.env("DOCKER_CONFIG", folder);
        }
        let mut child = command.spawn().expect("the client runs");
        // One that reads nothing has ended already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(!said.contains(&self.registry.password), "{said}");
        (output.status.success(), said)
    }

    #[track_caller]
    pub fn assert_runs(&self, arguments: &[&str]) {
        let (good, said) = self.run(arguments, "");
        assert!(good, "{arguments:?}: {said}");
    }

    #[track_caller]
    pub fn assert_is_refused(&self, arguments: &[&str]) {
        let (good, said) = self.run(arguments, "");
        assert!(!good && REFUSALS.iter().any(|word| said.contains(word)), "{arguments:?}: {said}");
    }

    /// Makes what the client stores.
    pub fn artefact(&self) -> Artefact {
        let folder = self.desk.folder.path();
        Artefact::of(self.client.name, &self.registry.host, folder).expect("a client with artefacts of its own")
    }

    pub fn log_in(&self) -> (bool, String) {
        let (words, plain) = match self.client.name {
            "docker" => (&["login"][..], &[][..]),
            "crane" => (&["auth", "login"][..], &[][..]),
            "helm" => (&["registry", "login"][..], &["--plain-http"][..]),
            "oras" => (&["login"][..], &["--plain-http"][..]),
            _ => (&["login"][..], &["--tls-verify=false"][..]),
        };
        let user = ["--username", "AWS", "--password-stdin", &self.registry.host];
        self.run(&[words, plain, &user].concat(), &self.registry.password)
    }

    pub fn log_out(&self) {
        let words: &[&str] = match self.client.name {
            "crane" => &["auth", "logout"],
            "helm" => &["registry", "logout"],
            _ => &["logout"],
        };
        self.assert_runs(&[words, &[&self.registry.host]].concat());
    }

    #[track_caller]
    pub fn assert_gets(&self) {
        self.look(Self::assert_runs);
    }

    #[track_caller]
    pub fn assert_refused(&self) {
        self.look(Self::assert_is_refused);
    }

    /// How the client gets the image, and helm its chart; docker reads the manifest, for a pull needs the daemon.
    fn look(&self, judge: impl Fn(&Self, &[&str])) {
        let image = format!("{}/app:1", self.registry.host);
        match self.client.name {
            "docker" => judge(self, &["manifest", "inspect", "--insecure", &image]),
            "skopeo" => judge(self, &["inspect", "--tls-verify=false", &format!("docker://{image}")]),
            "buildah" => judge(self, &["pull", "--policy", "always", "--tls-verify=false", &image]),
            "helm" => judge(self, &borrowed(&self.artefact().pull)),
            "oras" => judge(self, &["manifest", "fetch", "--plain-http", &image]),
            "crane" => judge(self, &["manifest", &image]),
            _ => judge(self, &["pull", "--tls-verify=false", &image]),
        }
    }
}

pub fn borrowed(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}
