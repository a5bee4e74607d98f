//! `docker-credential-ecrlogin`: the program around [`credential_helper::run`].

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// The name by which a kubelet starts it.
const PROVIDER: &str = "ecrlogin-credential-provider";

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
    credential_helper::run(arguments(), &mut stdin.lock(), &mut stdout.lock(), &mut stderr.lock(), env)
}

/// The arguments. Kubelets know providers by the names of their programs, and give them none.
fn arguments() -> Vec<OsString> {
    let mut args = std::env::args_os();
    let name = args.next().unwrap_or_default();
    if Path::new(&name).file_stem().is_some_and(|stem| stem == PROVIDER) {
        return vec!["kubelet".into()];
    }
    args.collect()
}
