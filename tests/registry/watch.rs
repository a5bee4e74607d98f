//! Looks at the list of processes as any user of the machine can.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// Runs something while the arguments and variables of every process are searched for a secret.
pub fn while_nothing_shows<T>(secret: &str, body: impl FnOnce() -> T) -> T {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                assert_no_process_shows(secret);
            }
        });
        let result = body();
        done.store(true, Ordering::Relaxed);
        watcher.join().expect("no process shows the password");
        result
    })
}

fn assert_no_process_shows(secret: &str) {
    for process in fs::read_dir("/proc").into_iter().flatten().flatten() {
        for name in ["cmdline", "environ"] {
            let bytes = fs::read(process.path().join(name)).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains(secret), "{} shows the password in its {name}", process.path().display());
        }
    }
}
