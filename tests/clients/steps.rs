//! What the stand-in can do.

use crate::Start;
use crate::keep::{host, keep};
use std::env::{args, current_exe, var, vars};
use std::fs::{self, OpenOptions};
use std::io::{self, Write, stderr, stdout};
use std::path::PathBuf;
use std::process::{Child, Command, exit, id};
use std::thread::sleep;
use std::time::Duration;

/// Takes a step: a word, and for some what it is about.
pub fn take(step: &str, start: &Start) -> io::Result<()> {
    let (word, rest) = step.split_once(' ').unwrap_or((step, ""));
    match word {
        // Takes the steps after this one for a host alone.
        "only" if !host().contains(rest) => exit(0),
        "only" => Ok(()),
        // Takes a step where the arguments begin with some words.
        "when" => when(rest, start),
        "write" => write(rest),
        "print" => writeln!(stdout(), "{rest}"),
        "say" => writeln!(stderr(), "{rest}"),
        "file" => stdout().write_all(&fs::read(rest)?),
        "input" => stderr().write_all(&start.input),
        "repeat" => repeat(start),
        "processes" => list_processes(start),
        "wait" => pause(number(rest)),
        "exit" => exit(number(rest)),
        "fail" => fail(start),
        "keep" if args().any(|argument| argument == "login") => keep(&start.input, Duration::ZERO),
        "keep" => Ok(()),
        "slow" => keep(&start.input, Duration::from_millis(50)),
        "chat" => chat(stdout()),
        "shout" => chat(stderr()),
        "hang" => child("beat", start)?.wait().map(drop),
        "leave" => child("wait 30000", start).map(drop),
        "beat" => beat(&var("STAND_IN_BEATS").expect("where to")),
        _ => Err(io::Error::other("there is no such step")),
    }
}

fn when(rest: &str, start: &Start) -> io::Result<()> {
    let (words, step) = halves(rest);
    let is_meant = args().skip(1).collect::<Vec<_>>().join(" ").starts_with(words);
    if is_meant { take(step, start) } else { Ok(()) }
}

fn write(rest: &str) -> io::Result<()> {
    let (file, text) = halves(rest);
    fs::write(file, text)
}

fn halves(text: &str) -> (&str, &str) {
    text.split_once(" | ").unwrap_or_else(|| panic!("'{text}' has no two parts"))
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("'{text}' is no number"))
}

fn pause(ms: u64) -> io::Result<()> {
    sleep(Duration::from_millis(ms));
    Ok(())
}

/// As a client that a registry refused, and that tells too much.
fn fail(start: &Start) -> ! {
    eprint!("WARNING: the password {} is\nrefused: 400 Bad Request\n", String::from_utf8_lossy(&start.input));
    exit(3)
}

/// As a client that tells all it knows.
fn repeat(start: &Start) -> io::Result<()> {
    let variables: Vec<String> = vars().map(|(name, value)| format!("{name}={value}")).collect();
    let known = [args().collect::<Vec<_>>().join(" "), variables.join("\n")].join("\n");
    stderr().write_all(&[known.as_bytes(), &start.input].concat())
}

/// Records what the system shows of every process, with its variables, as Unix does.
fn list_processes(start: &Start) -> io::Result<()> {
    let listed = Command::new("ps").arg("axwwe").output()?.stdout;
    fs::write(start.record.as_ref().expect("a record").join("processes"), listed)
}

fn chat(mut to: impl Write) -> io::Result<()> {
    loop {
        to.write_all(&[b'x'; 4096])?;
    }
}

/// Starts this program again, beside this one, for one step; both leave their numbers in the record.
fn child(step: &str, start: &Start) -> io::Result<Child> {
    let mut command = Command::new(current_exe()?);
    command.env("STAND_IN", step).env_remove("STAND_IN_RECORDS");
    let folder = start.record.clone().unwrap_or_else(|| PathBuf::from("."));
    let child = command.env("STAND_IN_BEATS", folder.join("beats")).spawn()?;
    fs::write(folder.join("numbers"), format!("{}\n{}\n", id(), child.id()))?;
    Ok(child)
}

/// Holds a file, and writes to it, for as long as it lives.
fn beat(file: &str) -> io::Result<()> {
    // Windows locks no file that may be written alone.
    let mut file = OpenOptions::new().create(true).read(true).append(true).open(file)?;
    file.lock()?;
    loop {
        file.write_all(b"beat\n")?;
        sleep(Duration::from_millis(20));
    }
}
