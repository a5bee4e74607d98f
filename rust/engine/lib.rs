//! Amazon ECR login tokens and logins: the engine of the EcrLogin PowerShell module and of its credential helper.
//!
//! A [`Request`] is read from JSON, [`answer`] gives its answer, again as JSON. The same engine is reached through the
//! C ABI (`rust/include/ecr_login.h`). Rooms, from the top; each uses rooms below it only: `ops`, `message`, `session`,
//! `service`, `client`, `registry`, `net`, `base`.

#![forbid(unsafe_code)]

mod base;
mod client;
mod message;
mod net;
mod ops;
pub mod registry;
mod service;
mod session;

pub use base::environment::Environment;
pub use base::error::{Code, Error};
pub use base::object::read_object;
pub use base::progress::Progress;
pub use base::secret::Secret;
pub use client::next::{Given, Next, NextStore, answer as next_answer};
pub use client::tool::Tool;
pub use message::answer::{Answer, error_answer};
pub use message::request::{MAX_BYTES, Op, Request, VERSION};
pub use ops::helper::{Errand, Helper, Look, Pulled};
pub use ops::perform::{answer, kept_answer};
pub use session::connection::ServiceAccount;
