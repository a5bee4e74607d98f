//! The map `registries.json`: who signs for a registry that is named.

mod explain;
mod faults;
mod hosts;
mod logins;
mod precedence;
mod signers;
#[cfg(unix)]
mod trust;

use crate::home::settings;
use crate::support::World;
use local_ecr::{Key, Settings};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

const PROD_KEY: &str = "AKIAPRODEXAMPLE00000";
const HUB_KEY: &str = "AKIAHUBEXAMPLE000000";
const SECRET: &str = "mapped-secret-for-tests";

const ONE: &str = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
const TWO: &str = "222222222222.dkr.ecr.us-east-1.amazonaws.com";

/// An endpoint that knows the profiles `prod` and `hub` as well.
fn known() -> Settings {
    let mut settings = settings();
    settings.keys.extend([PROD_KEY, HUB_KEY].map(|key| (key.to_owned(), Key::new(SECRET))));
    settings
}

/// A home with these profiles and a map of these lines.
fn mapped(lines: Value) -> World {
    let world = World::new(known());
    let profile =
        |name: &str, key: &str| format!("[{name}]\naws_access_key_id = {key}\naws_secret_access_key = {SECRET}\n");
    world.write("credentials", profile("prod", PROD_KEY) + &profile("hub", HUB_KEY));
    world.write_map(json!({ "version": 1, "registries": lines }).to_string());
    world
}

impl World {
    /// Writes the user's map.
    fn write_map(&self, text: impl AsRef<[u8]>) -> PathBuf {
        self.write_private(".ecrlogin/registries.json", text)
    }

    /// Writes a file below the home directory that others may read only.
    fn write_private(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = name.split('/').fold(self.home.path().to_owned(), |path, part| path.join(part));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        #[cfg(unix)]
        for (path, mode) in [(path.as_path(), 0o644), (path.parent().unwrap(), 0o755)] {
            fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
        }
        path
    }

    /// The answer to a request without keys and region that names registries.
    fn named(&self, names: &[&str], more: Value) -> Value {
        let mut request = json!({ "registry_ids": names, "region": null });
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.ask_with(&[], request)
    }

    /// Who signed for which registries in which region, in no order.
    fn signed(&self) -> BTreeSet<(String, Vec<String>, String)> {
        let calls = self.calls_of("GetAuthorizationToken").into_iter();
        calls
            .map(|call| (call.access_key.unwrap_or_default(), call.registry_ids, call.region.unwrap_or_default()))
            .collect()
    }
}

/// A row of [`World::signed`].
fn row(key: &str, ids: &[&str], region: &str) -> (String, Vec<String>, String) {
    (key.to_owned(), ids.iter().map(|id| id.to_string()).collect(), region.to_owned())
}

/// The messages of an answer's log that speak of the map.
fn told(answer: &Value) -> Vec<&str> {
    let lines = answer["log"].as_array().expect("a log").iter();
    lines.filter_map(|line| line["message"].as_str()).filter(|message| message.starts_with("Map: ")).collect()
}
