//! Clients that find their logins by docker-credential-ecrlogin: it serves our registries from the map, and keeps the logins
//! of others.

use crate::client::{Client, Desk, find};
use crate::registry::Registry;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use local_ecr::{ACCESS_KEY, ACCOUNT, SECRET_KEY};
use serde_json::{Value, json};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

/// Whether ECRLOGIN_HELPER names the helper.
pub fn is_there() -> bool {
    env::var_os("ECRLOGIN_HELPER").is_some_and(|path| Path::new(&path).is_file())
}

/// A home with a client whose config names the helper.
struct Home<'a> {
    desk: Desk<'a>,
    client: &'a Client,
    registry: &'a Registry,
}

impl<'a> Home<'a> {
    fn new(client: &'a Client, registry: &'a Registry) -> Self {
        let desk = Desk::new(client, registry);
        fs::create_dir(desk.path("bin")).unwrap();
        let helper = env::var_os("ECRLOGIN_HELPER").expect("the helper");
        symlink(helper, desk.path("bin/docker-credential-ecrlogin")).unwrap();
        let home = Home { desk, client, registry };
        // The image is there, pushed by somebody whose login is no part of this.
        let auth = STANDARD.encode(format!("AWS:{}", registry.password));
        let pusher = home.desk.path("pusher.json");
        fs::write(&pusher, json!({ "auths": { &registry.host: { "auth": auth } } }).to_string()).unwrap();
        assert!(home.desk.serves(&pusher, registry));
        home
    }

    fn with_config(self, config: &Value) -> Self {
        fs::write(self.desk.named(), config.to_string()).unwrap();
        self
    }

    /// By exact host, as all clients have it.
    fn by_host(self) -> Self {
        let config = json!({ "credHelpers": { &self.registry.host: "ecrlogin" } });
        self.with_config(&config)
    }

    fn with_map(self, map: &Value) -> Self {
        fs::create_dir_all(self.desk.path("home/.ecrlogin")).unwrap();
        fs::write(self.desk.path("home/.ecrlogin/registries.json"), map.to_string()).unwrap();
        self
    }

    /// Runs the client, which gets this on its standard input; whether it succeeded, and what it said.
    fn run(&self, arguments: &[&str], input: &str) -> (bool, String) {
        let file = self.desk.named();
        let (folder, file) = (file.parent().unwrap().to_str().unwrap(), file.to_str().unwrap());
        let storage = ["--root", "root", "--runroot", "runroot", "--storage-driver", "vfs"];
        let own: Vec<&str> = match self.client.name {
            "docker" => [&["--config", folder], arguments].concat(),
            "skopeo" => [&arguments[..1], &["--authfile", file], &arguments[1..]].concat(),
            _ => [&storage[..], &arguments[..1], &["--authfile", file], &arguments[1..]].concat(),
        };
        let world = self.desk.world.env(&[("AWS_ACCESS_KEY_ID", ACCESS_KEY), ("AWS_SECRET_ACCESS_KEY", SECRET_KEY)]);
        let world =
            world.as_object().unwrap().iter().map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()));
        let path = format!("{}:{}", self.desk.path("bin").display(), env::var("PATH").unwrap());
        let mut child = Command::new(find(self.client.name).expect("the client"))
            .args(own)
            .env_clear()
            .envs(world)
            .envs([("PATH", path.as_str()), ("AWS_EC2_METADATA_DISABLED", "true")])
            .envs([("HOME", self.desk.path("home")), ("XDG_RUNTIME_DIR", self.desk.path("run"))])
            .current_dir(self.desk.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the client runs");
        // One that reads nothing has ended already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(!said.contains(&self.registry.password), "{said}");
        (output.status.success(), said)
    }

    fn log_in(&self) -> (bool, String) {
        let tls = if self.client.name == "docker" { &[][..] } else { &["--tls-verify=false"] };
        let arguments = [&["login"], tls, &["--username", "AWS", "--password-stdin", &self.registry.host]].concat();
        self.run(&arguments, &self.registry.password)
    }

    fn log_out(&self) {
        let (good, said) = self.run(&["logout", &self.registry.host], "");
        assert!(good, "{said}");
    }

    /// Whether the client gets the image; docker reads its manifest, for a pull needs the daemon.
    fn gets(&self) -> (bool, String) {
        let image = format!("{}/app:1", self.registry.host);
        match self.client.name {
            "docker" => self.run(&["manifest", "inspect", "--insecure", &image], ""),
            "skopeo" => self.run(&["inspect", "--tls-verify=false", &format!("docker://{image}")], ""),
            "buildah" => self.run(&["pull", "--policy", "always", "--tls-verify=false", &image], ""),
            _ => self.run(&["pull", "--tls-verify=false", &image], ""),
        }
    }

    #[track_caller]
    fn assert_gets(&self) {
        let (good, said) = self.gets();
        assert!(good, "{said}");
    }

    #[track_caller]
    fn assert_refused(&self) {
        let (good, said) = self.gets();
        assert!(
            !good
                && ["unauthorized", "no basic auth", "authentication required"].iter().any(|word| said.contains(word)),
            "{said}"
        );
    }
}

/// A login of a registry that is not ours: the helper keeps it in our own file, the client's has none.
fn others_come_and_go(home: &Home<'_>) {
    home.assert_refused();
    let (good, said) = home.log_in();
    assert!(good, "{said}");
    home.assert_gets();
    let kept = fs::read_to_string(home.desk.path("home/.ecrlogin/auths.json")).unwrap();
    assert!(kept.contains(&home.registry.host), "{kept}");
    assert!(!fs::read_to_string(home.desk.named()).unwrap().contains("\"auth\""));
    home.log_out();
    home.assert_refused();
}

pub fn keeps_others_by_host(client: &Client) {
    let registry = Registry::start();
    others_come_and_go(&Home::new(client, &registry).by_host());
}

pub fn keeps_others_as_store(client: &Client) {
    let registry = Registry::start();
    others_come_and_go(&Home::new(client, &registry).with_config(&json!({ "credsStore": "ecrlogin" })));
}

/// As store we hide what stands in docker's file from docker, so that we have to give it.
pub fn gives_what_stands_in_dockers_file(client: &Client) {
    let registry = Registry::start();
    let home = Home::new(client, &registry);
    let pusher: Value = serde_json::from_slice(&fs::read(home.desk.path("pusher.json")).unwrap()).unwrap();
    let folder = home.desk.path("home/.docker");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("config.json"), pusher.to_string()).unwrap();
    let home = home.with_config(&json!({ "credsStore": "ecrlogin" }));
    home.assert_gets();
}

/// No login at all: the token comes from the service.
pub fn serves_ours(client: &Client) {
    let registry = Registry::start();
    let line = json!({ "match": registry.host, "account": ACCOUNT, "region": "eu-west-1" });
    let home = Home::new(client, &registry).by_host();
    home.assert_refused();
    let home = home.with_map(&json!({ "version": 1, "registries": [line] }));
    home.assert_gets();
    home.assert_gets();
    let calls = home.desk.world.ecr.calls();
    assert_eq!(calls.len(), 1, "the second time it is kept: {calls:?}");
}
