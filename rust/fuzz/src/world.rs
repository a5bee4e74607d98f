//! A home folder for one run, and requests that reach nothing beyond it and this machine.

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The example keys of the AWS documentation.
pub const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
/// Their secret.
pub const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// Limits of every request, against hangs.
const TIMEOUT_MS: u64 = 5_000;

/// A home folder, gone with its owner.
pub struct World {
    home: TempDir,
}

impl World {
    /// An empty one, in memory where the system has files there.
    pub fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let home = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
        World { home: home.expect("a temporary folder") }
    }

    /// The path of a file in it.
    pub fn path(&self, file: &str) -> String {
        self.home.path().join(file).to_str().expect("temporary folders have plain names").to_owned()
    }

    /// A name that no other run has.
    pub fn name(&self) -> String {
        let name = self.home.path().file_name().expect("a folder has a name");
        name.to_string_lossy().replace('.', "")
    }

    /// Writes a file in it.
    pub fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        let path = self.home.path().join(file);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        fs::write(path, content).expect("the file can be written");
    }

    /// A request from this home to an endpoint, with what `more` adds or replaces.
    pub fn request(&self, endpoint: &str, more: Value) -> Value {
        let mut request = json!({
            "version": 1,
            "connect_timeout_ms": TIMEOUT_MS,
            "read_timeout_ms": TIMEOUT_MS,
            "env": {
                "HOME": self.path(""),
                "USERPROFILE": self.path(""),
                "AWS_ENDPOINT_URL": endpoint,
                "AWS_EC2_METADATA_DISABLED": "true",
                "AWS_MAX_ATTEMPTS": "1",
            },
        });
        merge(&mut request, more);
        request
    }
}

/// Adds the fields of one object to another, objects within them likewise.
pub fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            from.into_iter().for_each(|(key, value)| merge(into.entry(key).or_insert(Value::Null), value));
        }
        (into, from) => *into = from,
    }
}
