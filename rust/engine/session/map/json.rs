//! JSON with the line of each value, and each key of an object once.

use super::fault::Fault;
use crate::base::json_text::Members;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::HashSet;

/// A text of JSON, and where its lines end.
pub struct Whole {
    text: String,
    breaks: Vec<usize>,
}

impl From<String> for Whole {
    fn from(text: String) -> Self {
        Whole { breaks: text.match_indices('\n').map(|(at, _)| at).collect(), text }
    }
}

impl Whole {
    /// What stands there.
    pub fn value(&self) -> Value<'_> {
        Value { whole: self, text: &self.text }
    }

    /// The line, from 1, that a part of it starts in.
    fn line_of(&self, part: &str) -> usize {
        let start = part.as_ptr().addr() - self.text.as_ptr().addr();
        self.breaks.partition_point(|at| *at < start) + 1
    }
}

/// A value, and the text that it stands in.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    whole: &'a Whole,
    text: &'a str,
}

/// A key of an object, and its value.
pub struct Entry<'a> {
    /// The key.
    pub key: String,
    /// Its value.
    pub value: Value<'a>,
}

impl<'a> Value<'a> {
    /// The line that it starts in, from 1.
    pub fn line(&self) -> usize {
        self.whole.line_of(self.text)
    }

    /// The keys of an object, in their order.
    ///
    /// # Errors
    /// For what is no object, and for a key that stands there twice.
    pub fn entries(&self) -> Result<Vec<Entry<'a>>, Fault> {
        let Members(found) = self.read("is no object in braces")?;
        let mut keys = HashSet::new();
        for entry in &found {
            if !keys.insert(entry.0.as_str()) {
                let line = self.part(entry.1).line();
                return Err(Fault { line, key: Some(entry.0.clone()), what: "stands there twice".to_owned() });
            }
        }
        Ok(found.into_iter().map(|(key, value)| Entry { key, value: self.part(value) }).collect())
    }

    /// The items of a list.
    ///
    /// # Errors
    /// For what is no list.
    pub fn items(&self) -> Result<Vec<Value<'a>>, Fault> {
        let found: Vec<&'a RawValue> = self.read("is no list in brackets")?;
        Ok(found.into_iter().map(|value| self.part(value)).collect())
    }

    /// A text, a number or a truth.
    ///
    /// # Errors
    /// For what is none, in these words.
    pub fn read<T: Deserialize<'a>>(&self, else_it: &str) -> Result<T, Fault> {
        serde_json::from_str(self.text).map_err(|error| {
            let said = error.to_string();
            match said.split_once(" at line ") {
                // The parser's own words name no value, unless a value is of another type than asked.
                Some((words, _)) if !error.is_data() => {
                    Fault::of_text(self.line() + error.line().max(1) - 1, format!("it is no JSON: {words}"))
                }
                _ => Fault::of_text(self.line(), else_it),
            }
        })
    }

    fn part(&self, raw: &'a RawValue) -> Value<'a> {
        Value { whole: self.whole, text: raw.get() }
    }
}

impl<'a> Entry<'a> {
    /// A fault of this key.
    pub fn fault(&self, what: impl Into<String>) -> Fault {
        Fault { line: self.value.line(), key: Some(self.key.clone()), what: what.into() }
    }

    /// What the key's value is read as, its faults those of the key.
    ///
    /// # Errors
    /// In these words for a value of another type.
    pub fn read<T: Deserialize<'a>>(&self, else_it: &str) -> Result<T, Fault> {
        self.value.read(else_it).map_err(|fault| Fault { key: Some(self.key.clone()), ..fault })
    }

    /// A text of one line that is not blank.
    ///
    /// # Errors
    /// For anything else.
    pub fn text(&self) -> Result<String, Fault> {
        let text: String = self.read("must be text in quotes")?;
        match text.trim() {
            "" => Err(self.fault("is empty")),
            trimmed if trimmed != text => Err(self.fault("has blanks around it")),
            _ if text.chars().any(char::is_control) => Err(self.fault("holds control characters")),
            _ => Ok(text),
        }
    }
}
