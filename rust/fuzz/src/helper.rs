//! The credential helper: its arguments, its input, and what it has kept.

use super::panics;
use super::world::{ACCESS_KEY, SECRET_KEY, World};
use credential_helper::run as run_helper;
use serde_json::{Map, Value};
use std::ffi::OsString;
use std::process::ExitCode;

/// The words that clients compare.
const WORDS: [&str; 3] =
    ["credentials not found in native keychain", "no credentials server URL", "no credentials username"];

/// Calls the helper: the first line of the input is its arguments, the rest its standard input, and what follows a NUL
/// the file of the logins that it keeps. Gives how it ended: `ok`, `refused` by a word of the protocol, or `failed`.
pub fn run(data: &[u8]) -> String {
    let (call, kept) = split(data, 0);
    let (args, stdin) = split(call, b'\n');
    let world = World::new();
    world.write(CACHE, kept);
    private(&world);
    let args = String::from_utf8_lossy(args).into_owned();
    let args: Vec<&str> = args.split_ascii_whitespace().collect();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut stdin = stdin;
    let code = run_helper(args.iter().map(OsString::from), &mut stdin, &mut out, &mut err, variables(&world));
    // Panics of the helper are its own answer.
    panics::check();
    let (out, err) = (text(&out), text(&err));
    for said in [&out, &err] {
        assert!(!said.contains(SECRET_KEY) && !said.contains(ACCESS_KEY), "{said}");
        assert!(!said.contains("failed at"), "{said}");
    }
    if code == ExitCode::SUCCESS {
        assert_good(&args, &out);
        return "ok".to_owned();
    }
    if WORDS.contains(&out.as_str()) {
        assert_eq!(err, "");
        return "refused".to_owned();
    }
    // A kubelet takes the standard output for a response, whatever the helper ends with.
    let told = if args == ["kubelet"] { "" } else { err.as_str() };
    assert!(!err.is_empty() && !err.contains('\n') && out == told, "{out:?} {err:?}");
    "failed".to_owned()
}

const CACHE: &str = "cache/ecrlogin/logins.json";

/// Nobody's connection is taken there.
const NOBODY: &str = "http://127.0.0.1:9";

fn variables(world: &World) -> Vec<(OsString, OsString)> {
    let home = world.path("");
    let caches = world.path("cache");
    let variables = [
        ("HOME", home.as_str()),
        ("USERPROFILE", &home),
        ("XDG_CACHE_HOME", &caches),
        ("AWS_ACCESS_KEY_ID", ACCESS_KEY),
        ("AWS_SECRET_ACCESS_KEY", SECRET_KEY),
        ("AWS_ENDPOINT_URL", NOBODY),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_MAX_ATTEMPTS", "1"),
    ];
    variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
}

/// The file of the kept logins is believed only where nobody else may write it.
fn private(world: &World) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(world.path(CACHE), mode).expect("the file is ours");
    }
    #[cfg(not(unix))]
    let _ = world;
}

/// What comes before a byte, and what after.
fn split(data: &[u8], at: u8) -> (&[u8], &[u8]) {
    match data.iter().position(|byte| *byte == at) {
        Some(place) => (&data[..place], &data[place + 1..]),
        None => (data, &[]),
    }
}

fn text(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).expect("text").to_owned();
    assert!(text.is_empty() || text.ends_with('\n'), "{text:?}");
    text.trim_end_matches('\n').to_owned()
}

fn assert_good(args: &[&str], out: &str) {
    match args {
        ["get"] => {
            let login: Map<String, Value> = serde_json::from_str(out).expect("a login is JSON");
            let keys: Vec<&str> = login.keys().map(String::as_str).collect();
            assert_eq!(keys, ["Secret", "ServerURL", "Username"]);
            assert!(login.values().all(Value::is_string), "{out}");
        }
        ["list"] => {
            let names: Map<String, Value> = serde_json::from_str(out).expect("a list is JSON");
            assert!(names.values().all(Value::is_string), "{out}");
        }
        ["kubelet"] => {
            let response: Map<String, Value> = serde_json::from_str(out).expect("a response is JSON");
            let known = ["kind", "apiVersion", "cacheKeyType", "cacheDuration", "auth"];
            assert!(response.keys().all(|key| known.contains(&key.as_str())), "{out}");
        }
        ["store" | "erase"] => assert_eq!(out, ""),
        _ => assert!(!out.is_empty()),
    }
}
