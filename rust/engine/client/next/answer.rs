//! What a credential helper answers: a login, none, or why it has none to give.

use super::given::Given;
use crate::base::object::Object;
use crate::base::secret::Secret;
use crate::client::protocol::says_not_found;
use crate::client::words::Words;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A helper's answer to `get`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Answer {
    username: Option<String>,
    secret: Option<Secret>,
}

/// The login that a helper gives for a server. Nothing at all, `{}` and a login without user and secret are how helpers
/// say that they have none, beside the words for it.
///
/// # Errors
/// What is wrong, to go on after the helper's name.
pub fn login(server: &str, is_success: bool, stdout: &[u8], stderr: &[u8]) -> Result<Option<Given>, String> {
    if !is_success {
        return if says_not_found(stdout) { Ok(None) } else { Err(said(stdout, stderr, None)) };
    }
    if stdout.trim_ascii().is_empty() {
        return Ok(None);
    }
    let answer: Option<Object<Answer>> =
        serde_json::from_slice(stdout).map_err(|_| "gives a login in no known form".to_owned())?;
    let Object(Answer { username, secret }) = answer.unwrap_or_default();
    let secret = secret.filter(|secret| !secret.expose().is_empty());
    let username = username.unwrap_or_default();
    match secret {
        Some(secret) => Ok(Some(Given { server: server.to_owned(), username, secret })),
        None if username.is_empty() => Ok(None),
        None => Err("gives a user name without a secret".to_owned()),
    }
}

/// The user name of every server that a helper lists; one without logins may say null, or nothing.
///
/// # Errors
/// What is wrong, to go on after the helper's name.
pub fn users(is_success: bool, stdout: &[u8], stderr: &[u8]) -> Result<BTreeMap<String, String>, String> {
    if !is_success {
        return if says_not_found(stdout) { Ok(BTreeMap::new()) } else { Err(said(stdout, stderr, None)) };
    }
    if stdout.trim_ascii().is_empty() {
        return Ok(BTreeMap::new());
    }
    let listed: Option<BTreeMap<String, Option<String>>> =
        serde_json::from_slice(stdout).map_err(|_| "lists its logins in no known form".to_owned())?;
    Ok(listed.unwrap_or_default().into_iter().map(|(server, user)| (server, user.unwrap_or_default())).collect())
}

/// What a helper said when it failed, without a secret.
pub fn said(stdout: &[u8], stderr: &[u8], secret: Option<&Secret>) -> String {
    match words(stdout, stderr, secret) {
        Some(words) => format!("failed: {words}"),
        None => "failed and does not say why".to_owned(),
    }
}

/// The words of a helper, up to where it speaks in JSON, in which there may be a login. Helpers say on standard output
/// what went wrong, those that could not even start on the other.
pub fn words(stdout: &[u8], stderr: &[u8], secret: Option<&Secret>) -> Option<String> {
    [stdout, stderr].into_iter().find_map(|output| {
        let plain = before_json(output);
        let words = Words::of(plain, secret);
        let end = if plain.len() < output.len() { " ***" } else { "" };
        (!words.is_empty()).then(|| words.ending(None) + end)
    })
}

