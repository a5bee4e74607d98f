//! Runs a program: no shell, the caller's environment, bounded output, killed with its children.

use crate::environment::Environment;
use crate::lock::lock;
use crate::secret::Secret;
use futures_util::future::{Either, select, try_join};
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::{JoinHandle, spawn_blocking};
use zeroize::Zeroizing;

/// The most bytes that are read of each output.
pub const MAX_OUTPUT: usize = 1024 * 1024;

/// How long outputs may stay open, held by children, after the program has ended.
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
        let mut child = spawn(self.command()).map_err(Failure::Start)?;
        let guard = Guard(child.id());
        if let Some(input) = self.input {
            feed(&mut child, input);
        }
        let mut stdout = collect(child.stdout.take());
        let mut stderr = collect(child.stderr.take());
        let ended = spawn_blocking(move || child.wait());
        let (status, alone) = tokio::time::timeout(self.limit, finish(ended, &mut stdout, &mut stderr))
            .await
            .map_err(|_| Failure::Hung(self.limit))??;
        if alone {
            std::mem::forget(guard);
        }
        Ok(Output { status, stdout: stdout.take(), stderr: stderr.take() })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.name);
        command.args(&self.arguments).env_clear().envs(self.env.variables());
        command.stdin(if self.input.is_some() { Stdio::piped() } else { Stdio::null() });
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(cwd) = &self.cwd {
            command.current_dir(cwd);
        }
        own_group(&mut command);
        command
    }
}

/// Starts the program from a new thread: a child inherits its thread's signal mask, and ours blocks every signal.
#[cfg(unix)]
fn spawn(mut command: Command) -> io::Result<Child> {
    let starter = std::thread::Builder::new().spawn(move || {
        nix::sys::signal::SigSet::empty().thread_set_mask()?;
        command.spawn()
    });
    starter?.join().unwrap_or_else(|_| Err(io::Error::other("the thread that starts it failed")))
}

#[cfg(windows)]
fn spawn(mut command: Command) -> io::Result<Child> {
    command.spawn()
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(windows)]
fn own_group(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
}

/// On a thread of its own: a program that does not read must not stop us.
fn feed(child: &mut Child, input: Secret) {
    if let Some(mut stdin) = child.stdin.take() {
        // A program that closes its input early says why by its status.
        spawn_blocking(move || drop(stdin.write_all(input.expose().as_bytes())));
    }
}

/// One output while it is read.
struct Collected {
    bytes: Arc<Mutex<Zeroizing<Vec<u8>>>>,
    whole: JoinHandle<Result<(), Failure>>,
}

impl Collected {
    /// What has been read; all of it once `whole` is over.
    fn take(&self) -> Zeroizing<Vec<u8>> {
        std::mem::take(&mut *lock(&self.bytes))
    }
}

fn collect<R: Read + Send + 'static>(output: Option<R>) -> Collected {
    let bytes = Arc::new(Mutex::new(Zeroizing::new(Vec::new())));
    let shared = Arc::clone(&bytes);
    let whole = spawn_blocking(move || output.map_or(Ok(()), |output| read_into(output, &shared)));
    Collected { bytes, whole }
}

fn read_into(mut output: impl Read, shared: &Mutex<Zeroizing<Vec<u8>>>) -> Result<(), Failure> {
    let mut piece = Zeroizing::new([0; 8192]);
    loop {
        let read = match output.read(&mut *piece) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Failure::Broken(error)),
        };
        let mut bytes = lock(shared);
        bytes.extend_from_slice(&piece[..read]);
        if bytes.len() > MAX_OUTPUT {
            return Err(Failure::Chatty);
        }
    }
}

/// Waits for the end of the program and of its outputs: the status, and whether no child keeps an output open.
async fn finish(
    ended: JoinHandle<io::Result<ExitStatus>>,
    stdout: &mut Collected,
    stderr: &mut Collected,
) -> Result<(ExitStatus, bool), Failure> {
    let outputs = try_join(joined(&mut stdout.whole), joined(&mut stderr.whole));
    let ended = async { joined_io(ended).await.map_err(Failure::Broken) };
    // Whichever comes first decides: too much output ends the wait for a program that still runs.
    match select(Box::pin(ended), Box::pin(outputs)).await {
        Either::Left((status, outputs)) => {
            let drained = tokio::time::timeout(DRAIN, outputs).await;
            let alone = drained.is_ok();
            drained.unwrap_or(Ok(((), ())))?;
            Ok((status?, alone))
        }
        Either::Right((outputs, ended)) => {
            outputs?;
            Ok((ended.await?, true))
        }
    }
}

async fn joined(handle: &mut JoinHandle<Result<(), Failure>>) -> Result<(), Failure> {
    handle.await.unwrap_or_else(|e| Err(Failure::Broken(io::Error::other(e))))
}

async fn joined_io(handle: JoinHandle<io::Result<ExitStatus>>) -> io::Result<ExitStatus> {
    handle.await.unwrap_or_else(|e| Err(io::Error::other(e)))
}

/// Kills the program and its children unless it is forgotten.
struct Guard(u32);

impl Drop for Guard {
    fn drop(&mut self) {
        kill_tree(self.0);
    }
}

#[cfg(unix)]
fn kill_tree(pid: u32) {
    use nix::sys::signal::{Signal, killpg};
    use nix::unistd::Pid;
    if let Ok(pid) = i32::try_from(pid) {
        // A group that has ended already is what is wanted.
        let _ = killpg(Pid::from_raw(pid), Signal::SIGKILL);
    }
}

#[cfg(windows)]
fn kill_tree(pid: u32) {
    let mut taskkill = Command::new("taskkill");
    taskkill.args(["/T", "/F", "/PID", &pid.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
    // A tree that has ended already is what is wanted.
    let _ = taskkill.spawn();
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
        let started = Instant::now();
        (crate::runtime::handle().unwrap().block_on(program.run()), started.elapsed())
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
