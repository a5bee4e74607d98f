//! The text of a client's config file, in whichever encoding an editor left it, with its keys as programs in Go read them:
//! in any case, and of the right kind, else these programs refuse the whole file.

use crate::base::encoding::Encoding;
use crate::base::json_text::{Members, amiss};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// The keys that programs in Go read in any capitals.
const KNOWN: [&str; 3] = ["auths", "credHelpers", "credsStore"];

/// The fields of a login.
const FIELDS: [&str; 5] = ["auth", "username", "password", "identitytoken", "registrytoken"];

/// What a config file holds.
#[derive(Debug, Default)]
pub struct ConfigText {
    /// Under the usual spelling of its keys.
    pub content: Map<String, Value>,
    /// What it is written in, where that is not the plain UTF-8 that clients read.
    pub foreign: Option<&'static str>,
    /// The keys of stores that stand there in other capitals, the usual ones first.
    pub spelled: Vec<(&'static str, String)>,
}

/// Reads a config file's bytes; blank ones are an empty config.
///
/// # Errors
/// What is wrong, to go on after the file's name.
pub fn parse(bytes: &[u8]) -> Result<ConfigText, String> {
    let (text, encoding) = Encoding::read(bytes)?;
    let mut config = ConfigText { foreign: encoding.foreign(), ..ConfigText::default() };
    if text.trim().is_empty() {
        return Ok(config);
    }
    let Members(members) = serde_json::from_str(&text).map_err(|e| amiss(&e))?;
    let mut seen = HashSet::new();
    for (key, value) in members {
        let known = KNOWN.into_iter().find(|known| known.eq_ignore_ascii_case(&key));
        let usual = known.map_or_else(|| key.clone(), str::to_owned);
        if !seen.insert(usual.clone()) {
            return Err(format!("has {} twice, and it depends on the program which counts", known.unwrap_or("a key")));
        }
        if let Some(known) = known.filter(|known| *known != key && *known != "auths") {
            config.spelled.push((known, key));
        }
        let value = serde_json::from_str(value.get()).map_err(|e| amiss(&e))?;
        config.content.insert(usual, value);
    }
    check(&config.content)?;
    Ok(config)
}

/// Checks what programs in Go refuse the whole file for.
fn check(content: &Map<String, Value>) -> Result<(), String> {
    let value = |key: &str| content.get(key).unwrap_or(&Value::Null);
    if !is_text(value("credsStore")) {
        return Err("has a credsStore that is no text".to_owned());
    }
    if !is_map(value("credHelpers"), is_text) {
        return Err("has credHelpers that are no object of texts".to_owned());
    }
    let is_login =
        |login: &Value| is_map(login, |_| true) && FIELDS.iter().all(|field| login.get(*field).is_none_or(is_text));
    if !is_map(value("auths"), is_login) {
        return Err("has auths that are no object of logins".to_owned());
    }
    Ok(())
}

fn is_text(value: &Value) -> bool {
    value.is_string() || value.is_null()
}

fn is_map(value: &Value, is_right: impl Fn(&Value) -> bool) -> bool {
    value.is_null() || value.as_object().is_some_and(|map| map.values().all(is_right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn every_encoding_of_windows_is_read_and_named() {
        let text = "{\"auths\":{\"\u{e4}\":{}}}";
        let with_mark = format!("\u{feff}{text}");
        for (bytes, foreign) in [
            (text.as_bytes().to_vec(), None),
            (with_mark.as_bytes().to_vec(), Some("UTF-8 with a byte order mark")),
            (utf16(&with_mark, u16::to_le_bytes), Some("UTF-16")),
            (utf16(&with_mark, u16::to_be_bytes), Some("UTF-16")),
            (utf16(text, u16::to_le_bytes), Some("UTF-16")),
            (utf16(text, u16::to_be_bytes), Some("UTF-16")),
        ] {
            let read = parse(&bytes).unwrap();
            assert_eq!((Value::Object(read.content), read.foreign), (json!({ "auths": { "\u{e4}": {} } }), foreign));
        }
        assert!(parse(b" \n").unwrap().content.is_empty() && parse(b"").unwrap().foreign.is_none());
    }

    #[test]
    fn what_is_no_text_is_said_to_be_none() {
        for (bytes, what) in [
            (&b"\xff\xfe\x00\xd8"[..], "UTF-16"),
            (b"{\"a\xe4\":1}", "UTF-8 at byte 3"),
            (b"{", "line 1, column 1"),
            (b"[]", "no object"),
        ] {
            assert!(parse(bytes).unwrap_err().contains(what), "{bytes:?}");
        }
    }

    #[test]
    fn keys_count_in_any_case_and_once() {
        let read = parse(br#"{"a":1,"CredsStore":"x","AUTHS":{},"credhelpers":{"H":"y"}}"#).unwrap();
        let wanted = json!({ "a": 1, "credsStore": "x", "auths": {}, "credHelpers": { "H": "y" } });
        assert_eq!(Value::Object(read.content).to_string(), wanted.to_string());
        let spelled = [("credsStore", "CredsStore".to_owned()), ("credHelpers", "credhelpers".to_owned())];
        assert_eq!(read.spelled, spelled);
        for (text, what) in [
            (r#"{"auths":{"a":{}},"auths":{"b":{}}}"#, "has auths twice"),
            (r#"{"credsStore":"x","credsstore":"y"}"#, "has credsStore twice"),
            (r#"{"a":1,"a":2}"#, "has a key twice"),
        ] {
            assert!(parse(text.as_bytes()).unwrap_err().starts_with(what), "{text}");
        }
        assert!(parse(br#"{"a":1,"A":2}"#).is_ok());
    }

    #[test]
    fn what_programs_in_go_refuse_the_file_for_is_told() {
        for (text, what) in [
            (r#"{"credsStore":5}"#, "a credsStore that is no text"),
            (r#"{"credHelpers":5}"#, "credHelpers that are no object of texts"),
            (r#"{"CredHelpers":{"h":5}}"#, "credHelpers that are no object of texts"),
            (r#"{"auths":[]}"#, "auths that are no object of logins"),
            (r#"{"auths":{"h":"x"}}"#, "auths that are no object of logins"),
            (r#"{"auths":{"h":{"auth":5}}}"#, "auths that are no object of logins"),
        ] {
            assert_eq!(parse(text.as_bytes()).unwrap_err(), format!("has {what}"), "{text}");
        }
        let nothing = br#"{"auths":{"h":null,"i":{"auth":null,"more":5}},"credHelpers":null,"credsStore":null}"#;
        assert!(parse(nothing).is_ok());
    }
}
