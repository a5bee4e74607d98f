//! Stands in for every program that the engine starts: container clients, and those that print keys.
//!
//! It records how it was started in a folder of its own under STAND_IN_RECORDS, takes the steps of STAND_IN, one a line,
//! and ends well. Without steps it keeps the login and says so. Where these variables are not set, it records into the
//! folder NAME.runs beside it and takes the steps of the file NAME.steps, if they are there. STAND_IN_VERSION makes
//! another client of it than its name says, STAND_IN_USER is who is logged in by a helper that no config names.
#![allow(clippy::disallowed_methods)]

mod keep;
mod steps;

use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// One start of this program.
struct Start {
    /// Where it is recorded.
    record: Option<PathBuf>,
    /// What it read.
    input: Vec<u8>,
}

fn main() {
    if let Some(answer) = answer() {
        return println!("{answer}");
    }
    let start = Start::recorded().expect("the record can be written");
    let beside = || fs::read_to_string(beside("steps")).ok();
    let steps = env::var("STAND_IN").ok().or_else(beside).unwrap_or("keep\nprint Login Succeeded".to_owned());
    for step in steps.lines() {
        steps::take(step, &start).unwrap_or_else(|e| panic!("{step}: {e}"));
    }
}

/// The answer to a question, which is no start worth a record.
fn answer() -> Option<String> {
    if env::args().nth(1)? == "--version" {
        return Some(env::var("STAND_IN_VERSION").unwrap_or("Docker version 28.0.0, build 0".to_owned()));
    }
    let asks = env::args().any(|argument| argument == "--get-login");
    asks.then(|| env::var("STAND_IN_USER").unwrap_or("nobody".to_owned()))
}

impl Start {
    fn recorded() -> io::Result<Start> {
        let is_child = env::var_os("STAND_IN_BEATS").is_some();
        let beside = || Some(beside("runs")).filter(|folder| folder.is_dir() && !is_child);
        let records = env::var_os("STAND_IN_RECORDS").map(PathBuf::from).or_else(beside);
        let record = records.map(|records| new_folder(&records)).transpose()?;
        let mut input = Vec::new();
        // At a terminal nobody types.
        if !io::stdin().is_terminal() {
            io::stdin().read_to_end(&mut input)?;
        }
        if let Some(record) = &record {
            fs::write(record.join("name"), own_name())?;
            // They may hold anything but a NUL.
            fs::write(record.join("arguments"), env::args().skip(1).map(|text| text + "\0").collect::<String>())?;
            let variables = env::vars().map(|(name, value)| format!("{name}={value}\n"));
            fs::write(record.join("variables"), variables.collect::<String>())?;
            fs::write(record.join("input"), &input)?;
        }
        Ok(Start { record, input })
    }
}

/// The first folder that is not there yet, of those called 0, 1, 2 and so on.
fn new_folder(records: &Path) -> io::Result<PathBuf> {
    for folder in (0..).map(|number: u32| records.join(number.to_string())) {
        match fs::create_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            done => return done.map(|()| folder),
        }
    }
    unreachable!("there are always more numbers")
}

/// The name it was started by, without the ending that Windows wants.
fn own_name() -> String {
    let name = own_path().file_name().expect("a name").to_string_lossy().into_owned();
    name.strip_suffix(".exe").map(str::to_owned).unwrap_or(name)
}

/// The path it was started by: on Unix that of the link, which a shell leaves out.
fn own_path() -> PathBuf {
    if cfg!(windows) {
        return env::current_exe().expect("a path");
    }
    let given = PathBuf::from(env::args_os().next().expect("a name"));
    if given.components().count() > 1 {
        return given;
    }
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).map(|folder| folder.join(&given)).find(|path| path.is_file()).unwrap_or(given)
}

/// What lies beside this program, named after it.
fn beside(ending: &str) -> PathBuf {
    let mut path = own_path().into_os_string();
    path.push(format!(".{ending}"));
    path.into()
}
