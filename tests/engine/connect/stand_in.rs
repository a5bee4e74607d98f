//! A PATH of recording stand-ins, a config file, and what was recorded.

use crate::programs::{CLIENT, STORE, arguments, put};
use crate::support::{World, ask};
use local_ecr::Settings;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

pub const ALL: [&str; 9] = ["docker", "podman", "nerdctl", "finch", "buildah", "skopeo", "helm", "oras", "crane"];
pub const HOST: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";

/// A world with container clients.
pub struct Clients {
    pub world: World,
    folder: TempDir,
}

/// One start of a client.
pub struct Run {
    pub name: String,
    pub arguments: Vec<String>,
    pub variables: String,
    pub input: Vec<u8>,
}

impl Clients {
    pub fn new(settings: Settings, programs: &[&str]) -> Self {
        let clients = Clients { world: World::new(settings), folder: TempDir::new().expect("a temporary directory") };
        for folder in ["bin", "records", "config"] {
            fs::create_dir(clients.path(folder)).unwrap();
        }
        for name in programs {
            put(CLIENT, &clients.path("bin"), name);
        }
        clients
    }

    /// Docker alone, and a service that answers everything.
    pub fn docker() -> Self {
        Clients::new(Settings::default(), &["docker"])
    }

    /// Adds a credential helper that keeps these logins.
    pub fn with_store(self, name: &str, logins: &[&str]) -> Self {
        put(STORE, &self.path("bin"), &format!("docker-credential-{name}"));
        fs::write(self.path("store"), logins.iter().map(|login| format!("{login}\n")).collect::<String>()).unwrap();
        self
    }

    /// Adds a program that is one of the scripts here.
    #[cfg(unix)]
    pub fn link(&self, name: &str, script: &str) {
        let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engine/connect").join(script);
        std::os::unix::fs::symlink(script, self.path("bin").join(name)).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        name.split('/').fold(self.folder.path().to_owned(), |path, part| path.join(part))
    }

    /// The path of docker's config file, in the folder that requests name.
    pub fn config(&self) -> PathBuf {
        self.path("config/config.json")
    }

    pub fn write_config(&self, config: &Value) {
        fs::write(self.config(), serde_json::to_string_pretty(config).unwrap()).unwrap();
    }

    pub fn read_config(&self) -> Value {
        serde_json::from_slice(&fs::read(self.config()).unwrap()).expect("the config is JSON")
    }

    /// Gives the config file a mode, where files have one.
    #[cfg(unix)]
    pub fn set_mode(&self, mode: u32) {
        fs::set_permissions(self.config(), std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    }

    #[cfg(unix)]
    pub fn assert_mode(&self, mode: u32) {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(self.config()).unwrap().permissions().mode() & 0o777, mode);
    }

    #[cfg(windows)]
    pub fn set_mode(&self, _: u32) {}

    #[cfg(windows)]
    pub fn assert_mode(&self, _: u32) {}

    /// A request that names the config folder, with variables beside those of every stand-in.
    pub fn request(&self, op: &str, variables: &[(&str, &str)], more: Value) -> Value {
        let [bin, records, store, run] = ["bin", "records", "store", "run"].map(|name| self.path(name));
        let own = [("PATH", &bin), ("STAND_IN_RECORDS", &records), ("STORE_FILE", &store), ("XDG_RUNTIME_DIR", &run)];
        let own = own.map(|(name, path)| (name, path.to_str().unwrap()));
        let env = self.world.env(&[own.as_slice(), variables].concat());
        let mut request = self.world.request(json!({ "op": op, "env": env, "config_path": self.path("config") }));
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        request
    }

    pub fn connect(&self, more: Value) -> Value {
        ask(&self.request("connect", &[], more))
    }

    pub fn connect_with(&self, variables: &[(&str, &str)], more: Value) -> Value {
        ask(&self.request("connect", variables, more))
    }

    pub fn disconnect(&self, more: Value) -> Value {
        ask(&self.request("disconnect", &[], more))
    }

    /// What the clients recorded, in the order of their starts.
    pub fn runs(&self) -> Vec<Run> {
        let text = |path: PathBuf| fs::read_to_string(path).unwrap();
        let record = |number: usize| self.path("records").join(number.to_string());
        (0..)
            .map(record)
            .take_while(|record| record.is_dir())
            .map(|record| Run {
                name: text(record.join("name")),
                arguments: arguments(&record),
                variables: text(record.join("variables")),
                input: fs::read(record.join("input")).unwrap(),
            })
            .collect()
    }

    /// The hosts that clients were started for.
    pub fn hosts(&self) -> Vec<String> {
        self.runs().into_iter().map(|mut run| run.arguments.pop().unwrap_or_default()).collect()
    }
}

/// A field of every login of an answer.
pub fn each<'a>(answer: &'a Value, field: &str) -> Vec<&'a str> {
    let logins = answer["ok"]["logins"].as_array().unwrap_or_else(|| panic!("no logins: {answer}"));
    logins.iter().map(|login| login[field].as_str().unwrap_or_default()).collect()
}

/// The code and the names of every failure of an answer.
pub fn failures(answer: &Value) -> Vec<(&str, Vec<&str>)> {
    let failures = answer["ok"]["failures"].as_array().unwrap_or_else(|| panic!("no failures: {answer}"));
    failures
        .iter()
        .map(|failure| {
            let names = failure["registry_ids"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            (failure["error"]["code"].as_str().unwrap(), names)
        })
        .collect()
}

/// The error of an answer that is one failure and nothing else.
pub fn failure(answer: &Value) -> &Value {
    assert_eq!(answer["ok"]["logins"], json!([]), "{answer}");
    assert_eq!(answer["ok"]["failures"].as_array().map(Vec::len), Some(1), "{answer}");
    &answer["ok"]["failures"][0]["error"]
}
