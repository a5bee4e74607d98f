//! A home with clients' files, a service that hands out passwords of ECR, and registries behind a proxy.

use crate::programs::{STORE, put};
use crate::support::{World, ask};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use local_ecr::{ACCOUNT, Listeners, LocalEcr, ProxySettings, Settings, Tls, Token, write_certificates};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

pub const HOST: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";
pub const OTHER: &str = "222222222222.dkr.ecr.us-east-1.amazonaws.com";
pub const PUBLIC: &str = "public.ecr.aws";

/// A home with clients' files, and what can be asked there.
pub struct Desk {
    pub world: World,
}

impl Desk {
    /// Registries of ECR answer under their own names, each password good for its own account.
    pub fn new() -> Self {
        Desk::with(Settings::default())
    }

    pub fn with(settings: Settings) -> Self {
        let home = TempDir::new().expect("a temporary directory");
        let names = [HOST, OTHER, PUBLIC, "registry.example.com"].map(str::to_owned);
        write_certificates(home.path(), &names).unwrap();
        let file = |name: &str| home.path().join(name);
        let tls = Tls { certificate: file("good.pem"), key: file("good.key"), only_1_2: false };
        let listeners = Listeners { tls: vec![tls], proxy: true, ..Listeners::default() };
        let ecr = LocalEcr::listen(settings.clone(), &listeners).unwrap();
        let desk = Desk { world: World { ecr, home } };
        desk.set(settings);
        desk
    }

    /// Gives the service other settings; the way to the registries stays.
    pub fn set(&self, settings: Settings) {
        let address = self.world.ecr.https_urls()[0].trim_start_matches("https://").replace("localhost", "127.0.0.1");
        let routes = [("*".to_owned(), address.parse().expect("an address"))].into();
        self.world.ecr.set(Settings { proxy: ProxySettings { routes, ..ProxySettings::default() }, ..settings });
    }

    pub fn path(&self, name: &str) -> PathBuf {
        name.split('/').fold(self.world.home.path().to_owned(), |path, part| path.join(part))
    }

    /// The text of a path.
    pub fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    pub fn write(&self, name: &str, config: &Value) {
        self.write_text(name, &config.to_string());
    }

    pub fn write_text(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, name: &str) -> Value {
        serde_json::from_slice(&fs::read(self.path(name)).unwrap()).expect("the file is JSON")
    }

    /// Adds a credential helper that gives what STORE_GIVES says.
    pub fn add_store(&self, name: &str, hosts: &[&str]) {
        fs::create_dir_all(self.path("bin")).unwrap();
        put(STORE, &self.path("bin"), &format!("docker-credential-{name}"));
        fs::write(self.path("store"), hosts.iter().map(|host| format!("{host}\n")).collect::<String>()).unwrap();
    }

    pub fn request(&self, op: &str, variables: &[(&str, &str)], more: Value) -> Value {
        let (bin, store, run) = (self.text("bin"), self.text("store"), self.text("run"));
        let proxy = self.world.ecr.proxy_url().expect("a proxy").to_owned();
        let authority = self.text("ca.pem");
        let own = [
            ("PATH", bin.as_str()),
            ("STORE_FILE", &store),
            ("XDG_RUNTIME_DIR", &run),
            ("HTTPS_PROXY", &proxy),
            ("AWS_CA_BUNDLE", &authority),
        ];
        let env = self.world.env(&[own.as_slice(), variables].concat());
        let mut request = self.world.request(json!({ "op": op, "env": env }));
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        request
    }

    pub fn ask(&self, op: &str, more: Value) -> Value {
        ask(&self.request(op, &[], more))
    }

    pub fn ask_with(&self, op: &str, variables: &[(&str, &str)], more: Value) -> Value {
        ask(&self.request(op, variables, more))
    }
}

/// Seconds since 1970.
pub fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

/// A password of ECR that ends at a time.
pub fn password(end: i64) -> String {
    let token = json!({
        "payload": "cGF5bG9hZA==", "datakey": "ZGF0YWtleQ==", "version": "2", "type": "DATA_KEY", "expiration": end,
    });
    STANDARD.encode(token.to_string())
}

/// An entry of `auths`.
pub fn entry(password: &str) -> Value {
    json!({ "auth": STANDARD.encode(format!("AWS:{password}")) })
}

/// Settings in which the account has this password.
pub fn with_password(password: &str) -> Settings {
    let token = Token { password: Some(password.to_owned()), ..Token::default() };
    Settings { tokens: [(ACCOUNT.to_owned(), token)].into(), ..Settings::default() }
}

/// Some fields of every login of an answer, with blanks between.
pub fn rows(answer: &Value, fields: &[&str]) -> Vec<String> {
    let logins = answer["ok"]["logins"].as_array().unwrap_or_else(|| panic!("no logins: {answer}"));
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    logins.iter().map(|login| fields.iter().map(|field| text(&login[field])).collect::<Vec<_>>().join(" ")).collect()
}

/// The codes of every failure of an answer.
pub fn codes(answer: &Value) -> Vec<&str> {
    let failures = answer["ok"]["failures"].as_array().unwrap_or_else(|| panic!("no failures: {answer}"));
    failures.iter().map(|failure| failure["error"]["code"].as_str().unwrap()).collect()
}