fn before_json(output: &[u8]) -> &[u8] {
    let is_list = |at: usize| {
        let inner = output[at + 1..].trim_ascii_start().first();
        output[..at].trim_ascii_start().is_empty() || matches!(inner, Some(b'"' | b'\'' | b'\\' | b'['))
    };
    let json = output.iter().enumerate().position(|(at, byte)| *byte == b'{' || *byte == b'[' && is_list(at));
    &output[..json.unwrap_or(output.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn got(is_success: bool, stdout: &str) -> Result<Option<(String, String)>, String> {
        let given = login("ghcr.io", is_success, stdout.as_bytes(), b"")?;
        Ok(given.map(|given| (given.username, given.secret.expose().to_owned())))
    }

    #[test]
    fn a_login_is_given_and_its_server_is_who_was_asked_for() {
        let wanted = Ok(Some(("me".to_owned(), "hunter2".to_owned())));
        for text in [
            r#"{"ServerURL":"https://other.example","Username":"me","Secret":"hunter2"}"#,
            " {\"Username\":\"me\",\"Secret\":\"hunter2\",\"More\":[1]}\n",
        ] {
            assert_eq!(got(true, text), wanted, "{text}");
        }
        let token = login("ghcr.io", true, br#"{"Username":"<token>","Secret":"t"}"#, b"").unwrap().unwrap();
        assert_eq!((token.server.as_str(), token.username.as_str()), ("ghcr.io", "<token>"));
    }

    #[test]
    fn there_are_many_ways_to_say_that_there_is_none() {
        for text in ["", " \n", "{}", "null", r#"{"Username":"","Secret":""}"#, r#"{"ServerURL":"ghcr.io"}"#] {
            assert_eq!(got(true, text), Ok(None), "{text}");
        }
        assert_eq!(got(false, "credentials not found in native keychain\n"), Ok(None));
    }

    #[test]
    fn what_is_no_answer_is_an_error_that_repeats_no_secret() {
        for (is_success, text, what) in [
            (true, "hunter2", "no known form"),
            (true, "{\"Username\":\"me\",\"Secret\":\"hunter2\"", "no known form"),
            (true, "{\"Username\":\"me\",\"Secret\":[\"hunter2\"]}", "no known form"),
            (true, "[\"me\",\"hunter2\"]", "no known form"),
            (true, "{\"Username\":\"hunter2\"}", "without a secret"),
            (false, "{\"Username\":\"me\",\"Secret\":\"it is hunter2\"}", "does not say why"),
            (false, "secret: hunter2 is bad", "failed: secret: *** is bad"),
            (
                false,
                r#"keyring says {"ServerURL":"ghcr.io","Username":"me","Secret":"hunter2 horse"}"#,
                "failed: keyring says ***",
            ),
            (false, "warning: locked\n{\"Secret\":\"hunter2 horse\"}", "failed: warning: locked ***"),
            (false, "&{ghcr.io me hunter2}", "failed: & ***"),
            (false, "found [ \"me\", \"hunter2\" ]", "failed: found ***"),
            (false, "user=me,password=hunter2", "failed: user=me,password=***"),
            (false, "Secret=\"hunter2 hunter2\" is bad", "failed: Secret=*** is bad"),
            (false, "", "does not say why"),
            (false, "error: credentials not found in native keychain", "failed: error"),
        ] {
            let error = got(is_success, text).unwrap_err();
            assert!(error.contains(what) && !error.contains("hunter2"), "{text}: {error}");
        }
        let wrong = login("ghcr.io", true, b"{\"Username\":\"\xff\xfe\",\"Secret\":\"hunter2\"}", b"").unwrap_err();
        assert!(wrong.contains("no known form"), "{wrong}");
        let missing = login("ghcr.io", false, b"", b"error while loading shared libraries: libsecret").unwrap_err();
        assert!(missing.contains("shared libraries"), "{missing}");
        let secret = Secret::from("open sesame".to_owned());
        assert_eq!(said(b"cannot keep open sesame", b"", Some(&secret)), "failed: cannot keep ***");
        let secret = Secret::from("a\"b\\c".to_owned());
        assert_eq!(said(br#"got "a\"b\\c""#, b"", Some(&secret)), "failed: got \"***\"");
    }

    #[test]
    fn a_list_may_be_empty_in_any_way() {
        for text in ["", "null", "{}"] {
            assert_eq!(users(true, text.as_bytes(), b""), Ok(BTreeMap::new()));
        }
        let listed = users(true, br#"{"https://ghcr.io":"me","quay.io":null}"#, b"").unwrap();
        let wanted = [("https://ghcr.io", "me"), ("quay.io", "")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(listed, BTreeMap::from(wanted));
        assert!(users(true, b"[]", b"").is_err() && users(false, b"no", b"").is_err());
    }
}
