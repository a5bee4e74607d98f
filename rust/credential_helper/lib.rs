//! `docker-credential-ecrlogin`: logins to Amazon ECR for docker, podman and every other client that asks credential
//! helpers. [`run`] is the whole program; what it answers with comes of `ecr_engine`.
//!
//! ```
//! let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
//! let code = credential_helper::run(["version".into()], &mut "".as_bytes(), &mut stdout, &mut stderr, []);
//! assert_eq!(code, std::process::ExitCode::SUCCESS);
//! assert!(stdout.starts_with(b"docker-credential-ecrlogin "));
//! ```

#![forbid(unsafe_code)]

mod fence;
mod input;
mod kubelet;
mod login;
mod outcome;
mod remedy;
mod run;
#[cfg(unix)]
mod stop;
mod verbs;

pub use fence::silence_panics;
pub use run::run;
