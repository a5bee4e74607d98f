//! A call that was started, and the contract for what becomes of it.

use super::answer::Answer;
use super::requests::Request;
use ecr_abi::exports::{ecr_login_cancel, ecr_login_take, ecr_login_wait};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};

/// A call, and what all threads together did to it.
pub struct Call {
    /// What the ABI knows it by.
    pub handle: u64,
    code: &'static str,
    /// Set before the ABI is told.
    cancelled: AtomicBool,
    /// Counted before the ABI is told.
    takes: AtomicUsize,
    answers: AtomicUsize,
}

impl Call {
    /// Starts a request.
    pub fn start(request: &Request) -> Self {
        Call {
            handle: request.start(),
            code: request.code,
            cancelled: AtomicBool::new(false),
            takes: AtomicUsize::new(0),
            answers: AtomicUsize::new(0),
        }
    }

    /// Waits for it. `gone`: this thread has ended it before.
    pub fn wait(&self, ms: u32, gone: bool) {
        match ecr_login_wait(self.handle, ms) {
            -1 => assert!(self.cancelled.load(SeqCst) || self.takes.load(SeqCst) > 0, "a call is lost"),
            _ if gone => panic!("a call that was ended is still there"),
            0 => assert_ne!(ms, u32::MAX, "without a limit an answer comes"),
            found => assert_eq!(found, 1),
        }
    }

    /// Takes its answer.
    pub fn take(&self, gone: bool) -> Answer {
        self.takes.fetch_add(1, SeqCst);
        let answer = Answer::new(ecr_login_take(self.handle));
        let code = answer.code();
        if code != "UnknownCall" {
            assert!(!gone, "a call that was ended has an answer");
            assert_eq!(code, self.code);
            self.answers.fetch_add(1, SeqCst);
        }
        answer
    }

    /// Ends it.
    pub fn cancel(&self) {
        self.cancelled.store(true, SeqCst);
        ecr_login_cancel(self.handle);
    }

    /// Checks, when all threads are done, that one taker got the answer, or at most one where it was cancelled.
    pub fn check(&self) {
        let (takes, answers) = (self.takes.load(SeqCst), self.answers.load(SeqCst));
        let least = usize::from(takes > 0 && !self.cancelled.load(SeqCst));
        assert!((least..=1).contains(&answers), "{takes} takers got {answers} answers");
    }
}
