//! What is wrong with a text that was to hold an object of JSON.

use serde_json::Error;

/// Says it without a word of the text, to go on after the file's name.
pub fn amiss(error: &Error) -> String {
    if error.is_data() {
        return "is no object of JSON".to_owned();
    }
    format!("is not JSON at line {}, column {}", error.line(), error.column())
}
