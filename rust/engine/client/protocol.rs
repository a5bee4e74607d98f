//! The protocol of credential helpers: a program `docker-credential-NAME`, one word for what to do, text in and out.

use crate::base::environment::Environment;
use crate::base::process::{Failure, Output, Program};
use crate::base::secret::Secret;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Our own helper.
pub const OURS: &str = "ecrlogin";

/// Amazon's helper, which logs in to ECR by itself and keeps nothing else.
pub const ECR_LOGIN: &str = "ecr-login";

/// Whether a helper's name is one: it becomes part of a program's name, and must not become part of a path.
pub fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

/// Where PATH holds a helper.
pub fn program_of(name: &str, env: &Environment) -> Option<PathBuf> {
    env.find(&format!("docker-credential-{name}")).filter(|_| is_plain(name))
}

/// Whether a helper, which says on standard output what went wrong, says that there is no such login.
pub fn says_not_found(stdout: &[u8]) -> bool {
    String::from_utf8_lossy(stdout).trim().starts_with("credentials not found")
}

/// Starts a helper for one word.
///
/// # Errors
/// [`Failure`]; what still runs then has been killed.
pub async fn call(
    program: &Path,
    word: &str,
    input: Secret,
    env: &Environment,
    limit: Duration,
) -> Result<Output, Failure> {
    let (name, arguments) = (program.to_owned(), vec![word.into()]);
    Program { name, arguments, env: env.clone(), cwd: None, input: Some(input), limit }.run().await
}
