//! Many threads at once, half of their calls cancelled: every answer is that of its request, and nothing gets stuck.

use crate::deep;
use crate::library::{abi, read};
use crate::requests::{codes, passwords, request};
use local_ecr::{LocalEcr, Settings};
use serde_json::{Value, json};
use std::ffi::CString;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

/// More than this is a deadlock, not a slow machine.
const LIMIT: Duration = Duration::from_secs(900);

/// Numbers without a pattern, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

fn start(ecr: &LocalEcr, id: &str) -> u64 {
    let request = CString::new(request(ecr, json!({ "registry_ids": [id] })).to_string()).unwrap();
    // SAFETY: a NUL-terminated string that outlives the call.
    unsafe { (abi().start)(request.as_ptr()) }
}

fn take(call: u64) -> Value {
    read((abi().take)(call))
}

/// One call, cancelled or taken; whether it was cancelled.
fn one(ecr: &LocalEcr, random: &mut Random, id: &str) -> bool {
    let call = start(ecr, id);
    let cancelled = random.below(2) == 0;
    if cancelled {
        thread::sleep(Duration::from_micros(random.below(3000)));
        (abi().cancel)(call);
    } else {
        while random.below(2) == 0 && (abi().wait)(call, 1) == 0 {}
        let answer = take(call);
        assert_eq!(passwords(&answer), [format!("password-for-{id}")], "{answer}");
    }
    assert_eq!((abi().wait)(call, 0), -1);
    assert_eq!(codes(&take(call)), ["UnknownCall"]);
    cancelled
}

#[test]
fn many_threads_start_wait_take_and_cancel() {
    let (threads, calls) = if deep() { (64, 500) } else { (16, 50) };
    let ecr = Arc::new(LocalEcr::start(Settings::default()));
    let started = Instant::now();
    let (send, ended) = channel();
    for thread in 0..threads {
        let (ecr, send) = (Arc::clone(&ecr), send.clone());
        // Not joined: a deadlock has to be told.
        thread::spawn(move || {
            let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ (thread + 1));
            let cancelled = (0..calls)
                .filter(|number| one(&ecr, &mut random, &format!("{:012}", thread * 100_000 + number)))
                .count();
            send.send(cancelled).unwrap();
        });
    }
    drop(send);
    let cancelled: usize = (0..threads)
        .map(|_| {
            ended.recv_timeout(LIMIT.saturating_sub(started.elapsed())).expect("every thread ends, without a panic")
        })
        .sum();
    let all = threads as usize * calls as usize;
    println!(
        "load: {threads} threads, {all} calls, {cancelled} of them cancelled, {:.1} s",
        started.elapsed().as_secs_f64()
    );
    assert!(cancelled > all / 3 && cancelled < all * 2 / 3, "{cancelled} of {all}");
    assert!(ecr.wait_until(Duration::from_secs(10), |_, connections| connections.in_flight == 0));
}
