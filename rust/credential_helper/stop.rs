//! A helper that is told to end takes along the programs that it has started: a client has given up, or its user has.

use futures_util::future::{Either, select};
use nix::sys::pthread::pthread_kill;
use nix::sys::signal::{SigSet, SigmaskHow, Signal, raise};
use std::os::unix::thread::JoinHandleExt;
use std::pin::pin;
use std::{fs, process, thread};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// What terminals, clients and the system send to whom they want to end.
const ENDING: [Signal; 3] = [Signal::SIGHUP, Signal::SIGINT, Signal::SIGTERM];

/// The output of a future. At a signal it is dropped, and what it has started ends with it; then the signal takes its
/// course.
pub fn run_unless_stopped<T>(runtime: &Runtime, future: impl Future<Output = T>) -> T {
    let heeded = heeded();
    let Some(&wake) = heeded.first() else { return runtime.block_on(future) };
    let signals: SigSet = heeded.into_iter().collect();
    // Threads that are started from here on leave them to the one that waits for them.
    let Ok(before) = signals.thread_swap_mask(SigmaskHow::SIG_BLOCK) else { return runtime.block_on(future) };
    let (tell, told) = oneshot::channel();
    let watcher = thread::Builder::new().spawn(move || signals.wait().map(|signal| tell.send(signal)));
    let ended = runtime.block_on(async {
        match select(pin!(future), told).await {
            Either::Left((output, _)) => Ok(output),
            Either::Right((Ok(signal), _)) => Err(signal),
            // There is nobody who waits for one.
            Either::Right((Err(_), future)) => Ok(future.await),
        }
    });
    if let (Ok(watcher), Ok(_)) = (watcher, &ended) {
        let _ = pthread_kill(watcher.as_pthread_t(), wake);
        let _ = watcher.join();
    }
    let _ = before.thread_set_mask();
    ended.unwrap_or_else(|signal| {
        let _ = raise(signal);
        process::exit(128 + signal as i32)
    })
}

/// Those that this program does not ignore, as one does that nohup has started.
fn heeded() -> Vec<Signal> {
    let ignored = ignored();
    ENDING.into_iter().filter(|signal| ignored >> (*signal as i32 - 1) & 1 == 0).collect()
}

/// Linux gives ignored signals as well to a thread that waits for them; others give it none.
fn ignored() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}
