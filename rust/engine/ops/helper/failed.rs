//! Failures that are kept for a moment: a client that asks again at once is not made to wait for the same answer.

use super::clock::now;
use crate::base::error::{Code, Error};
use serde::{Deserialize, Serialize};

/// How many seconds a failure counts.
const LIFE: i64 = 5;

/// A failure that is kept.
#[derive(Clone, Deserialize, Serialize)]
pub struct Failed {
    /// What was asked, and what everything was that it came from.
    key: String,
    code: String,
    message: String,
    hint: String,
    since: i64,
}

impl Failed {
    /// A failure that has just come of what has this key.
    pub fn of(key: &str, error: &Error) -> Self {
        Failed {
            key: key.to_owned(),
            code: error.code.as_str().to_owned(),
            message: error.message.clone(),
            hint: error.hint.clone(),
            since: now(),
        }
    }

    /// The error that it was.
    pub fn error(&self) -> Error {
        let code = Code::ALL.iter().copied().find(|code| code.as_str() == self.code).unwrap_or(Code::Internal);
        Error::new(code, self.message.clone()).hint(self.hint.clone())
    }

    /// Whether it came of what has this key.
    pub fn is_of(&self, key: &str) -> bool {
        self.key == key
    }

    /// Whether both came of the same.
    pub fn is_same(&self, other: &Failed) -> bool {
        self.key == other.key
    }

    /// Whether it is still recent.
    pub fn counts(&self) -> bool {
        (self.since..=self.since.saturating_add(LIFE)).contains(&now())
    }
}
