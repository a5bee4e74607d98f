//! The handles of the process.
#![allow(unsafe_code)]

use std::io;
use windows_sys::Win32::System::Threading::{GetCurrentProcess, GetProcessHandleCount};

/// How many handles the process has open. Taken before and after, it shows whether work leaves any behind.
///
/// # Errors
/// What Windows says.
pub fn open() -> io::Result<u32> {
    let mut count = 0;
    // SAFETY: the process itself is always there, and the count is written to for the call only.
    match unsafe { GetProcessHandleCount(GetCurrentProcess(), &mut count) } {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(count),
    }
}
