//! The systems on which clients differ.

/// A system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Linux, and the number of the user.
    Linux(u32),
    /// macOS.
    Mac,
    /// Windows.
    Windows,
}

impl System {
    /// The system that this is.
    pub fn this() -> Self {
        match () {
            () if cfg!(windows) => System::Windows,
            () if cfg!(target_os = "linux") => System::Linux(user()),
            () => System::Mac,
        }
    }
}

#[cfg(unix)]
fn user() -> u32 {
    nix::unistd::getuid().as_raw()
}

/// Users of Windows have no number.
#[cfg(not(unix))]
fn user() -> u32 {
    0
}
