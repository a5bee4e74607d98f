//! `credential_process`: run without a shell, in the request's environment, and never for ever.
#![cfg(unix)]

use crate::home::{USER_KEY, USER_SECRET, assert_error, settings, sha256, world};
use crate::support::{World, each, failure};
use ecr_abi::calls;
use local_ecr::{ACCESS_KEY, Key, SECRET_KEY};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// What a program prints that gives the user's keys.
fn keys() -> String {
    json!({ "Version": 1, "AccessKeyId": USER_KEY, "SecretAccessKey": USER_SECRET }).to_string()
}

/// A profile `p` whose process is a script, with these words after it.
fn scripted(script: &str, words: &str) -> World {
    let world = world("");
    let path = world.write("my script", script);
    world.write("config", format!("[profile p]\ncredential_process = sh \"{}\" {words}\n", path.display()));
    world
}

fn printing(text: &str) -> World {
    scripted(&format!("cat <<'END'\n{text}\nEND\n"), "")
}

fn ask(world: &World, more: &[(&str, &str)]) -> Value {
    let env: Vec<_> = [("PATH", "/usr/local/bin:/usr/bin:/bin")].into_iter().chain(more.iter().copied()).collect();
    world.ask_with(&env, json!({ "profile": "p" }))
}

/// The error, which must come soon and hold no secret.
fn refused(world: &World) -> Value {
    let started = Instant::now();
    let answer = ask(world, &[]);
    assert!(started.elapsed() < Duration::from_secs(5), "{answer}");
    assert!(!answer.to_string().contains(SECRET), "{answer}");
    assert_error(&answer["error"], "CredentialsFailed", &["credential_process", "'p'"]);
    answer["error"].clone()
}

#[test]
fn keys_that_it_prints_sign_the_call() {
    let world = printing(&keys());
    let answer = ask(&world, &[]);
    assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
    assert_eq!(world.signer(), USER_KEY);
    assert_eq!(answer["ok"]["info"]["credentials_source"], "credential_process of the profile 'p'");
}

#[test]
fn temporary_keys_come_with_their_token() {
    let keys = json!({
        "Version": 1, "AccessKeyId": "ASIAPROCESSEXAMPLE00", "SecretAccessKey": SECRET,
        "SessionToken": "process-token", "Expiration": "2099-01-01T00:00:00+00:00",
    });
    let world = printing(&format!("\u{feff}{keys}"));
    let mut settings = settings();
    let key = Key { session_token: Some("process-token".into()), ..Key::new(SECRET) };
    settings.keys.insert("ASIAPROCESSEXAMPLE00".into(), key);
    world.ecr.set(settings);
    assert_eq!(each(&ask(&world, &[]), "username"), ["AWS"]);
    assert_eq!(world.token_call().session_token_sha256, Some(sha256("process-token")));
}

