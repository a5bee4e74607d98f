//! Stands in for a credential helper of docker. STORE_FILE has one host a line. With STORE_KEEPS it erases nothing;
//! STORE_SAYS is what it answers when it is to list, with STORE_STATUS, and STORE_GIVES when it is to get; it says STORE_MUTE where it cannot run at
//! all, and with STORE_HANGS nothing for a minute.
#![allow(clippy::disallowed_methods)]

use std::env::{args, var};
use std::process::exit;
use std::{fs, io};

fn main() -> io::Result<()> {
    if let Ok(says) = var("STORE_MUTE") {
        eprintln!("{says}");
        exit(127);
    }
    if var("STORE_HANGS").is_ok() {
        std::thread::sleep(std::time::Duration::from_secs(60));
    }
    let file = var("STORE_FILE").expect("STORE_FILE names the file");
    let hosts = fs::read_to_string(&file)?;
    let input = io::read_to_string(io::stdin())?;
    match args().nth(1).as_deref() {
        Some("get") if var("STORE_GIVES").is_ok() => println!("{}", var("STORE_GIVES").expect("a login")),
        Some("version") => println!("docker-credential-stand-in 1"),
        Some("list") => list(&hosts),
        Some("erase") if var("STORE_KEEPS").is_err() => fs::write(file, without(&hosts, input.trim_end()))?,
        Some("erase") => {}
        Some("store") => fs::write(file, hosts + host_of(&input) + "\n")?,
        _ => {
            println!("credentials not found in native keychain");
            exit(1)
        }
    }
    Ok(())
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
    let (_, rest) = login.split_once("\"ServerURL\":\"").expect("a login");
    rest.split('"').next().expect("a host")
}
