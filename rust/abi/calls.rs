//! Calls in the background: handles, waiting, taking, cancelling.

use crate::{panics, runtime};
use ecr_engine::{Answer, Code, Error, Progress, Request, error_answer};
use futures_util::FutureExt;
use once_cell::sync::{Lazy, OnceCell};
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::task::AbortHandle;

/// The most calls that may be open at once.
pub const MAX_OPEN: usize = 4096;

/// The handle of every call over [`MAX_OPEN`]: always ready, its answer is [`Code::TooManyCalls`].
const REFUSED: u64 = u64::MAX;

/// What [`wait`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waited {
    /// The answer can be taken without waiting.
    Ready,
    /// The time was over first.
    NotYet,
    /// There is no such call: never was, taken, or cancelled.
    NoSuchCall,
}

enum State {
    Running,
    Done(Answer),
    Gone,
}

struct Call {
    state: Mutex<State>,
    changed: Condvar,
    progress: Progress,
    task: OnceCell<AbortHandle>,
}

impl Call {
    fn new() -> Self {
        Call {
            state: Mutex::new(State::Running),
            changed: Condvar::new(),
            progress: Progress::default(),
            task: OnceCell::new(),
        }
    }
}

#[derive(Default)]
struct Table {
    open: HashMap<u64, Arc<Call>>,
    last: u64,
}

static TABLE: Lazy<Mutex<Table>> = Lazy::new(Mutex::default);

/// Starts a request and gives its handle. A request that cannot start is a call that is done at once.
pub fn start(request: &[u8]) -> u64 {
    let call = Arc::new(Call::new());
    let Some(handle) = enter(&call) else { return REFUSED };
    run(&call, request);
    handle
}

/// The handle of a call that has failed already.
pub fn failed(error: Error) -> u64 {
    let call = Arc::new(Call::new());
    finish(&call, error_answer(error));
    enter(&call).unwrap_or(REFUSED)
}

fn enter(call: &Arc<Call>) -> Option<u64> {
    let mut table = lock(&TABLE);
    if table.open.len() >= MAX_OPEN {
        return None;
    }
    table.last += 1;
    let handle = table.last;
    table.open.insert(handle, Arc::clone(call));
    Some(handle)
}

/// Runs a request to its end on the calling thread's time.
pub fn run_blocking(request: &[u8]) -> Answer {
    let call = Arc::new(Call::new());
    run(&call, request);
    take_from(&call)
}

fn run(call: &Arc<Call>, request: &[u8]) {
    let request = match Request::parse(request) {
        Ok(request) => request,
        Err(error) => return finish(call, error_answer(error)),
    };
    // A panic is left for the engine's thread to meet again, and to tell.
    if let Ok(Some(answer)) = panics::fence(|| ecr_engine::kept_answer(&request)) {
        return finish(call, answer);
    }
    let runtime = match runtime::handle() {
        Ok(runtime) => runtime,
        Err(error) => return finish(call, error_answer(error)),
    };
    let done = Arc::clone(call);
    let task = runtime.spawn(async move {
        let answer = AssertUnwindSafe(ecr_engine::answer(request, &done.progress)).catch_unwind().await;
        finish(&done, answer.unwrap_or_else(|_| error_answer(panics::panicked())));
    });
    // Set once, here; a cancel that came first finds the call gone and its task ends by itself.
    let _ = call.task.set(task.abort_handle());
    if matches!(*lock(&call.state), State::Gone) {
        task.abort();
    }
}

/// Waits for a call, `None` without end.
pub fn wait(handle: u64, limit: Option<Duration>) -> Waited {
    if handle == REFUSED {
        return Waited::Ready;
    }
    let Some(call) = find(handle) else { return Waited::NoSuchCall };
    let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
    let mut state = lock(&call.state);
    loop {
        match (&*state, deadline) {
            (State::Done(_), _) => return Waited::Ready,
            (State::Gone, _) => return Waited::NoSuchCall,
            (State::Running, None) => {
                state = call.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            (State::Running, Some(deadline)) => {
                let left = deadline.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Waited::NotYet;
                }
                state = call.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
            }
        }
    }
}

/// How many registries of a call are done, and how many there are. None when there is no such call.
pub fn progress(handle: u64) -> Option<(u32, u32)> {
    if handle == REFUSED {
        return Some((0, 0));
    }
    find(handle).map(|call| call.progress.read())
}

/// The answer of a call, waited for if need be; the handle is gone after it.
pub fn take(handle: u64) -> Answer {
    if handle == REFUSED {
        return error_answer(too_many());
    }
    let Some(call) = find(handle) else { return error_answer(unknown()) };
    let answer = take_from(&call);
    lock(&TABLE).open.remove(&handle);
    answer
}

/// Ends a call, its connection and its handle. Unknown handles are fine.
pub fn cancel(handle: u64) {
    let Some(call) = lock(&TABLE).open.remove(&handle) else { return };
    *lock(&call.state) = State::Gone;
    call.changed.notify_all();
    if let Some(task) = call.task.get() {
        task.abort();
    }
}

fn take_from(call: &Call) -> Answer {
    let mut state = lock(&call.state);
    while matches!(*state, State::Running) {
        state = call.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
    let taken = std::mem::replace(&mut *state, State::Gone);
    call.changed.notify_all();
    match taken {
        State::Done(answer) => answer,
        State::Running | State::Gone => error_answer(unknown()),
    }
}

fn finish(call: &Call, answer: Answer) {
    let mut state = lock(&call.state);
    if matches!(*state, State::Running) {
        *state = State::Done(answer);
        call.changed.notify_all();
    }
}

fn find(handle: u64) -> Option<Arc<Call>> {
    lock(&TABLE).open.get(&handle).cloned()
}

fn unknown() -> Error {
    Error::new(Code::UnknownCall, "There is no such call.")
}

fn too_many() -> Error {
    Error::new(Code::TooManyCalls, format!("{MAX_OPEN} calls are open already."))
}

/// Locks, whether or not a thread has panicked with the lock: what it guards is whole after every statement.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
