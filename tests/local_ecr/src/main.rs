//! `local_ecr`: the endpoint as a program.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::thread;

use local_ecr::{Listeners, LocalEcr, Settings, Tls, write_certificates};

const USAGE: &str = "\
usage: local_ecr [OPTION]...
       local_ecr certs FOLDER [--name HOST]...

  --listen ADDRESS     listen here instead of on a free port of 127.0.0.1
  --settings JSON      start with these settings
  --tls CERT KEY       one more listener, with TLS 1.2 and 1.3 (PEM files)
  --tls12 CERT KEY     one more listener, with TLS 1.2 only
  --proxy              be an HTTP proxy as well
  --parent-stdin       end when stdin ends

certs writes ca.pem, the pairs good, self-signed, expired and wrong-host (.pem, .key), and
login.key, a key for the cache of aws login.";

#[derive(Default)]
struct Options {
    listeners: Listeners,
    settings: Settings,
    parent_stdin: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match &arguments[..] {
        ["--help"] => {
            println!("{USAGE}");
            Ok(())
        }
        ["certs", folder, names @ ..] => certificates(folder, names),
        _ => options(&arguments).and_then(run),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("local_ecr: {message}");
            ExitCode::from(2)
        }
    }
}

fn certificates(folder: &str, names: &[&str]) -> Result<(), String> {
    let mut hosts = Vec::new();
    for pair in names.chunks(2) {
        match pair {
            ["--name", host] => hosts.push(host.to_string()),
            _ => return Err(format!("{} is not an option\n{USAGE}", pair[0])),
        }
    }
    write_certificates(Path::new(folder), &hosts).map_err(|error| format!("{folder}: {error}"))
}

fn options(arguments: &[&str]) -> Result<Options, String> {
    let mut options = Options::default();
    let mut rest = arguments;
    while let [option, more @ ..] = rest {
        rest = match (*option, more) {
            ("--listen", [address, rest @ ..]) => {
                options.listeners.http = address.parse().map_err(|e| format!("--listen: {e}"))?;
                rest
            }
            ("--settings", [json, rest @ ..]) => {
                options.settings = serde_json::from_str(json).map_err(|e| format!("--settings: {e}"))?;
                rest
            }
            ("--tls" | "--tls12", [certificate, key, rest @ ..]) => {
                options.listeners.tls.push(Tls {
                    certificate: certificate.into(),
                    key: key.into(),
                    only_1_2: *option == "--tls12",
                });
                rest
            }
            ("--proxy", rest) => {
                options.listeners.proxy = true;
                rest
            }
            ("--parent-stdin", rest) => {
                options.parent_stdin = true;
                rest
            }
            _ => return Err(format!("{option} is unknown or lacks a value\n{USAGE}")),
        };
    }
    Ok(options)
}

fn run(options: Options) -> Result<(), String> {
    let local =
        LocalEcr::listen(options.settings, &options.listeners).map_err(|error| format!("cannot listen: {error}"))?;
    announce(&local).map_err(|error| format!("cannot say where it listens: {error}"))?;
    if options.parent_stdin {
        wait_for_parent();
        return Ok(());
    }
    loop {
        thread::park();
    }
}

fn announce(local: &LocalEcr) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "listening on {}", local.url())?;
    for url in local.https_urls() {
        writeln!(out, "listening on {url}")?;
    }
    if let Some(url) = local.proxy_url() {
        writeln!(out, "proxy on {url}")?;
    }
    out.flush()
}

/// Whoever started us holds the other end of stdin; it closes when they end, however they end.
fn wait_for_parent() {
    let mut sink = [0; 256];
    while let Ok(1..) = io::stdin().lock().read(&mut sink) {}
}
