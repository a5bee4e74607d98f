//! Programs on Windows. Their pipes block, so each has a thread of its own: one that a daemon of the program keeps
//! open must not hold a thread that other work waits for.

use crate::base::secret::Secret;
use std::io::{self, Read, Write};
use std::os::windows::process::CommandExt;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use zeroize::Zeroizing;

/// How much of an output is read at once.
pub const PIECE: usize = 8192;

const CREATE_NO_WINDOW: u32 = 0x0800_0000;

pub fn spawn(mut command: Command) -> io::Result<Child> {
    command.spawn()
}

pub fn own_group(command: &mut Command) {
    command.creation_flags(CREATE_NO_WINDOW);
}

pub fn kill_tree(pid: u32) {
    let mut taskkill = Command::new("taskkill");
    taskkill.args(["/T", "/F", "/PID", &pid.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
    // A tree that has ended already is what is wanted.
    let _ = taskkill.spawn();
}

type Piece = io::Result<Zeroizing<Vec<u8>>>;

/// What the program prints. Its thread ends with the pipe, or with the first bytes that nobody wants any more.
pub struct Reader(Receiver<Piece>);

impl Reader {
    pub fn new(output: impl Read + Send + 'static) -> io::Result<Self> {
        let (send, pieces) = channel(1);
        thread::Builder::new().spawn(move || read_into(output, &send))?;
        Ok(Reader(pieces))
    }

    /// The next bytes, at most as many as a piece has; none at the end.
    pub async fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        let Some(read) = self.0.recv().await.transpose()? else { return Ok(0) };
        piece[..read.len()].copy_from_slice(&read);
        Ok(read.len())
    }
}

fn read_into(mut output: impl Read, send: &Sender<Piece>) {
    let mut piece = Zeroizing::new([0; PIECE]);
    loop {
        let read = match output.read(&mut piece[..]) {
            Ok(0) => return,
            Ok(read) => Ok(Zeroizing::new(piece[..read].to_vec())),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let failed = read.is_err();
        if send.blocking_send(read).is_err() || failed {
            return;
        }
    }
}

/// What the program reads.
pub struct Writer(ChildStdin);

impl Writer {
    pub fn new(input: ChildStdin) -> io::Result<Self> {
        Ok(Writer(input))
    }

    pub async fn write_all(mut self, input: Secret) -> io::Result<()> {
        let (done, mut written) = channel(1);
        thread::Builder::new().spawn(move || done.blocking_send(self.0.write_all(input.expose().as_bytes())))?;
        written.recv().await.unwrap_or(Ok(()))
    }
}
