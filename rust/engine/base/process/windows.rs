//! Programs on Windows, in jobs. Their outputs are looked into before they are read, so that one which a daemon of the
//! program keeps open can be left, and holds no thread.

use crate::base::secret::Secret;
use ecr_system::job::Job;
use ecr_system::pipe::waiting;
use std::io::{self, PipeReader, Read, Write};
use std::os::windows::io::OwnedHandle;
use std::process::{Child, ChildStdin, Command};
use std::thread;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::sleep;

/// How much of an output is read at once.
pub const PIECE: usize = 8192;

/// How long to wait before an empty pipe is looked into again: twice as long each time, up to the most.
const PAUSE: Duration = Duration::from_millis(1);
const LONGEST_PAUSE: Duration = Duration::from_millis(16);

/// A program and its children, which are ended with this value.
pub struct Tree(Job);

impl Tree {
    /// Lets what still runs go on.
    pub fn leave(self) {
        // What Windows does not let go is ended.
        let _ = self.0.release();
    }
}

/// Starts the program in a job of its own.
pub fn start(mut command: Command) -> io::Result<(Child, Tree)> {
    let (child, job) = Job::start(&mut command)?;
    Ok((child, Tree(job)))
}

/// What the program prints.
pub struct Reader(PipeReader);

impl Reader {
    pub fn new(output: impl Into<OwnedHandle>) -> io::Result<Self> {
        Ok(Reader(output.into().into()))
    }

    /// The next bytes; none at the end.
    pub async fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        let mut pause = PAUSE;
        loop {
            match waiting(&self.0)? {
                None => return Ok(0),
                Some(0) => sleep(pause).await,
                Some(bytes) => return self.0.read(&mut piece[..bytes.min(PIECE)]),
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

/// What the program reads. The thread that writes ends with the last program of the job that could read.
pub struct Writer(ChildStdin);

impl Writer {
    pub fn new(input: ChildStdin) -> io::Result<Self> {
        Ok(Writer(input))
    }

    pub async fn write_all(mut self, input: Secret) -> io::Result<()> {
        let (done, written) = oneshot::channel();
        thread::Builder::new().spawn(move || done.send(self.0.write_all(input.expose().as_bytes())))?;
        written.await.unwrap_or(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use crate::base::environment::Environment;
    use crate::base::process::{Failure, Output, Program};
    use crate::base::secret::Secret;
    use futures_util::future::join_all;
    use std::fs::File;
    use std::os::windows::io::AsRawHandle;
    use std::time::Duration;

    /// Starts a program that prints a word; again where the system will not, as wine now and then.
    async fn start() -> Output {
        let mut failures = 0;
        loop {
            let program = Program {
                name: "hostname.exe".into(),
                arguments: Vec::new(),
                env: Environment::default(),
                cwd: None,
                input: Some(Secret::from("input".to_owned())),
                limit: Duration::from_secs(60),
            };
            match program.run().await {
                Err(Failure::Start(_)) if failures < 5 => failures += 1,
                output => return output.unwrap(),
            }
        }
    }

    /// Numbers are given again once they are free, so it grows with the handles that are left open. Wine counts none.
    fn number_of_next_handle() -> usize {
        File::open(std::env::current_exe().unwrap()).unwrap().as_raw_handle() as usize / 4
    }

    #[test]
    fn five_hundred_starts_leave_no_handle_behind() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let starts = |rounds| {
            for _ in 0..rounds {
                for output in runtime.block_on(join_all((0..10).map(|_| start()))) {
                    assert!(output.status.success() && !output.stdout.is_empty() && output.stderr.is_empty());
                }
            }
            number_of_next_handle()
        };
        // The first round makes threads and what else stays.
        let before = starts(1);
        let after = starts(50);
        // One left by each start would be 500, one by every tenth 50; the runtime's own come and go.
        assert!(after < before + 20, "{before} handles became {after}");
    }
}
