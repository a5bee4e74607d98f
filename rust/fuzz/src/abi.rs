//! The C ABI as a sequence of calls from several threads, held to the contract of `ecr_login.h`.
//!
//! Each two bytes of the input are a step: the first chooses the thread and what it does, the second the request
//! that is started, or the call that is waited for, taken or cancelled. Calls are known by the order of their starts.

mod answer;
mod call;
mod requests;

use super::panics;
use answer::Answer;
use call::Call;
use ecr_abi::exports::{ecr_login_cancel, ecr_login_free, ecr_login_take, ecr_login_wait};
use requests::Request;
use std::collections::HashSet;
use std::ptr::null_mut;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

const THREADS: u8 = 3;
const MAX_STEPS: usize = 32;

/// A handle that no call gets in the life of a process.
const UNKNOWN: u64 = 1 << 60;

/// Takes the steps of an input, each thread its own in their order, and checks what the calls came to.
pub fn run(data: &[u8]) {
    let steps: Vec<[u8; 2]> = data.chunks_exact(2).take(MAX_STEPS).map(|pair| [pair[0], pair[1]]).collect();
    let calls = Calls::default();
    panics::watch();
    thread::scope(|scope| {
        for thread in 1..THREADS {
            let own: Vec<_> = steps.iter().filter(|[what, _]| what % THREADS == thread).collect();
            let calls = &calls;
            if !own.is_empty() {
                scope.spawn(move || Caller::new(calls).run(own));
            }
        }
        Caller::new(&calls).run(steps.iter().filter(|[what, _]| what % THREADS == 0).collect());
    });
    for call in lock(&calls).iter() {
        call.check();
        ecr_login_cancel(call.handle);
        assert_eq!(ecr_login_wait(call.handle, 0), -1, "a cancelled call is gone");
    }
}

/// The calls that all threads of a run have started.
type Calls = Mutex<Vec<Arc<Call>>>;

fn lock(calls: &Calls) -> MutexGuard<'_, Vec<Arc<Call>>> {
    calls.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A thread of a run.
struct Caller<'a> {
    calls: &'a Calls,
    /// The calls that it has ended itself.
    gone: HashSet<u64>,
    /// Answers outlive their calls, and the answers after them.
    kept: Vec<Answer>,
}

impl<'a> Caller<'a> {
    fn new(calls: &'a Calls) -> Self {
        Caller { calls, gone: HashSet::new(), kept: Vec::new() }
    }

    fn run(mut self, steps: Vec<&[u8; 2]>) {
        steps.into_iter().for_each(|[what, which]| self.step(what / THREADS, *which));
    }

    fn step(&mut self, what: u8, which: u8) {
        match what % 8 {
            0 | 1 => lock(self.calls).push(Arc::new(Call::start(Request::choose(which)))),
            2 => self.wait(which, 0),
            3 => self.wait(which, 1),
            4 => self.wait(which, u32::MAX),
            5 => self.take(which),
            6 => self.cancel(which),
            _ => self.kept.push(Request::choose(which).ask()),
        }
    }

    fn wait(&self, which: u8, ms: u32) {
        match self.choose(which) {
            Some(call) => call.wait(ms, self.gone.contains(&call.handle)),
            None => assert_eq!(ecr_login_wait(UNKNOWN, ms), -1),
        }
    }

    fn take(&mut self, which: u8) {
        let answer = match self.choose(which) {
            Some(call) => call.take(!self.gone.insert(call.handle)),
            None => Answer::unknown(ecr_login_take(UNKNOWN)),
        };
        self.kept.push(answer);
    }

    fn cancel(&mut self, which: u8) {
        match self.choose(which) {
            Some(call) => {
                call.cancel();
                self.gone.insert(call.handle);
            }
            None => {
                ecr_login_cancel(UNKNOWN);
                // SAFETY: NULL is allowed.
                unsafe { ecr_login_free(null_mut()) };
            }
        }
    }

    /// One of the calls that were started, or none while there is none.
    fn choose(&self, which: u8) -> Option<Arc<Call>> {
        let calls = lock(self.calls);
        calls.get(usize::from(which) % calls.len().max(1)).cloned()
    }
}
