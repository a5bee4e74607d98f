//! Stands in for a credential helper of docker. STORE_FILE has one host a line; the last login handed in lies beside it,
//! and get gives it back. What it does otherwise:
//!
//! | variable | means |
//! |---|---|
//! | STORE_KEEPS | it erases nothing |
//! | STORE_SAYS, STORE_STATUS | its answer to list, and how it ends then |
//! | STORE_GIVES, STORE_GIVES_FILE | its answer to get: a text, or a file of bytes |
//! | STORE_FAILS | a verb and what it says when it fails to do it, as `store: no` |
//! | STORE_LIMIT | the most bytes of a secret, as the credential manager of Windows has it |
//! | STORE_ASKS | a helper's program that it asks in its own place |
//! | STORE_MUTE | what it says where it cannot run at all |
//! | STORE_HANGS | it says nothing for a minute |
#![allow(clippy::disallowed_methods)]

use std::env::{args, var, var_os};
use std::io::Write;
use std::process::{Command, exit};
use std::{fs, io};

fn main() -> io::Result<()> {
    if let Ok(says) = var("STORE_MUTE") {
        eprintln!("{says}");
        exit(127);
    }
    if var("STORE_HANGS").is_ok() {
        std::thread::sleep(std::time::Duration::from_secs(60));
    }
    let verb = args().nth(1).unwrap_or_default();
    if let Some(program) = var_os("STORE_ASKS") {
        exit(Command::new(program).arg(verb).status()?.code().unwrap_or(1));
    }
    let input = io::read_to_string(io::stdin())?;
    if let Some(says) = var("STORE_FAILS").ok().and_then(|says| Some(says.strip_prefix(&verb)?[1..].trim().to_owned()))
    {
        fail(&says);
    }
    let file = var("STORE_FILE").expect("STORE_FILE names the file");
    let hosts = fs::read_to_string(&file)?;
    match verb.as_str() {
        "get" => get(&file, &hosts, input.trim_end())?,
        "version" => println!("docker-credential-stand-in 1"),
        "list" => list(&hosts),
        "erase" if var("STORE_KEEPS").is_err() => fs::write(file, without(&hosts, input.trim_end()))?,
        "erase" => {}
        "store" => store(&file, &hosts, &input)?,
        _ => fail("Unknown credential action"),
    }
    Ok(())
}

fn fail(says: &str) -> ! {
    println!("{says}");
    exit(1)
}

fn get(file: &str, hosts: &str, host: &str) -> io::Result<()> {
    if let Ok(login) = var("STORE_GIVES") {
        println!("{login}");
        return Ok(());
    }
    if let Some(bytes) = var_os("STORE_GIVES_FILE") {
        return io::stdout().write_all(&fs::read(bytes)?);
    }
    match fs::read_to_string(format!("{file}.login")) {
        Ok(login) if host_of(&login) == host && hosts.lines().any(|line| line == host) => println!("{login}"),
        _ => fail("credentials not found in native keychain"),
    }
    Ok(())
}

fn store(file: &str, hosts: &str, login: &str) -> io::Result<()> {
    let limit: Option<usize> = var("STORE_LIMIT").ok().map(|limit| limit.parse().expect("a number"));
    if limit.is_some_and(|limit| text_of(login, "Secret").len() > limit) {
        fail("The stub received bad data.");
    }
    fs::write(format!("{file}.login"), login)?;
    fs::write(file, without(hosts, host_of(login)) + host_of(login) + "\n")
}

fn list(hosts: &str) {
    if let Ok(says) = var("STORE_SAYS") {
        println!("{says}");
        exit(var("STORE_STATUS").map_or(0, |status| status.parse().expect("a number")));
    }
    let logins: Vec<String> = hosts.lines().map(|host| format!("\"{host}\": \"AWS\"")).collect();
    println!("{{{}}}", logins.join(","));
}

fn without(hosts: &str, erased: &str) -> String {
    hosts.lines().filter(|host| *host != erased).map(|host| format!("{host}\n")).collect()
}

/// The host of a login in JSON.
fn host_of(login: &str) -> &str {
    text_of(login, "ServerURL")
}

fn text_of<'a>(login: &'a str, key: &str) -> &'a str {
    let (_, rest) = login.split_once(&format!("\"{key}\":\"")).expect("a login");
    rest.split('"').next().expect("a text")
}
