//! An entry of `auths`: a login as one of the clients wrote it.

use crate::base::object::Object;
use crate::base::secret::Secret;
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// The user name of whoever has an identity token in place of a password.
const TOKEN_USER: &str = "<token>";

/// Padding may lack: others write these files.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What a file of logins holds, of which nothing but the logins counts here.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Auths {
    auths: Lenient<BTreeMap<String, Lenient<Object<Entry>>>>,
}

/// What may be of another form: then it is none.
#[derive(Deserialize)]
#[serde(untagged)]
enum Lenient<T> {
    Known(T),
    Other(IgnoredAny),
}

impl<T: Default> Default for Lenient<T> {
    fn default() -> Self {
        Lenient::Known(T::default())
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Entry {
    auth: Option<Secret>,
    username: Option<String>,
    password: Option<Secret>,
    #[serde(rename = "identitytoken")]
    identity_token: Option<Secret>,
}

/// A user and a password.
pub type User = (String, Secret);

impl Auths {
    /// Every login, with its key. An entry without any is what docker leaves where a store has it.
    pub fn logins(self) -> BTreeMap<String, User> {
        let Lenient::Known(entries) = self.auths else { return BTreeMap::new() };
        let known = entries.into_iter().filter_map(|(key, entry)| match entry {
            Lenient::Known(Object(entry)) => Some((key, entry.user()?)),
            Lenient::Other(_) => None,
        });
        known.collect()
    }
}

impl Entry {
    fn user(self) -> Option<User> {
        if let Some(token) = filled(self.identity_token) {
            return Some((TOKEN_USER.to_owned(), token));
        }
        match filled(self.auth) {
            Some(auth) => decoded(auth.expose()),
            None => Some((self.username?, filled(self.password)?)),
        }
    }
}

fn filled(secret: Option<Secret>) -> Option<Secret> {
    secret.filter(|secret| !secret.expose().is_empty())
}

/// A user and a password from `auth`: base64 of both with a colon between them. Old clients filled it up with zeros.
pub fn decoded(auth: &str) -> Option<User> {
    let compact = Zeroizing::new(auth.chars().filter(|c| !c.is_whitespace()).collect::<String>());
    let bytes = Zeroizing::new(LENIENT.decode(compact.as_bytes()).ok()?);
    let (user, password) = std::str::from_utf8(&bytes).ok()?.split_once(':')?;
    let password = password.trim_matches('\0');
    (!password.is_empty()).then(|| (user.to_owned(), Secret::from(password.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn logins(auths: Value) -> BTreeMap<String, User> {
        serde_json::from_value::<Auths>(json!({ "auths": auths })).unwrap().logins()
    }

    fn user(name: &str, password: &str) -> Option<User> {
        Some((name.to_owned(), Secret::from(password.to_owned())))
    }

    #[test]
    fn every_clients_way_to_write_a_login_is_read() {
        for (entry, wanted) in [
            (json!({ "auth": "bWU6aHVudGVyMg==" }), user("me", "hunter2")),
            (json!({ "auth": "bWU6aHVudGVyMg" }), user("me", "hunter2")),
            (json!({ "auth": "bWU6\r\naHVudGVyMg==" }), user("me", "hunter2")),
            (json!({ "auth": "bWU6aHVudGVyMgAA" }), user("me", "hunter2")),
            (json!({ "auth": "bWU6YTpi", "email": "x" }), user("me", "a:b")),
            (json!({ "username": "me", "password": "hunter2" }), user("me", "hunter2")),
            (json!({ "auth": "", "username": "me", "password": "hunter2" }), user("me", "hunter2")),
            (json!({ "auth": "bWU6", "identitytoken": "a token" }), user("<token>", "a token")),
            (json!({ "registrytoken": "x" }), None),
            (json!({ "auth": "bWU=" }), None),
            (json!({ "auth": "!" }), None),
            (json!({ "auth": 1 }), None),
            (json!({}), None),
            (json!(null), None),
            (json!("text"), None),
            (json!(["bWU6aHVudGVyMg=="]), None),
        ] {
            let read = logins(json!({ "host": entry, "other": { "auth": "eDp4" } }));
            assert_eq!(read.get("host").cloned(), wanted, "{entry}");
            assert!(read.contains_key("other"), "one that is no login hides no other: {entry}");
        }
        assert!(logins(json!(null)).is_empty() && logins(json!([1])).is_empty());
    }
}
