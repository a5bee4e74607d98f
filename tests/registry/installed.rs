//! The credential helper between a client and the registry: installed, asked by the client itself, and taken away again.

use crate::artefact::Artefact;
use crate::client::{Client, Desk, find};
use crate::registry::Registry;
use crate::support::ask;
use local_ecr::{ACCESS_KEY, ACCOUNT, SECRET_KEY};
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

pub fn by_exact_host(client: &Client) {
    let registry = Registry::start();
    let home = Home::new(client, &registry);
    home.put_image(&registry);
    assert!(home.pull(&registry).is_err(), "nobody has logged in");

    home.install(json!({ "profile": "pull", "server_address": registry.host }));
    home.pull(&registry).unwrap();
    assert_eq!(home.desk.world.ecr.calls().len(), 1);
    home.pull(&registry).unwrap();
    assert_eq!(home.desk.world.ecr.calls().len(), 1, "the login is kept");

    home.ask("uninstall_helper", json!({}));
    assert!(home.pull(&registry).is_err(), "the helper is gone");
}

pub fn as_store(client: &Client) {
    let registry = Registry::start();
    let home = Home::new(client, &registry);
    home.put_image(&registry);
    let line = json!({ "match": registry.host, "account": ACCOUNT, "region": "eu-west-1", "profile": "pull" });
    fs::create_dir_all(home.desk.path("home/.ecrlogin")).unwrap();
    let map = json!({ "version": 1, "registries": [line] });
    fs::write(home.desk.path("home/.ecrlogin/registries.json"), map.to_string()).unwrap();
    home.install(json!({ "registry_ids": null, "as_store": true }));
    home.pull(&registry).unwrap();
    home.ask("uninstall_helper", json!({}));
    assert!(home.pull(&registry).is_err());
}

/// A client's home with a profile, and a folder on PATH for the helper.
struct Home<'a> {
    desk: Desk<'a>,
    client: &'a Client,
}

impl<'a> Home<'a> {
    fn new(client: &'a Client, registry: &Registry) -> Self {
        let desk = Desk::new(client, registry);
        fs::create_dir(desk.path("home/.aws")).unwrap();
        let keys = format!("[pull]\naws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\n");
        fs::write(desk.path("home/.aws/credentials"), keys).unwrap();
        Home { desk, client }
    }

    /// Puts an image into the registry, with a login that goes again.
    fn put_image(&self, registry: &Registry) {
        self.desk.connect(json!({}));
        assert!(self.desk.serves(&self.desk.named(), registry));
        if self.client.name == "helm" {
            let login = ["--registry-config", self.desk.named().to_str().unwrap()].map(str::to_owned);
            self.run(&[self.chart(registry).push.as_slice(), &login].concat(), registry).unwrap();
        }
        self.desk.disconnect(json!({ "server_address": registry.host }));
        self.desk.world.ecr.clear_calls();
    }

    fn variables(&self) -> Vec<(String, String)> {
        let path = |name: &str| self.desk.path(name).display().to_string();
        let on_path = format!("{}:{}", path("home/.ecrlogin/bin"), env::var("PATH").unwrap());
        let own = [("HOME", path("home")), ("XDG_RUNTIME_DIR", path("run")), ("PATH", on_path)];
        let own: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let Value::Object(all) = self.desk.world.env(&own) else { panic!("variables are an object") };
        all.into_iter().map(|(name, value)| (name, value.as_str().unwrap().to_owned())).collect()
    }

    fn ask(&self, op: &str, more: Value) -> Value {
        let env: Value = self.variables().into_iter().map(|(name, value)| (name, Value::from(value))).collect();
        let mut request = json!({ "version": 1, "op": op, "env": env });
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = ask(&request);
        assert!(answer["ok"].is_object(), "{answer}");
        answer
    }

    fn install(&self, more: Value) {
        let mut fields = json!({
            "registry_ids": [ACCOUNT], "region": "eu-west-1", "tools": [self.client.name], "helper_path": helper(),
        });
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.ask("install_helper", fields);
    }

    fn chart(&self, registry: &Registry) -> Artefact {
        Artefact::of("helm", &registry.host, self.desk.folder.path()).expect("a chart")
    }

    /// Reads the image, or helm its chart, with the client itself; what it said, where it did not get it.
    fn pull(&self, registry: &Registry) -> Result<(), String> {
        let image = format!("{}/app:1", registry.host);
        let transport = format!("docker://{image}");
        let (root, run) = (self.desk.path("storage"), self.desk.path("storage-run"));
        let storage = ["--root", root.to_str().unwrap(), "--runroot", run.to_str().unwrap(), "--storage-driver", "vfs"];
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let arguments = match self.client.name {
            "docker" => words(&["manifest", "inspect", "--insecure", &image]),
            "skopeo" => words(&["inspect", "--tls-verify=false", &transport]),
            "buildah" => {
                words(&[&storage[..], &["pull", "--policy", "always", "--tls-verify=false", &transport]].concat())
            }
            "helm" => self.chart(registry).pull,
            "oras" => words(&["manifest", "fetch", "--plain-http", &image]),
            "crane" => words(&["manifest", &image]),
            _ => words(&[&storage[..], &["pull", "--tls-verify=false", &transport]].concat()),
        };
        self.run(&arguments, registry)
    }

    fn run(&self, arguments: &[String], registry: &Registry) -> Result<(), String> {
        let output = Command::new(find(self.client.name).expect("the client is on PATH"))
            .args(arguments)
            .env_clear()
            .envs(self.variables())
            .current_dir(self.desk.folder.path())
            .output()
            .expect("the client runs");
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(!said.contains(&registry.password));
        if output.status.success() { Ok(()) } else { Err(said) }
    }
}

/// The program that is to be tested.
fn helper() -> PathBuf {
    let path = env::var_os("ECRLOGIN_HELPER").expect(
        "ECRLOGIN_HELPER does not name the helper to test: cargo build --release -p credential_helper, then \
         ECRLOGIN_HELPER=$PWD/target/release/docker-credential-ecrlogin cargo test --workspace",
    );
    PathBuf::from(path)
}
