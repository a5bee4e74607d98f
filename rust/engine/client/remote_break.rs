//! How a run on another machine broke off: PowerShell there did not bring it to its end.

use super::words::Words;
use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use crate::base::secret::Secret;
use serde::Deserialize;

/// A run that broke off.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteBreak {
    /// The machine, as the user knows it.
    pub machine: String,
    /// The hosts that nothing was heard of.
    pub registries: Vec<String>,
    /// Why, in the words of PowerShell, which may repeat whatever it was given; none where it just ended.
    pub said: Option<Secret>,
    /// The passwords it was given, which are not repeated.
    pub passwords: Vec<Secret>,
}

impl RemoteBreak {
    /// What went wrong, on which machine.
    pub fn error(&self) -> Error {
        let said = self.said.as_ref().map_or("it gave no result.", Secret::expose);
        let said = Words::of(said.as_bytes(), &self.passwords).ending(None);
        let machine = printable(&self.machine);
        Error::new(Code::RemoteFailed, format!("{machine}: its PowerShell did not run the client to an end: {said}"))
    }
}
