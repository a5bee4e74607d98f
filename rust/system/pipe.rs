//! Pipes that can be looked into.
#![allow(unsafe_code)]

use std::io;
use std::os::windows::io::{AsHandle, AsRawHandle};
use std::ptr::null_mut;
use windows_sys::Win32::System::Pipes::PeekNamedPipe;

/// How many bytes wait in a pipe, so that reading as many does not block; none when it is empty and nobody holds its
/// other end.
///
/// # Errors
/// What Windows says: the handle is no pipe that may be read.
pub fn waiting(pipe: &impl AsHandle) -> io::Result<Option<usize>> {
    let handle = pipe.as_handle().as_raw_handle();
    let mut bytes = 0;
    // SAFETY: the handle is open, and the count is written to for the call only.
    let looked = unsafe { PeekNamedPipe(handle, null_mut(), 0, null_mut(), &mut bytes, null_mut()) };
    match looked {
        0 => match io::Error::last_os_error() {
            error if error.kind() == io::ErrorKind::BrokenPipe => Ok(None),
            error => Err(error),
        },
        _ => Ok(Some(bytes as usize)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write, pipe};

    #[test]
    fn it_says_what_can_be_read_at_once() {
        let (mut ours, mut theirs) = pipe().unwrap();
        assert_eq!(waiting(&ours).unwrap(), Some(0));
        theirs.write_all(b"bytes").unwrap();
        assert_eq!(waiting(&ours).unwrap(), Some(5));
        drop(theirs);
        assert_eq!(waiting(&ours).unwrap(), Some(5));
        ours.read_exact(&mut [0; 5]).unwrap();
        assert_eq!(waiting(&ours).unwrap(), None);
    }

    #[test]
    fn what_is_no_pipe_is_an_error() {
        let file = std::fs::File::open(std::env::current_exe().unwrap()).unwrap();
        assert!(waiting(&file).is_err());
    }
}
