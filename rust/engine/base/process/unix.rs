//! Programs on Unix. Pipes are read and written without blocking, so that one which a daemon of the program
//! keeps open can be left, and holds no thread.

use crate::base::secret::{Secret, wipe_stack};
use nix::sys::signal::{SigSet, Signal, killpg};
use nix::unistd::Pid;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command};
use tokio::net::unix::pipe;

/// How much of an output is read at once.
pub const PIECE: usize = 8192;

/// A program and its children, which are killed with this value.
pub struct Tree(Pid);

impl Tree {
    /// Lets what still runs go on.
    pub fn leave(self) {
        std::mem::forget(self);
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        // A group that has ended already is what is wanted.
        let _ = killpg(self.0, Signal::SIGKILL);
    }
}

/// Starts the program in a group of its own.
pub fn start(mut command: Command) -> io::Result<(Child, Tree)> {
    command.process_group(0);
    let child = spawn(command)?;
    let tree = Tree(Pid::from_raw(child.id().cast_signed()));
    Ok((child, tree))
}

/// Starts the program from a new thread: a child inherits its thread's signal mask, and ours blocks every signal.
fn spawn(mut command: Command) -> io::Result<Child> {
    let starter = std::thread::Builder::new().spawn(move || {
        SigSet::empty().thread_set_mask()?;
        let child = command.spawn();
        // A thread starts with the registers of the one that made it, and the linker saves registers on the stack:
        // what was copied last, such as a password, would outlive the thread there.
        wipe_stack();
        child
    });
    starter?.join().unwrap_or_else(|_| Err(io::Error::other("the thread that starts it failed")))
}

/// What the program prints.
pub struct Reader(pipe::Receiver);

impl Reader {
    pub fn new(output: impl Into<OwnedFd>) -> io::Result<Self> {
        pipe::Receiver::from_owned_fd(output.into()).map(Reader)
    }

    /// The next bytes; none at the end.
    pub async fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        loop {
            self.0.readable().await?;
            match self.0.try_read(piece) {
                Err(error) if passes(&error) => {}
                done => return done,
            }
        }
    }
}

/// What the program reads.
pub struct Writer(pipe::Sender);

impl Writer {
    pub fn new(input: ChildStdin) -> io::Result<Self> {
        pipe::Sender::from_owned_fd(input.into()).map(Writer)
    }

    pub async fn write_all(self, input: Secret) -> io::Result<()> {
        let mut left = input.expose().as_bytes();
        while !left.is_empty() {
            self.0.writable().await?;
            match self.0.try_write(left) {
                Err(error) if passes(&error) => {}
                done => left = &left[done?..],
            }
        }
        Ok(())
    }
}

fn passes(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}
