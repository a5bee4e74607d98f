//! Requests that bring no keys of their own: what the environment and the files at home say counts.

use crate::support::{World, ask, each};
use local_ecr::{Call, Key, Settings};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

/// The keys that most profiles here hold.
pub const USER_KEY: &str = "AKIAUSEREXAMPLE00000";
pub const USER_SECRET: &str = "user-secret-for-tests";

/// The settings of an endpoint that knows the user's keys as well.
pub fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.keys.insert(USER_KEY.into(), Key::new(USER_SECRET));
    settings
}

/// A home whose profile `user` holds the user's keys, with this config file beside it.
pub fn world(config: &str) -> World {
    let world = World::new(settings());
    world.write("credentials", keys_of("user"));
    world.write("config", config);
    world
}

/// A profile of the credentials file with the user's keys.
pub fn keys_of(profile: &str) -> String {
    format!("[{profile}]\naws_access_key_id = {USER_KEY}\naws_secret_access_key = {USER_SECRET}\n")
}

impl World {
    /// Writes a file below the folder `.aws`.
    pub fn write(&self, file: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.home.path().join(".aws").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// The answer to a request without keys, with these variables and fields.
    pub fn ask_with(&self, env: &[(&str, &str)], more: Value) -> Value {
        ask(&self.request_with(env, more))
    }

    /// That request.
    pub fn request_with(&self, env: &[(&str, &str)], more: Value) -> Value {
        let mut request = self.request(json!({ "access_key": null, "secret_key": null, "env": self.env(env) }));
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        request
    }

    /// The answer to a request that names a profile; it must hold a token.
    pub fn log_in(&self, profile: &str) -> Value {
        let answer = self.ask_with(&[], json!({ "profile": profile }));
        assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
        answer
    }

    /// The error of a request that names a profile.
    pub fn refused(&self, profile: &str) -> Value {
        error(&self.ask_with(&[], json!({ "profile": profile }))).clone()
    }

    /// The calls of one operation.
    pub fn calls_of(&self, operation: &str) -> Vec<Call> {
        self.ecr.calls().into_iter().filter(|call| call.operation == operation).collect()
    }

    /// The last call for a token.
    pub fn token_call(&self) -> Call {
        self.calls_of("GetAuthorizationToken").pop().expect("a call for a token")
    }

    /// The access key that signed it.
    pub fn signer(&self) -> String {
        self.token_call().access_key.expect("a signature")
    }

    /// The access key that an operation handed out last.
    pub fn issued_by(&self, operation: &str) -> String {
        let call = self.calls_of(operation).pop().expect("a call of that operation");
        call.issued_access_key.expect("keys in its answer")
    }
}

/// The error at the top of an answer.
pub fn error(answer: &Value) -> &Value {
    assert!(answer["error"].is_object(), "{answer}");
    &answer["error"]
}

/// Asserts the code of an error and that its message, hint and details hold these words.
pub fn assert_error(error: &Value, code: &str, words: &[&str]) {
    assert_eq!(error["code"], code, "{error}");
    let said = |field: &str| error[field].as_str().unwrap_or_default();
    let text = format!("{} {} {}", said("message"), said("hint"), error["details"]);
    for word in words {
        assert!(text.contains(word), "'{word}' is missing: {text}");
    }
}

/// The digest by which the endpoint notes a secret.
pub fn sha256(text: &str) -> String {
    hex(Sha256::digest(text))
}

/// A path as the system writes it.
pub fn native(path: &str) -> String {
    path.replace('/', std::path::MAIN_SEPARATOR_STR)
}

/// Bytes in hex.
pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
