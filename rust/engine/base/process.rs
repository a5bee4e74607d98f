//! Runs a program: no shell, the caller's environment, bounded output, killed with its children.

#[cfg(unix)]
#[path = "process/unix.rs"]
mod system;
#[cfg(windows)]
#[path = "process/windows.rs"]
mod system;

use crate::base::environment::Environment;
use crate::base::secret::Secret;
use futures_util::future::{Either, select, try_join3};
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::{ChildStdin, Command, ExitStatus, Stdio};
use std::time::Duration;
use system::{PIECE, Reader, Writer};
use tokio::task::spawn_blocking;
use zeroize::Zeroizing;

/// The most bytes that are read of each output.
pub const MAX_OUTPUT: usize = 1024 * 1024;

/// How long pipes may stay open, held by children, after the program has ended.
const DRAIN: Duration = Duration::from_secs(2);

/// A program and what it is started with.
pub struct Program {
    /// A path, or a name to look for on the snapshot's PATH.
    pub name: PathBuf,
    pub arguments: Vec<OsString>,
    pub env: Environment,
    pub cwd: Option<String>,
    /// Written to its standard input as raw bytes, which is then closed.
    pub input: Option<Secret>,
    pub limit: Duration,
}

/// What a program left behind.
pub struct Output {
    pub status: ExitStatus,
    pub stdout: Zeroizing<Vec<u8>>,
    pub stderr: Zeroizing<Vec<u8>>,
}

/// Why there is no output.
#[derive(Debug)]
pub enum Failure {
    /// It could not be started.
    Start(io::Error),
    /// It did not end in time.
    Hung(Duration),
    /// It printed more than [`MAX_OUTPUT`].
    Chatty,
    /// Its output could not be read.
    Broken(io::Error),
}

impl Failure {
    /// Whether the program was ended because it took too long.
    pub fn is_hang(&self) -> bool {
        matches!(self, Failure::Hung(_))
    }
}

/// Completes the sentence "The program ...".
impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Start(error) => write!(f, "could not be started: {error}"),
            Failure::Hung(limit) => write!(f, "did not end within {} s and was ended", limit.as_secs_f64()),
            Failure::Chatty => write!(f, "printed more than {} MiB and was ended", MAX_OUTPUT >> 20),
            Failure::Broken(error) => write!(f, "could not be read: {error}"),
        }
    }
}

impl Program {
    /// Runs the program to its end. Dropping the future kills it and its children.
    ///
    /// # Errors
    /// [`Failure`]; what still runs then has been killed.
    pub async fn run(self) -> Result<Output, Failure> {
        let (mut child, tree) = system::start(self.command()).map_err(Failure::Start)?;
        let (mut stdout, mut stderr) = (Zeroizing::default(), Zeroizing::default());
        let pipes = try_join3(
            feed(child.stdin.take(), self.input),
            collect(child.stdout.take().map(Reader::new), &mut stdout),
            collect(child.stderr.take().map(Reader::new), &mut stderr),
        );
        let ended = async { spawn_blocking(move || child.wait()).await.unwrap_or_else(|e| Err(io::Error::other(e))) };
        let (status, alone) =
            tokio::time::timeout(self.limit, finish(ended, pipes)).await.map_err(|_| Failure::Hung(self.limit))??;
        if alone {
            tree.leave();
        }
        Ok(Output { status, stdout, stderr })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.name);
        command.args(&self.arguments).env_clear().envs(self.env.variables());
        command.stdin(if self.input.is_some() { Stdio::piped() } else { Stdio::null() });
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(cwd) = &self.cwd {
            command.current_dir(cwd);
        }
        command
    }
}

async fn feed(stdin: Option<ChildStdin>, input: Option<Secret>) -> Result<(), Failure> {
    if let (Some(stdin), Some(input)) = (stdin, input) {
        let stdin = Writer::new(stdin).map_err(Failure::Broken)?;
        // A program that closes its input early says why by its status.
        drop(stdin.write_all(input).await);
    }
    Ok(())
}

async fn collect(output: Option<io::Result<Reader>>, bytes: &mut Zeroizing<Vec<u8>>) -> Result<(), Failure> {
    let Some(mut output) = output.transpose().map_err(Failure::Broken)? else { return Ok(()) };
    let mut piece = Zeroizing::new([0; PIECE]);
    loop {
        let read = output.read(&mut piece[..]).await.map_err(Failure::Broken)?;
        if read == 0 {
            return Ok(());
        }
        bytes.extend_from_slice(&piece[..read]);
        if bytes.len() > MAX_OUTPUT {
            return Err(Failure::Chatty);
        }
    }
}

/// Waits for the end of the program and of its pipes: the status, and whether no child keeps a pipe open.
/// One that is still open after [`DRAIN`] is left.
async fn finish(
    ended: impl Future<Output = io::Result<ExitStatus>>,
    pipes: impl Future<Output = Result<((), (), ()), Failure>>,
) -> Result<(ExitStatus, bool), Failure> {
    // Whichever comes first decides: too much output ends the wait for a program that still runs.
    match select(Box::pin(ended), Box::pin(pipes)).await {
        Either::Left((status, pipes)) => {
            let drained = tokio::time::timeout(DRAIN, pipes).await;
            let alone = drained.is_ok();
            drained.unwrap_or(Ok(((), (), ())))?;
            Ok((status.map_err(Failure::Broken)?, alone))
        }
        Either::Right((pipes, ended)) => {
            pipes?;
            Ok((ended.await.map_err(Failure::Broken)?, true))
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::time::Instant;

    fn script(text: &str, limit: Duration) -> (Result<Output, Failure>, Duration) {
        let program = Program {
            name: "/bin/sh".into(),
            arguments: vec!["-c".into(), text.into()],
            env: Environment::default(),
            cwd: None,
            input: None,
            limit,
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let started = Instant::now();
        (runtime.block_on(program.run()), started.elapsed())
    }

    #[test]
    fn what_does_not_end_is_killed_with_its_children() {
        let mark = tempfile::NamedTempFile::new().unwrap();
        let text = format!("trap '' TERM; (sleep 1; echo alive > {}) & sleep 60", mark.path().display());
        let (output, took) = script(&text, Duration::from_millis(200));
        assert!(matches!(output, Err(Failure::Hung(_))), "{:?}", output.err());
        assert!(took < Duration::from_secs(1), "{took:?}");
        std::thread::sleep(Duration::from_millis(1100));
        assert_eq!(mark.as_file().metadata().unwrap().len(), 0);
    }

    #[test]
    fn what_prints_without_end_is_killed_at_once() {
        let (output, took) = script("while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done", LONG);
        assert!(matches!(output, Err(Failure::Chatty)), "{:?}", output.err());
        assert!(took < Duration::from_secs(20), "{took:?}");
    }

    #[test]
    fn a_program_may_close_its_outputs_before_it_ends() {
        let (output, _) = script("echo out; echo err >&2; exec >&- 2>&-; sleep 0.1; exit 7", LONG);
        let output = output.unwrap();
        assert_eq!(
            (output.status.code(), &output.stdout[..], &output.stderr[..]),
            (Some(7), &b"out\n"[..], &b"err\n"[..])
        );
    }

    const LONG: Duration = Duration::from_secs(60);
}
