//! The endpoint of the search for secrets, and the requests that bring it about.

use super::Secrets;
use crate::requests::{merge, request};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use local_ecr::{Fault, Key, Listeners, LocalEcr, Settings, Tls, Token, write_certificates};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

const ACCESS_KEY: &str = "ASIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY";
const ID: &str = "111122223333";
const PROXY_PASSWORD: &str = "proxy-pAssw0rd-0123456789";

type Request = fn(&Station) -> Value;

/// Requests of every kind that has secrets of its own.
pub const REQUESTS: &[(&str, Request)] = &[
    ("keys", |station| station.with_keys(json!({}))),
    ("keys to a name that is looked up", |station| {
        station.with_keys(json!({ "endpoint_url": station.ecr.url().replace("127.0.0.1", "localhost") }))
    }),
    ("keys over TLS", |station| station.with_keys(station.over_tls())),
    ("keys over a proxy", |station| {
        let proxy = station.ecr.proxy_url().unwrap().replace("http://", &format!("http://user:{PROXY_PASSWORD}@"));
        let more = json!({ "endpoint_url": "https://ecr.example", "env": { "HTTPS_PROXY": proxy } });
        station.with_keys(merge(station.over_tls(), more))
    }),
    ("keys of the environment", |station| {
        let token = &station.session_token;
        let env =
            json!({ "AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_SESSION_TOKEN": token });
        request(&station.ecr, json!({ "access_key": null, "secret_key": null, "env": env }))
    }),
    ("keys of a file", |station| station.with_profile("user")),
    ("keys of a program", |station| station.with_profile("process")),
    ("keys of a role", |station| station.with_profile("role")),
    ("the base64 token", |station| station.with_keys(json!({ "include_token": true }))),
    ("a kept login", |station| station.with_keys(json!({ "use_cache": true, "registry_ids": [ID] }))),
    ("the SDK's log", |station| station.with_keys(json!({ "debug": true }))),
    ("many registries", |station| {
        let ids: Vec<String> = (0..40).map(|id| format!("{id:012}")).chain([ID.to_owned()]).collect();
        station.with_keys(json!({ "registry_ids": ids }))
    }),
    ("a login of docker", |station| {
        let client = env!("CARGO_BIN_EXE_client");
        let (config, records) = (station.path("docker"), station.path("docker"));
        station.with_keys(json!({
            "op": "connect", "tool": "docker", "tool_path": client, "config_path": config,
            "env": { "STAND_IN_RECORDS": records },
        }))
    }),
    ("a refusal that repeats the session token", |station| {
        let fault = Fault::Echo { status: 400, code: "SomethingNew".into(), header: "x-amz-security-token".into() };
        station.ecr.set(Settings { fault: Some(fault), ..station.ecr.settings() });
        station.with_keys(json!({}))
    }),
];

/// A text of base64 characters without a pattern.
fn noise(seed: u32, length: usize) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(ALPHABET[(state >> 24) as usize % 64])
    };
    (0..length).map(|_| next()).collect()
}

/// An endpoint with secrets as long as those of AWS, and the files of a user.
pub struct Station {
    pub ecr: LocalEcr,
    folder: TempDir,
    session_token: String,
    password: String,
}

impl Station {
    pub fn new() -> Station {
        let folder = TempDir::new().unwrap();
        write_certificates(folder.path(), &["ecr.example".to_owned()]).unwrap();
        let file = |name: &str| folder.path().join(name);
        let tls = vec![Tls { certificate: file("good.pem"), key: file("good.key"), only_1_2: false }];
        let (session_token, password) = (noise(1, 900), noise(2, 1900));
        let token = Token { password: Some(password.clone()), ..Token::default() };
        let key = Key { session_token: Some(session_token.clone()), ..Key::new(SECRET_KEY) };
        let mut settings = Settings {
            keys: [(ACCESS_KEY.into(), key)].into(),
            tokens: [(ID.into(), token)].into(),
            ..Settings::default()
        };
        let listeners = Listeners { tls, proxy: true, ..Listeners::default() };
        let ecr = LocalEcr::listen(settings.clone(), &listeners).unwrap();
        let upstream = ecr.https_urls()[0].trim_start_matches("https://").parse().unwrap();
        settings.proxy.routes = [("ecr.example:443".to_owned(), upstream)].into();
        settings.proxy.user = Some("user".into());
        settings.proxy.password = Some(PROXY_PASSWORD.into());
        ecr.set(settings);
        let station = Station { ecr, folder, session_token, password };
        station.write_files();
        station
    }

    fn write_files(&self) {
        let write = |name: &str, text: String| fs::write(self.folder.path().join(name), text).unwrap();
        let token = &self.session_token;
        let user = format!("[user]\naws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\n");
        write("credentials", format!("{user}aws_session_token = {token}\n"));
        let keys =
            json!({ "Version": 1, "AccessKeyId": ACCESS_KEY, "SecretAccessKey": SECRET_KEY, "SessionToken": token });
        write("keys", format!("{keys}\n"));
        let process =
            format!("[profile process]\ncredential_process = cat {}\n", self.folder.path().join("keys").display());
        let role = "[profile role]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = user\n";
        write("config", process + role);
    }

    fn path(&self, name: &str) -> Value {
        self.folder.path().join(name).to_str().into()
    }

    pub fn with_keys(&self, more: Value) -> Value {
        let keys = json!({ "access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "session_token": self.session_token });
        request(&self.ecr, merge(keys, more))
    }

    pub fn over_tls(&self) -> Value {
        json!({ "endpoint_url": self.ecr.https_urls()[0], "ca_bundle": self.path("ca.pem") })
    }

    fn with_profile(&self, name: &str) -> Value {
        let env = json!({
            "AWS_CONFIG_FILE": self.path("config"), "AWS_SHARED_CREDENTIALS_FILE": self.path("credentials"),
            "AWS_ENDPOINT_URL": self.ecr.url(), "PATH": "/usr/bin:/bin",
        });
        request(&self.ecr, json!({ "access_key": null, "secret_key": null, "profile": name, "env": env }))
    }

    /// Everything that must not be found: what the station knows, and what it was sent and gave out.
    pub fn secrets(&self) -> Secrets {
        let mut secrets = vec![
            ("password", self.password.clone()),
            ("token", STANDARD.encode(format!("AWS:{}", self.password))),
            ("secret key", SECRET_KEY.to_owned()),
            ("session token", self.session_token.clone()),
            ("secret key of a role", "secret-of-temporary-key-".to_owned()),
            ("session token of a role", "session-token-of-temporary-key-".to_owned()),
            ("password of the proxy", PROXY_PASSWORD.to_owned()),
            ("password of the proxy", STANDARD.encode(format!("user:{PROXY_PASSWORD}"))),
        ];
        secrets.extend(self.ecr.calls().into_iter().filter_map(|call| Some(("signature", call.signature?))));
        secrets.into_iter().map(|(name, secret)| (name, secret.into_bytes())).collect()
    }
}
