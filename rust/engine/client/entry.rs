//! A login as an entry of a client's config file holds it.

use super::next::decoded;
use crate::base::secret::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use zeroize::Zeroizing;

/// What an entry of `auths` is.
#[derive(Debug)]
pub enum Entry {
    /// A user and a password.
    Login(String, Secret),
    /// Something in a login's place that says no password, such as a token of another kind.
    Other,
    /// Nothing: docker's mark of a login that lies in a store.
    Mark,
}

impl Entry {
    /// Reads an entry; user and password that stand there by themselves count for clients that read them.
    pub fn of(entry: &Value, reads_plain: bool) -> Self {
        let text = |name: &str| entry.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        if text("identitytoken").is_some() {
            return Entry::Other;
        }
        if let Some(auth) = text("auth") {
            return decoded(auth).map_or(Entry::Other, |(user, password)| Entry::Login(user, password));
        }
        match (text("username"), text("password")) {
            (Some(username), Some(password)) if reads_plain => {
                Entry::Login(username.to_owned(), Secret::from(password.to_owned()))
            }
            _ => Entry::Mark,
        }
    }
}

/// An entry that holds a login, in the form that every client reads.
pub fn entry_of(username: &str, password: &Secret) -> Value {
    let login = Zeroizing::new(format!("{username}:{}", password.expose()));
    serde_json::json!({ "auth": STANDARD.encode(login.as_bytes()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn login(entry: &Value, reads_plain: bool) -> Option<(String, String)> {
        match Entry::of(entry, reads_plain) {
            Entry::Login(user, password) => Some((user, password.expose().to_owned())),
            _ => None,
        }
    }

    #[test]
    fn an_entry_gives_back_what_was_put_in() {
        let password = Secret::from("a:b=\u{e4}".to_owned());
        let entry = entry_of("AWS", &password);
        assert_eq!(entry, json!({ "auth": "QVdTOmE6Yj3DpA==" }));
        assert_eq!(login(&entry, false), Some(("AWS".to_owned(), "a:b=\u{e4}".to_owned())));
        assert_eq!(login(&json!({ "auth": "QVdT\nOmE6\r\nYj3DpA==" }), false), login(&entry, false));
    }

    #[test]
    fn user_and_password_by_themselves_are_dockers() {
        let entry = json!({ "username": "AWS", "password": "pw" });
        assert_eq!(login(&entry, true), Some(("AWS".to_owned(), "pw".to_owned())));
        assert!(matches!(Entry::of(&entry, false), Entry::Mark));
    }

    #[test]
    fn what_holds_no_password_is_told_apart() {
        for entry in [json!({}), json!({ "auth": "" }), json!({ "username": "AWS" }), json!(null), json!("x"), json!(1)]
        {
            assert!(matches!(Entry::of(&entry, true), Entry::Mark), "{entry}");
        }
        for entry in [
            json!({ "auth": "%%%" }),
            json!({ "auth": "QVdT" }),
            json!({ "auth": "gICAOjo=" }),
            json!({ "auth": "QVdTOnB3", "identitytoken": "x" }),
            json!({ "identitytoken": "x" }),
        ] {
            assert!(matches!(Entry::of(&entry, true), Entry::Other), "{entry}");
        }
    }
}
