//! What comes of a verb, and how it is told.

use crate::remedy::remedy;
use ecr_engine::Error;
use std::io::{self, Write};
use std::process::ExitCode;
use zeroize::Zeroizing;

/// The words of the protocol that clients compare.
pub const NOT_FOUND: &str = "credentials not found in native keychain";
/// Likewise, for a name that lacks.
pub const NO_SERVER: &str = "no credentials server URL";
/// Likewise, for a user that lacks.
pub const NO_USER: &str = "no credentials username";

/// What comes of a verb.
pub enum Outcome {
    /// Text for the client.
    Said(Zeroizing<String>),
    /// Nothing to be said to the client, and a word to the user where there is one.
    Done(Option<&'static str>),
    /// A word of the protocol that says no.
    Refused(&'static str),
    /// A failure: client and user are told, since clients show but one of the two.
    Failed(Error),
    /// A failure that is told on the standard error alone.
    Logged(Error),
    /// The helper was not called as it is to be.
    Misused(String),
}

impl Outcome {
    /// Tells it, and gives the exit code.
    pub fn tell(self, stdout: &mut dyn Write, stderr: &mut dyn Write) -> ExitCode {
        let told = match &self {
            Outcome::Said(text) => write_line(stdout, text),
            Outcome::Done(word) => word.map_or(Ok(()), |word| write_line(stderr, word)),
            Outcome::Refused(word) => write_line(stdout, word),
            Outcome::Failed(error) => write_both(stdout, stderr, &line_of(error)),
            Outcome::Logged(error) => write_line(stderr, &line_of(error)),
            Outcome::Misused(text) => write_both(stdout, stderr, text),
        };
        let is_good = matches!(self, Outcome::Said(_) | Outcome::Done(_)) && told.is_ok();
        if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// Cause and remedy in one line.
fn line_of(error: &Error) -> String {
    let line = format!("{} {}", error.message, remedy(error));
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn write_both(stdout: &mut dyn Write, stderr: &mut dyn Write, text: &str) -> io::Result<()> {
    // A client that has closed one of them still reads the other.
    let first = write_line(stdout, text);
    write_line(stderr, text).and(first)
}

fn write_line(stream: &mut dyn Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.write_all(b"\n")?;
    stream.flush()
}
