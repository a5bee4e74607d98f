//! From arguments and streams to an exit code.

use crate::fence::fence;
use crate::outcome::Outcome;
use crate::verbs::{self, Call, KUBELET};
use ecr_engine::Secret;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::process::ExitCode;

/// Runs the helper: `args` as they follow its name, `env` as its caller sees it. The streams get what the protocol of
/// credential helpers says and nothing else, whatever goes wrong.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    stdin: &mut dyn Read,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
    env: impl IntoIterator<Item = (OsString, OsString)>,
) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let args: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).collect();
    let args: Vec<&str> = args.iter().map(AsRef::as_ref).collect();
    let call = Call { stdin, env: variables(env) };
    // A kubelet shows its log the standard error, and takes the standard output for a response.
    let failed = if args == [KUBELET] { Outcome::Logged } else { Outcome::Failed };
    fence(|| verbs::answer(&args, call)).unwrap_or_else(failed).tell(stdout, stderr)
}

/// The variables that are text: no other is of use here.
fn variables(env: impl IntoIterator<Item = (OsString, OsString)>) -> BTreeMap<String, Secret> {
    let text = |(name, value): (OsString, OsString)| Some((name.into_string().ok()?, value.into_string().ok()?.into()));
    env.into_iter().filter_map(text).collect()
}
