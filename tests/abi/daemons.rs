//! Programs that leave a daemon behind, in a session of its own and with their outputs still open.

use crate::library::ask;
use crate::requests::{passwords, request};
use local_ecr::{ACCESS_KEY, LocalEcr, SECRET_KEY, Settings};
use serde_json::json;
use std::fs::{self, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

/// More than the threads that one runtime has for blocking work, at two outputs each.
const DAEMONS: usize = 300;

/// How many run at once.
const AT_ONCE: usize = 100;

/// Daemons that live until this is dropped: each waits for a writer of a pipe.
struct Daemons {
    pipe: PathBuf,
}

impl Daemons {
    fn new(folder: &Path) -> Daemons {
        let pipe = folder.join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        Daemons { pipe }
    }
}

impl Drop for Daemons {
    fn drop(&mut self) {
        const O_NONBLOCK: i32 = 0o4000;
        // Opening it wakes them all; when none is left there is nobody to open it for.
        while OpenOptions::new().write(true).custom_flags(O_NONBLOCK).open(&self.pipe).is_ok() {
            thread::sleep(Duration::from_millis(10));
        }
    }
}

#[test]
fn daemons_of_programs_do_not_stop_a_later_login() {
    let folder = tempfile::tempdir().unwrap();
    let ecr = LocalEcr::start(Settings::default());
    let daemons = Daemons::new(folder.path());
    let keys = json!({ "Version": 1, "AccessKeyId": ACCESS_KEY, "SecretAccessKey": SECRET_KEY });
    let script = folder.path().join("keys");
    fs::write(&script, format!("setsid cat '{}' &\necho '{keys}'\n", daemons.pipe.display())).unwrap();
    fs::write(folder.path().join("config"), format!("[profile p]\ncredential_process = sh {}\n", script.display()))
        .unwrap();

    // A name that has to be looked up: that is what the threads are for.
    let url = ecr.url().replace("127.0.0.1", "localhost");
    let ask_as = |number: usize| {
        let env = json!({ "AWS_CONFIG_FILE": folder.path().join("config"), "PATH": "/usr/bin:/bin", "NUMBER": number.to_string() });
        let more = json!({ "access_key": null, "secret_key": null, "profile": "p", "endpoint_url": url, "env": env });
        let answer = ask(request(&ecr, more).to_string().as_bytes());
        assert_eq!(passwords(&answer), ["password-for-111122223333"], "{number}: {answer}");
    };
    for first in (0..DAEMONS).step_by(AT_ONCE) {
        thread::scope(|scope| (first..first + AT_ONCE).for_each(|number| drop(scope.spawn(move || ask_as(number)))));
    }
    let running = fs::read_dir("/proc").unwrap().flatten().filter(|process| {
        fs::read(process.path().join("cmdline"))
            .is_ok_and(|line| line.starts_with(b"cat\0") && line.windows(4).any(|end| end == b"pipe"))
    });
    assert!(running.count() >= DAEMONS, "the daemons do not live long enough to show anything");
    let started = Instant::now();
    ask(b"{\"version\":1,\"op\":\"clear_cache\"}");
    ask_as(DAEMONS);
    assert!(started.elapsed() < Duration::from_secs(30));
}
