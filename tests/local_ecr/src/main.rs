//! `local_ecr`: the endpoint as a program.

use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::thread;

use local_ecr::{Listeners, LocalEcr, Settings};

const USAGE: &str = "usage: local_ecr [--listen ADDRESS] [--settings JSON] [--parent-stdin]";

#[derive(Default)]
struct Options {
    listeners: Listeners,
    settings: Settings,
    parent_stdin: bool,
}

fn main() -> ExitCode {
    match options(std::env::args().skip(1)).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("local_ecr: {message}");
            ExitCode::from(2)
        }
    }
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--listen" => {
                options.listeners.http = value()?.parse().map_err(|e| format!("--listen: {e}"))?;
            }
            "--settings" => {
                options.settings =
                    serde_json::from_str(&value()?).map_err(|e| format!("--settings: {e}"))?;
            }
            "--parent-stdin" => options.parent_stdin = true,
            _ => return Err(format!("{argument} is not an option\n{USAGE}")),
        }
    }
    Ok(options)
}

fn run(options: Options) -> Result<(), String> {
    let local = LocalEcr::listen(options.settings, &options.listeners)
        .map_err(|error| format!("cannot listen: {error}"))?;
    announce(&local).map_err(|error| format!("cannot say where it listens: {error}"))?;
    if options.parent_stdin {
        wait_for_parent();
    } else {
        loop {
            thread::park();
        }
    }
    Ok(())
}

fn announce(local: &LocalEcr) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "listening on {}", local.url())?;
    out.flush()
}

/// Whoever started us holds the other end of stdin; it closes when they end, however they end.
fn wait_for_parent() {
    let mut sink = [0; 256];
    while let Ok(1..) = io::stdin().lock().read(&mut sink) {}
}