#[test]
fn words_are_split_by_their_quotes_and_no_shell_reads_them() {
    let script = format!("printf '%s\\n' \"$@\" > \"$OUT\"\ncat <<'END'\n{}\nEND\n", keys());
    let world = scripted(&script, r#""two words" 'it is' a\ b $HOME * | > `id` "say \"so\"""#);
    let out = world.home.path().join("words");
    ask(&world, &[("OUT", out.to_str().unwrap())]);
    let words = fs::read_to_string(out).unwrap();
    let words: Vec<&str> = words.lines().collect();
    assert_eq!(words, ["two words", "it is", "a b", "$HOME", "*", "|", ">", "`id`", "say \"so\""]);
}

#[test]
fn it_has_the_environment_of_the_request_and_nothing_to_read() {
    let script = format!(
        "cat\nprintf '{{\"Version\":1,\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"{USER_SECRET}\"}}' \
         \"$MY_KEY$CARGO_MANIFEST_DIR\"\n"
    );
    let world = scripted(&script, "");
    ask(&world, &[("MY_KEY", USER_KEY)]);
    assert_eq!(world.signer(), USER_KEY);
}

#[test]
fn no_signal_is_blocked_in_it() {
    // Only words that the shell knows itself: some shells unblock signals before they start a program.
    let world = scripted(&format!("kill -TERM $$\necho '{}'\n", keys()), "");
    assert_error(&refused(&world), "CredentialsFailed", &["signal: 15"]);
}

#[test]
fn what_is_no_keys_is_told_without_repeating_it() {
    let version_2 = keys().replace("\"Version\":1", "\"Version\":2");
    let with = |more: &str| keys().replace("\"Version\"", &format!("{more},\"Version\""));
    let table = [
        (String::new(), "did not print keys"),
        (format!("not JSON {SECRET}"), "did not print keys"),
        (format!("{{\"Version\":1,\"AccessKeyId\":\"{SECRET}\"}}"), "did not print keys"),
        (version_2, "another version than 1"),
        (with("\"Expiration\":\"2020-01-01T00:00:00Z\""), "expired"),
        (with(&format!("\"Expiration\":\"{SECRET}\"")), "no ISO 8601 time"),
    ];
    for (text, why) in table {
        assert_error(&refused(&printing(&text)), "CredentialsFailed", &[why, "Run the command by hand"]);
    }
}

#[test]
fn a_hundred_megabytes_are_not_read() {
    for to in ["", ">&2"] {
        let world = scripted(&format!("head -c 100000000 /dev/zero {to}\n"), "");
        assert_error(&refused(&world), "CredentialsFailed", &["more than 1 MiB"]);
    }
}

#[test]
fn what_it_says_of_a_failure_is_told_without_secrets() {
    let script = format!(
        "echo 'vault is sealed: {SECRET} password=hunter2 http://me:hunter2@proxy:3128/' >&2\n\
         echo '{{\"SecretAccessKey\": \"hunter2\"}}' >&2\nexit 3\n"
    );
    let error = refused(&scripted(&script, ""));
    assert_error(&error, "CredentialsFailed", &["exit status: 3", "vault is sealed:", "***"]);
    assert!(!error.to_string().contains("hunter2"), "{error}");
}

#[test]
fn a_program_that_is_not_there_is_told() {
    for (command, words) in [
        ("/nowhere/program --x", &["could not be started"][..]),
        ("no-such-program-anywhere", &["could not be started"]),
        ("sh \"unclosed", &["no command line"]),
        ("\"\"", &["could not be started"]),
    ] {
        let world = world(&format!("[profile p]\ncredential_process = {command}\n"));
        assert_error(&refused(&world), "CredentialsFailed", words);
    }
}

/// Whether a file that a program writes to again and again has come to rest.
fn rests(beat: &Path) -> bool {
    let size = || fs::metadata(beat).unwrap().len();
    let before = size();
    sleep(Duration::from_millis(200));
    size() == before
}

#[test]
fn cancelling_kills_it_and_its_children() {
    let script = "trap '' TERM\n(trap '' TERM; while :; do echo x >> \"$BEAT\"; sleep 0.02; done) &\nwait\n";
    let world = scripted(script, "");
    let beat = world.home.path().join("beat");
    let env = [("PATH", "/usr/local/bin:/usr/bin:/bin"), ("BEAT", beat.to_str().unwrap())];
    let call = calls::start(world.request_with(&env, json!({ "profile": "p" })).to_string().as_bytes());
    let end = Instant::now() + Duration::from_secs(10);
    while !beat.exists() && Instant::now() < end {
        sleep(Duration::from_millis(10));
    }
    assert!(!rests(&beat));
    calls::cancel(call);
    sleep(Duration::from_millis(100));
    assert!(rests(&beat));
}

#[test]
fn keys_that_were_refused_are_asked_for_again() {
    let world = scripted("cat \"$KEYS\"\n", "");
    let file = world.write("keys", keys());
    let env = [("KEYS", file.to_str().unwrap())];
    assert_eq!(each(&ask(&world, &env), "username"), ["AWS"]);
    let mut settings = settings();
    settings.keys.remove(USER_KEY);
    world.ecr.set(settings);
    fs::write(&file, keys().replace(USER_KEY, ACCESS_KEY).replace(USER_SECRET, SECRET_KEY)).unwrap();
    assert_eq!(failure(&ask(&world, &env))["code"], "UnrecognizedClient");
    assert_eq!(each(&ask(&world, &env), "username"), ["AWS"]);
    assert_eq!(world.signer(), ACCESS_KEY);
}

#[test]
fn what_goes_on_in_the_background_takes_no_good_keys_away() {
    let world = scripted("sleep 30 &\ncat \"$KEYS\"\n", "");
    let file = world.write("keys", keys());
    let env = [("PATH", "/usr/local/bin:/usr/bin:/bin"), ("KEYS", file.to_str().unwrap())];
    assert_eq!(each(&ask(&world, &env), "username"), ["AWS"]);
}

#[test]
fn keys_that_cannot_stand_in_a_header_are_an_error() {
    let world = scripted("cat \"$KEYS\"\n", "");
    let file = world.write("keys", keys().replace(USER_KEY, "AKIA\u{e4}"));
    let env = [("KEYS", file.to_str().unwrap())];
    assert_eq!(ask(&world, &env)["error"]["code"], "CredentialsFailed");
}
