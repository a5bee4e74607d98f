//! What can go wrong between a request and its answer. Each row of the tables is put in force and asked under: it has
//! its code, tells no secret, and the next call is answered.

mod answers;
mod network;
mod peers;
mod service;

use crate::library::ask;
use crate::requests::{codes, merge, passwords, request};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use local_ecr::{Fault, Key, Listeners, LocalEcr, Settings, Tls, write_certificates};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const ACCESS_KEY: &str = "ASIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY";
const SESSION_TOKEN: &str =
    "IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQDexampleTOKEN0123456789abcdefghij==";
const PROXY_PASSWORD: &str = "pr0xyPassw0rd";
const ID: &str = "111122223333";

/// More than this is a hang, not a slow machine.
const LIMIT: Duration = Duration::from_secs(60);

/// What goes wrong, and what the caller is told.
struct Row {
    name: String,
    settings: Settings,
    /// Added to the request.
    more: Value,
    /// The registries that are answered all the same.
    tokens: Vec<String>,
    codes: Vec<&'static str>,
}

impl Row {
    /// Settings of the endpoint under which the one attempt ends in this code.
    fn under(name: impl Into<String>, settings: Settings, code: &'static str) -> Row {
        let more = json!({ "env": { "AWS_MAX_ATTEMPTS": "1" } });
        Row { name: name.into(), settings, more, tokens: Vec::new(), codes: vec![code] }
    }

    /// A fault of the endpoint that ends in this code, with one attempt.
    fn fails(fault: Fault, code: &'static str) -> Row {
        Row::under(format!("{fault:?}"), Settings { fault: Some(fault), ..settings() }, code)
    }

    /// A fault that is over before the attempts are.
    fn passes(fault: Fault, count: u64) -> Row {
        let name = format!("{fault:?}, {count} times");
        let settings = Settings { fault: Some(fault), fault_count: Some(count), ..settings() };
        Row { name, settings, more: json!({}), tokens: vec![ID.into()], codes: Vec::new() }
    }

    fn asking(mut self, more: Value) -> Row {
        self.more = merge(self.more, more);
        self
    }

    fn answering(mut self, ids: &[&str]) -> Row {
        self.tokens = ids.iter().map(|id| id.to_string()).collect();
        self
    }
}

/// The endpoint when nothing is wrong, with temporary keys: so there is a session token to keep.
fn settings() -> Settings {
    let key = Key { session_token: Some(SESSION_TOKEN.into()), ..Key::new(SECRET_KEY) };
    Settings { keys: [(ACCESS_KEY.into(), key)].into(), ..Settings::default() }
}

const CERTIFICATES: [&str; 4] = ["good", "self-signed", "expired", "wrong-host"];

/// An endpoint with a listener for each certificate, and a proxy.
struct Station {
    ecr: LocalEcr,
    folder: TempDir,
}

impl Station {
    fn new() -> Station {
        let folder = TempDir::new().unwrap();
        write_certificates(folder.path(), &["ecr.example".to_owned()]).unwrap();
        let file = |kind: &str, ending: &str| folder.path().join(format!("{kind}.{ending}"));
        let tls =
            CERTIFICATES.map(|kind| Tls { certificate: file(kind, "pem"), key: file(kind, "key"), only_1_2: false });
        let listeners = Listeners { tls: tls.to_vec(), proxy: true, ..Listeners::default() };
        Station { ecr: LocalEcr::listen(settings(), &listeners).unwrap(), folder }
    }

    fn https(&self, certificate: &str) -> &str {
        let at = CERTIFICATES.iter().position(|known| *known == certificate).unwrap();
        &self.ecr.https_urls()[at]
    }

    /// The bundle of the authority that all but the self-signed certificate come from.
    fn authority(&self) -> String {
        self.folder.path().join("ca.pem").to_str().unwrap().to_owned()
    }

    fn try_rows(&self, rows: Vec<Row>) {
        rows.iter().for_each(|row| self.try_row(row));
    }

    /// Asks under a row, then once more with nothing wrong.
    fn try_row(&self, row: &Row) {
        let name = &row.name;
        // No connection of an earlier row, and no clock that the SDK has learned there.
        ask(b"{\"version\":1,\"op\":\"clear_cache\"}");
        self.ecr.set(row.settings.clone());
        self.ecr.clear_calls();
        let started = Instant::now();
        let answer = self.ask(row.more.clone());
        assert!(started.elapsed() < LIMIT, "{name}: took {:?}", started.elapsed());
        let wanted: Vec<String> = row.tokens.iter().map(|id| format!("password-for-{id}")).collect();
        let told = &answer[if answer["ok"].is_null() { "error" } else { "ok" }];
        assert_eq!(passwords(&answer), wanted, "{name}: {told}");
        assert_eq!(codes(&answer), row.codes, "{name}: {told}");
        self.assert_no_secret(row, &answer.to_string());

        self.ecr.set(settings());
        let answer = self.ask(json!({}));
        assert_eq!(passwords(&answer), [format!("password-for-{ID}")], "after {name}");
    }

    fn ask(&self, more: Value) -> Value {
        let keys = json!({ "access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "session_token": SESSION_TOKEN });
        let request = merge(request(&self.ecr, json!({ "debug": true })), merge(keys, more));
        ask(request.to_string().as_bytes())
    }

    fn assert_no_secret(&self, row: &Row, answer: &str) {
        let mut secrets = vec![SECRET_KEY.to_owned(), SESSION_TOKEN.to_owned(), PROXY_PASSWORD.to_owned()];
        secrets.push(STANDARD.encode(format!("AWS:password-for-{ID}")));
        secrets.extend(self.ecr.calls().into_iter().filter_map(|call| call.signature));
        if row.tokens.is_empty() {
            secrets.push("password-for".to_owned());
        }
        for secret in secrets {
            assert!(!answer.contains(&secret), "{}: {secret} in {answer}", row.name);
        }
    }
}
