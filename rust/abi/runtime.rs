//! The one thread of the engine: it polls every future, callers only wait for results.

use crate::panics;
use ecr_engine::{Code, Error};
use once_cell::sync::OnceCell;
use std::sync::mpsc;
use tokio::runtime::{Builder, Handle};

const STACK_BYTES: usize = 8 * 1024 * 1024;

/// The handle to the runtime, started at the first call and never stopped.
///
/// # Errors
/// [`Code::RuntimeUnavailable`] when the thread cannot be started; the next call tries again.
pub fn handle() -> Result<&'static Handle, Error> {
    static RUNTIME: OnceCell<Handle> = OnceCell::new();
    RUNTIME.get_or_try_init(start)
}

fn start() -> Result<Handle, Error> {
    let (send, receive) = mpsc::channel();
    std::thread::Builder::new()
        .name("ecr-login".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || run(&send))
        .map_err(|e| unavailable(&e))?;
    receive.recv().unwrap_or_else(|e| Err(std::io::Error::other(e))).map_err(|e| unavailable(&e))
}

fn run(send: &mpsc::Sender<std::io::Result<Handle>>) {
    block_signals();
    panics::fence_thread();
    let runtime = Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .thread_name("ecr-login-io")
        .thread_stack_size(STACK_BYTES)
        .on_thread_start(panics::fence_thread)
        .build();
    match runtime {
        Err(error) => drop(send.send(Err(error))),
        Ok(runtime) => {
            drop(send.send(Ok(runtime.handle().clone())));
            runtime.block_on(std::future::pending::<()>());
        }
    }
}

/// Signals are the host's: with them blocked here, none of its handlers runs on our stack,
/// and a reset connection is an error of a write, not a SIGPIPE that ends the host.
#[cfg(unix)]
fn block_signals() {
    // The kernel refuses only sets that do not exist; there is nothing to do about that here.
    let _ = nix::sys::signal::SigSet::all().thread_block();
}

#[cfg(not(unix))]
fn block_signals() {}

fn unavailable(error: &std::io::Error) -> Error {
    Error::new(Code::RuntimeUnavailable, format!("The engine's thread could not be started: {error}."))
}
