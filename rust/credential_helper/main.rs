//! `docker-credential-ecrlogin`: the program around [`credential_helper::run`].

use std::io;
use std::process::ExitCode;

/// Memory is wiped before it is given back, so that secrets do not outlive their owners, those of the libraries
/// underneath included.
#[global_allocator]
static WIPING: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    credential_helper::silence_panics();
    // A program's own environment is what its caller sees.
    #[allow(clippy::disallowed_methods)]
    let env = std::env::vars_os();
    let (stdin, stdout, stderr) = (io::stdin(), io::stdout(), io::stderr());
    credential_helper::run(std::env::args_os().skip(1), &mut stdin.lock(), &mut stdout.lock(), &mut stderr.lock(), env)
}
