//! The clients that are tried, each in a home of its own.

use crate::registry::Registry;
use crate::support::{World, ask};
use local_ecr::{ACCOUNT, Settings, Token};
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// What differs between them.
pub struct Client {
    pub name: &'static str,
    /// Where its logins go, by -ConfigPath; what that names, and the file itself.
    named: (&'static str, &'static str),
    /// Where they go without.
    own: &'static str,
    /// Where it finds an authority for a host, if in its home.
    certs: Option<&'static str>,
}

const CONTAINERS_CERTS: Option<&str> = Some("home/.config/containers/certs.d");

const fn of_containers(name: &'static str) -> Client {
    Client { name, named: ("named.json", "named.json"), own: "run/containers/auth.json", certs: CONTAINERS_CERTS }
}

pub static DOCKER: Client =
    Client { name: "docker", named: ("named", "named/config.json"), own: "home/.docker/config.json", certs: None };
pub static PODMAN: Client = of_containers("podman");
static BUILDAH: Client = of_containers("buildah");
static SKOPEO: Client = of_containers("skopeo");
pub static HELM: Client = Client {
    name: "helm",
    named: ("named.json", "named.json"),
    own: "home/.config/helm/registry/config.json",
    certs: None,
};
pub static ORAS: Client =
    Client { name: "oras", named: ("named.json", "named.json"), own: "home/.docker/config.json", certs: None };
pub static CRANE: Client = Client {
    name: "crane",
    named: ("named/config.json", "named/config.json"),
    own: "home/.docker/config.json",
    certs: None,
};

/// Not one of all: what it pulls goes to containerd, which is not there.
pub static NERDCTL: Client =
    Client { name: "nerdctl", named: ("named", "named/config.json"), own: "home/.docker/config.json", certs: None };

pub static ALL: [&Client; 7] = [&DOCKER, &PODMAN, &BUILDAH, &SKOPEO, &HELM, &ORAS, &CRANE];

impl Client {
    /// Whether it is one of containers/image.
    pub fn is_of_containers(&self) -> bool {
        self.certs.is_some()
    }

    /// Whether it brings all logins of a file into docker's own form.
    pub fn writes_as_docker(&self) -> bool {
        ["docker", "crane"].contains(&self.name)
    }

    /// Whether it keeps all that stands in a file, but in an order of its own.
    pub fn sorts_keys(&self) -> bool {
        ["helm", "oras"].contains(&self.name)
    }

    /// Whether it keeps a login that the registry has not seen.
    pub fn asks_nobody(&self) -> bool {
        self.name == "crane"
    }

    /// The variable that makes it a failure that it is not there: helm takes too long to compile for every run of the
    /// tests, and the source of nerdctl is not to be had everywhere.
    pub fn demanded_by(&self) -> Option<&'static str> {
        match self.name {
            "nerdctl" => None,
            "helm" => Some("ECRLOGIN_DEEP"),
            _ => Some("ECRLOGIN_REQUIRE_E2E"),
        }
    }

    /// Whether it stores other things than images for containers.
    pub fn stores_its_own(&self) -> bool {
        [&HELM, &ORAS, &CRANE].iter().any(|client| client.name == self.name)
    }

    pub fn cert_folder(&self) -> Option<&'static str> {
        self.certs
    }
}

/// Where PATH holds a program.
pub fn find(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// A service that hands out a registry's password, and a home for one client.
pub struct Desk<'a> {
    client: &'a Client,
    pub world: World,
    pub folder: TempDir,
}

impl<'a> Desk<'a> {
    pub fn new(client: &'a Client, registry: &Registry) -> Self {
        Desk::with_tokens(client, [(ACCOUNT.to_owned(), token(&registry.url(), &registry.password))])
    }

    pub fn with_tokens(client: &'a Client, tokens: impl IntoIterator<Item = (String, Token)>) -> Self {
        let settings = Settings { tokens: tokens.into_iter().collect(), ..Settings::default() };
        let folder = TempDir::new().expect("a temporary directory");
        for name in ["home", "run", "named"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        Desk { client, world: World::new(settings), folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The client's file of logins, named by -ConfigPath.
    pub fn named(&self) -> PathBuf {
        self.path(self.client.named.1)
    }

    /// The client's file of logins where nothing is named.
    pub fn own(&self) -> PathBuf {
        self.path(self.client.own)
    }

    /// A request for the client, with the file named.
    pub fn request(&self, op: &str, more: Value) -> Value {
        let path = env::var("PATH").unwrap();
        let variables = self.variables();
        let variables: Vec<(&str, &str)> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let env = self.world.env(&[variables.as_slice(), &[("PATH", &path)]].concat());
        let named = self.path(self.client.named.0);
        let mut request = self.world.request(json!({
            "op": op, "tool": self.client.name, "env": env, "config_path": named, "registry_ids": [ACCOUNT],
        }));
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        request
    }

    pub fn connect(&self, more: Value) -> Value {
        ask(&self.request("connect", more))
    }

    pub fn disconnect(&self, more: Value) -> Value {
        ask(&self.request("disconnect", more))
    }

    fn variables(&self) -> [(&'static str, String); 2] {
        [("HOME", "home"), ("XDG_RUNTIME_DIR", "run")].map(|(name, path)| (name, self.path(path).display().to_string()))
    }

    /// Runs skopeo in the client's home; whether it succeeded, and what it said.
    pub fn skopeo(&self, arguments: &[&str]) -> (bool, String) {
        let output = Command::new(find("skopeo").expect("skopeo is on PATH"))
            .args(arguments)
            .env_clear()
            .env("PATH", env::var_os("PATH").unwrap())
            .envs(self.variables())
            .output()
            .expect("skopeo runs");
        (output.status.success(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    }

    /// Whether the logins of a file let an image be written to the registry and read back.
    pub fn serves(&self, file: &Path, registry: &Registry) -> bool {
        let image = crate::image::write(&self.path("image"));
        let (file, tls) = (file.to_str().unwrap(), format!("--tls-verify={}", registry.has_tls()));
        let (source, target) = (format!("oci:{}:1", image.display()), format!("docker://{}/app:1", registry.host));
        let pushed = self.skopeo(&[
            "--insecure-policy",
            "copy",
            "--dest-authfile",
            file,
            &tls.replace("--", "--dest-"),
            &source,
            &target,
        ]);
        let (read, said) = self.skopeo(&["inspect", "--authfile", file, &tls, &target]);
        assert_eq!(pushed.0, read, "{pushed:?} {said}");
        assert!(read || said.contains("unauthorized") || said.contains("authentication required"), "{said}");
        read
    }
}

/// A token for a registry at a URL.
pub fn token(url: &str, password: &str) -> Token {
    Token { proxy_endpoint: Some(url.to_owned()), password: Some(password.to_owned()), ..Token::default() }
}
