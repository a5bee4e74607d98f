//! A home with a container client's config, a program that stands for the helper, and requests to install it.

use crate::home::{keys_of, settings};
use crate::support::{World, ask};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

pub const HOST: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";
pub const OTHER: &str = "444455556666.dkr.ecr.eu-west-1.amazonaws.com";

pub struct Desk {
    pub world: World,
}

impl Desk {
    pub fn new() -> Self {
        let desk = Desk { world: World::new(settings()) };
        fs::write(desk.path("helper-of-the-module"), "the program").unwrap();
        desk.world.write("credentials", ["prod", "dev"].map(keys_of).concat());
        desk
    }

    /// One with docker's config.
    pub fn with_config(config: impl AsRef<[u8]>) -> Self {
        let desk = Desk::new();
        fs::create_dir(desk.path(".docker")).unwrap();
        fs::write(desk.config(), config).unwrap();
        desk
    }

    /// A path at home.
    pub fn path(&self, name: &str) -> PathBuf {
        name.split('/').fold(self.world.home.path().to_owned(), |path, part| path.join(part))
    }

    pub fn config(&self) -> PathBuf {
        self.path(".docker/config.json")
    }

    pub fn map(&self) -> PathBuf {
        self.path(".ecrlogin/registries.json")
    }

    pub fn record(&self) -> PathBuf {
        self.path(".ecrlogin/installed.json")
    }

    /// What the config file holds, as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&fs::read(self.config()).unwrap()).unwrap()
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    pub fn ask(&self, op: &str, variables: &[(&str, &str)], more: Value) -> Value {
        let variables = [&[("PATH", self.world.home.path().to_str().unwrap())], variables].concat();
        let mut fields = json!({ "op": op, "region": null, "helper_path": self.path("helper-of-the-module") });
        if op == "uninstall_helper" {
            fields = json!({ "op": op, "region": null });
        }
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ask(&self.world.request_with(&variables, fields))
    }

    /// Installs for one registry, or as a test says.
    pub fn install(&self, more: Value) -> Value {
        let mut fields = json!({ "registry_ids": [HOST] });
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = self.ask("install_helper", &[], fields);
        assert!(answer["ok"].is_object(), "{answer}");
        answer
    }

    pub fn uninstall(&self) -> Value {
        let answer = self.ask("uninstall_helper", &[], json!({}));
        assert!(answer["ok"].is_object(), "{answer}");
        answer
    }

    /// Everything at home but the locks, and what it holds.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![self.world.home.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match fs::read(&path) {
                    _ if path.is_dir() => folders.push(path),
                    _ if path.extension().is_some_and(|ending| ending == "lock") => {}
                    content => found.push((path, content.unwrap_or_default())),
                }
            }
        }
        found.sort();
        found
    }
}

/// The files that an answer says it changed.
pub fn changed(answer: &Value) -> Vec<&str> {
    let changes = answer["ok"]["changes"].as_array().unwrap_or_else(|| panic!("{answer}"));
    changes.iter().map(|change| change["target"].as_str().unwrap()).collect()
}

/// The warnings of an answer, in one text.
pub fn warnings(answer: &Value) -> String {
    let lines = answer["log"].as_array().unwrap().iter().filter(|line| line["level"] == "warning");
    lines.map(|line| line["message"].as_str().unwrap()).collect::<Vec<_>>().join("\n")
}
