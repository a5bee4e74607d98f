//! An answer of the C ABI.

use super::super::envelope;
use ecr_abi::exports::ecr_login_free;
use std::ffi::{CStr, c_char};

/// An answer, given back when dropped.
pub struct Answer {
    text: *mut c_char,
    /// What it read when it came.
    first_read: String,
}

impl Answer {
    /// Takes an answer over that a function of the ABI has returned.
    pub fn new(text: *mut c_char) -> Self {
        assert!(!text.is_null(), "an answer is never NULL");
        let mut answer = Answer { text, first_read: String::new() };
        answer.first_read = answer.read().to_owned();
        answer
    }

    /// The same for the answer to an unknown handle.
    pub fn unknown(text: *mut c_char) -> Self {
        let answer = Answer::new(text);
        assert_eq!(answer.code(), "UnknownCall");
        answer
    }

    /// The code that tells what it amounts to.
    pub fn code(&self) -> String {
        envelope::verdict(&envelope::read(&self.first_read)).to_owned()
    }

    fn read(&self) -> &str {
        // SAFETY: an answer is NUL-terminated and lives until it is freed, when this is dropped.
        unsafe { CStr::from_ptr(self.text) }.to_str().expect("an answer is ASCII")
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        assert!(self.read() == self.first_read, "an answer has changed: {}", self.first_read);
        // SAFETY: came from the ABI, is unchanged in length, and is freed here, once.
        unsafe { ecr_login_free(self.text) };
    }
}
