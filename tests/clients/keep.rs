//! Keeps a login where the client that is stood in for would keep it.

use crate::{own_name, own_path};
use std::env::{args, var};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio, exit};
use std::thread::sleep;
use std::time::Duration;
use std::{env, fs};

/// Keeps the login, in the store that the config names for the host or in the config itself. As every client it reads its
/// whole config, then writes it whole: what another one wrote meanwhile is lost.
pub fn keep(password: &[u8], meanwhile: Duration) -> io::Result<()> {
    let (file, host) = (place(), host());
    let before = fs::read_to_string(&file).unwrap_or_default().replace(['\n', '\r'], "");
    let before = if before.contains('{') { before } else { "{}".to_owned() };
    let login = match store(&before, &host) {
        Some(store) => hand_over(&store, &host, password)?,
        None => format!("{{\"auth\": \"{}\"}}", base64(&[option("--username").as_bytes(), b":", password].concat())),
    };
    sleep(meanwhile);
    fs::create_dir_all(file.parent().expect("a folder"))?;
    fs::write(file, with_login(&before, &host, &login))
}

/// The host that a client logs in to stands last.
pub fn host() -> String {
    args().next_back().expect("a name")
}

/// What this stands in for: another client than its name says where the version is another's.
fn client() -> String {
    match var("STAND_IN_VERSION") {
        Ok(version) if version.starts_with("podman") => "podman".to_owned(),
        _ => own_name(),
    }
}

fn is_of_containers() -> bool {
    matches!(client().as_str(), "podman" | "buildah" | "skopeo")
}

/// The file of logins: what was named, or what a variable names, or the client's own.
fn place() -> PathBuf {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || set(if cfg!(windows) { "USERPROFILE" } else { "HOME" }).expect("a home");
    let named = |option: &str| Some(option_of(option)?.into());
    let docker = || set("DOCKER_CONFIG").map(|folder| folder.join("config.json"));
    if is_of_containers() {
        let own = || match env::consts::OS {
            "linux" => set("XDG_RUNTIME_DIR").expect("a runtime folder").join("containers"),
            _ => home().join(".config").join("containers"),
        };
        let place = named("--authfile").or_else(|| set("REGISTRY_AUTH_FILE")).or_else(docker);
        return place.unwrap_or_else(|| own().join("auth.json"));
    }
    if client() == "helm" {
        let own = || match env::consts::OS {
            "windows" => set("APPDATA").expect("a folder").join("helm"),
            "macos" => home().join("Library").join("Preferences").join("helm"),
            _ => home().join(".config").join("helm"),
        };
        let folder = set("HELM_CONFIG_HOME").or_else(|| Some(set("XDG_CONFIG_HOME")?.join("helm")));
        let place = named("--registry-config").or_else(|| set("HELM_REGISTRY_CONFIG"));
        return place.unwrap_or_else(|| folder.unwrap_or_else(own).join("registry").join("config.json"));
    }
    let folder = named("--config").map(|folder: PathBuf| folder.join("config.json"));
    let place = named("--registry-config").or(folder).or_else(docker);
    place.unwrap_or_else(|| home().join(".docker").join("config.json"))
}

fn option(name: &str) -> String {
    option_of(name).unwrap_or_default()
}

fn option_of(name: &str) -> Option<String> {
    args().skip_while(|argument| argument != name).nth(1)
}

/// The store that a config names for the host, if the client heeds it.
fn store(config: &str, host: &str) -> Option<String> {
    let passes_an_empty_one = matches!(client().as_str(), "helm" | "oras");
    let own = text_after(config, host).filter(|store| !store.is_empty() || !passes_an_empty_one);
    let common = || text_after(config, "credsStore").filter(|_| !is_of_containers());
    own.or_else(common).filter(|store| !store.is_empty())
}

/// The text that is a key's value.
fn text_after(config: &str, key: &str) -> Option<String> {
    let key = format!("\"{key}\":");
    let mut values = config.match_indices(&key).map(|(at, key)| config[at + key.len()..].trim_start());
    values.find_map(|value| Some(value.strip_prefix('"')?.split('"').next()?.to_owned()))
}

/// Gives the login to a store; where it does not take it, ends as docker does.
fn hand_over(store: &str, host: &str, password: &[u8]) -> io::Result<String> {
    let name = format!("docker-credential-{store}{}", env::consts::EXE_SUFFIX);
    let mut helper = Command::new(own_path().with_file_name(name));
    let mut helper = helper.arg("store").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let (user, password) = (option("--username"), String::from_utf8_lossy(password));
    let login = format!("{{\"ServerURL\":\"{host}\",\"Username\":\"{user}\",\"Secret\":\"{password}\"}}");
    helper.stdin.take().expect("a pipe").write_all(login.as_bytes())?;
    let output = helper.wait_with_output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stdout);
        eprintln!(
            "Error saving credentials: error storing credentials - err: exit status 1, out: `{}`",
            said.trim_end()
        );
        exit(1);
    }
    Ok("{}".to_owned())
}

/// A config with a login in place of the host's older one.
fn with_login(config: &str, host: &str, login: &str) -> String {
    let entry = format!("\"{host}\": {login}");
    let config = without_object(config, host);
    let with = match config.split_once("\"auths\":") {
        Some((start, rest)) => format!("{start}\"auths\": {{{entry},{}", rest.trim_start().trim_start_matches('{')),
        None => format!("{{\"auths\": {{{entry}}},{}", config.trim_start().trim_start_matches('{')),
    };
    // What is left of an object without entries.
    let mut parts = with.split(',');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + if part.trim_start().starts_with('}') { "" } else { "," } + part)
}

fn without_object(config: &str, key: &str) -> String {
    let start = config.find(&format!("\"{key}\": {{"));
    let Some((start, length)) = start.and_then(|at| Some((at, config[at..].find('}')? + 1))) else {
        return config.to_owned();
    };
    let rest = config[start + length..].trim_start();
    format!("{}{}", &config[..start], rest.strip_prefix(',').unwrap_or(rest))
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for piece in bytes.chunks(3) {
        let number = (0..3).fold(0, |number, at| number << 8 | usize::from(*piece.get(at).unwrap_or(&0)));
        for at in 0..4 {
            let digit = ALPHABET[number >> (18 - 6 * at) & 63];
            text.push(if at <= piece.len() { char::from(digit) } else { '=' });
        }
    }
    text
}
