//! Programs in a job: Windows ends them, and all that they started, together.
#![allow(unsafe_code)]

use std::io;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::os::windows::process::CommandExt;
use std::process::{Child, Command};
use std::ptr::null;
use windows_sys::Win32::Foundation::{ERROR_NO_MORE_FILES, GetLastError, HANDLE, INVALID_HANDLE_VALUE};
use windows_sys::Win32::System::Diagnostics::ToolHelp::{
    CreateToolhelp32Snapshot, TH32CS_SNAPTHREAD, THREADENTRY32, Thread32First, Thread32Next,
};
use windows_sys::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT, JOB_OBJECT_LIMIT_BREAKAWAY_OK,
    JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE, JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JobObjectExtendedLimitInformation,
    SetInformationJobObject,
};
use windows_sys::Win32::System::Threading::{
    CREATE_NO_WINDOW, CREATE_SUSPENDED, OpenThread, ResumeThread, THREAD_SUSPEND_RESUME,
};

/// A program and all that it starts. They end with this value, also when this process is ended from outside.
#[derive(Debug)]
pub struct Job(OwnedHandle);

impl Job {
    /// Starts a program without a window, in a job of its own.
    ///
    /// # Errors
    /// The program cannot be started, or Windows lets it into no job; then it has not run.
    pub fn start(command: &mut Command) -> io::Result<(Child, Job)> {
        let job = Job::new()?;
        // It runs only once it is in the job: what it starts before that would not be.
        let mut child = command.creation_flags(CREATE_NO_WINDOW | CREATE_SUSPENDED).spawn()?;
        match job.take(&child).and_then(|()| resume(child.id())) {
            Ok(()) => Ok((child, job)),
            Err(error) => {
                drop((child.kill(), child.wait()));
                Err(error)
            }
        }
    }

    /// Lets go: what still runs goes on by itself.
    ///
    /// # Errors
    /// What Windows says; then all has been ended.
    pub fn release(self) -> io::Result<()> {
        self.limit(0)
    }

    fn new() -> io::Result<Job> {
        // SAFETY: a job without a name, with the usual rights.
        let job = Job(owned(unsafe { CreateJobObjectW(null(), null()) })?);
        // A program may start one that leaves the job, as one on Unix may start one that leaves its group.
        job.limit(JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_BREAKAWAY_OK)?;
        Ok(job)
    }

    fn limit(&self, flags: JOB_OBJECT_LIMIT) -> io::Result<()> {
        let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
        limits.BasicLimitInformation.LimitFlags = flags;
        // SAFETY: the structure is of the kind and the size that are named.
        succeeded(unsafe {
            SetInformationJobObject(
                self.0.as_raw_handle(),
                JobObjectExtendedLimitInformation,
                (&raw const limits).cast(),
                size_of_val(&limits) as u32,
            )
        })
    }

    fn take(&self, child: &Child) -> io::Result<()> {
        // SAFETY: both handles are open for as long as the call takes.
        succeeded(unsafe { AssignProcessToJobObject(self.0.as_raw_handle(), child.as_raw_handle()) })
    }
}

/// Lets a process run that was started suspended. The handle of its thread is not to be had from the standard library,
/// so it is looked for.
fn resume(process: u32) -> io::Result<()> {
    let mut resumed = false;
    for thread in threads(process)? {
        // SAFETY: a thread that has ended meanwhile is an error and no handle.
        let thread = owned(unsafe { OpenThread(THREAD_SUSPEND_RESUME, 0, thread) })?;
        // SAFETY: the handle is open and has the right that is needed.
        if unsafe { ResumeThread(thread.as_raw_handle()) } == u32::MAX {
            return Err(io::Error::last_os_error());
        }
        resumed = true;
    }
    if resumed { Ok(()) } else { Err(io::Error::other("the program has no thread")) }
}

/// The threads of a process.
fn threads(process: u32) -> io::Result<Vec<u32>> {
    // SAFETY: a list of threads takes nothing but its kind; the process is for other lists.
    let list = owned(unsafe { CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0) })?;
    let mut entry = THREADENTRY32 { dwSize: size_of::<THREADENTRY32>() as u32, ..THREADENTRY32::default() };
    let mut threads = Vec::new();
    // SAFETY: the list is open, and the entry says how large it is.
    let mut found = unsafe { Thread32First(list.as_raw_handle(), &mut entry) };
    while found != 0 {
        if entry.th32OwnerProcessID == process {
            threads.push(entry.th32ThreadID);
        }
        // SAFETY: as above.
        found = unsafe { Thread32Next(list.as_raw_handle(), &mut entry) };
    }
    // SAFETY: it only reads what the last call left.
    match unsafe { GetLastError() } {
        ERROR_NO_MORE_FILES => Ok(threads),
        error => Err(io::Error::from_raw_os_error(error.cast_signed())),
    }
}

/// A handle that a function of Windows has just opened for us, or why it has not.
fn owned(handle: HANDLE) -> io::Result<OwnedHandle> {
    if handle.is_null() || handle == INVALID_HANDLE_VALUE {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: it is open, and nobody else's.
    Ok(unsafe { OwnedHandle::from_raw_handle(handle) })
}

fn succeeded(result: windows_sys::core::BOOL) -> io::Result<()> {
    if result == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use std::process::{ChildStdin, ChildStdout, Stdio};
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    fn shell(line: &str) -> Command {
        let mut command = Command::new("cmd.exe");
        command.raw_arg("/d /c").raw_arg(line).stdin(Stdio::piped()).stdout(Stdio::piped());
        command
    }

    /// A program that has ended and left one that waits for a line of input.
    fn parent() -> (Job, ChildStdin, Receiver<Vec<u8>>) {
        let (mut child, job) = Job::start(&mut shell("start /b cmd /d /c \"set /p line=& echo over\"")).unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        assert!(child.wait().unwrap().success());
        (job, input, whole(output))
    }

    /// All that comes until the last program that holds the pipe has ended.
    fn whole(mut output: ChildStdout) -> Receiver<Vec<u8>> {
        let (send, bytes) = channel();
        std::thread::spawn(move || {
            let mut all = Vec::new();
            output.read_to_end(&mut all).unwrap();
            send.send(all)
        });
        bytes
    }

    #[test]
    fn a_program_runs_to_its_end() {
        let (mut child, job) = Job::start(&mut shell("exit 7")).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(7));
        job.release().unwrap();
    }

    #[test]
    fn what_it_started_ends_with_the_job() {
        let (job, _input, output) = parent();
        assert!(output.recv_timeout(Duration::from_millis(500)).is_err(), "it does not wait");
        drop(job);
        let output = output.recv_timeout(Duration::from_secs(60)).unwrap();
        assert!(!String::from_utf8_lossy(&output).contains("over"));
    }

    #[test]
    fn what_is_released_goes_on() {
        let (job, input, output) = parent();
        job.release().unwrap();
        drop(input);
        let output = output.recv_timeout(Duration::from_secs(60)).unwrap();
        assert!(String::from_utf8_lossy(&output).contains("over"));
    }

    #[test]
    fn what_cannot_be_started_is_an_error() {
        assert!(Job::start(&mut Command::new("no such program")).is_err());
    }
}
