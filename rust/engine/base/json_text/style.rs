//! How a text of JSON is laid out, so that what is put in looks like what stands there.

use super::parts::members;
use serde_json::Value;
use std::ops::Range;

/// How a text is laid out.
pub struct Style {
    /// None where all stands in one line.
    newline: Option<&'static str>,
    unit: String,
    /// What stands between a key and its value.
    pub colon: String,
}

impl Style {
    /// As docker writes its config.
    fn of_docker(text: &str) -> Self {
        Style { newline: Some(newline(text)), unit: "\t".to_owned(), colon: ": ".to_owned() }
    }

    /// The start of a line at a depth.
    pub fn line(&self, depth: usize) -> String {
        self.newline.map_or_else(String::new, |newline| format!("{newline}{}", self.unit.repeat(depth)))
    }

    /// Objects within each other, of one key each, and the value in the innermost.
    pub fn nested(&self, keys: &[&str], value: &str, depth: usize) -> String {
        let Some((key, inner)) = keys.split_first() else { return value.to_owned() };
        let inner = self.nested(inner, value, depth + 1);
        format!("{{{}{}{}{inner}{}}}", self.line(depth + 1), Value::from(*key), self.colon, self.line(depth))
    }
}

fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The layout of a text with this outermost object.
pub fn style_of(whole: &str, outer: Range<usize>) -> Style {
    let text = whole.trim_ascii();
    let members = members(whole, outer.clone()).unwrap_or_default();
    let Some(first) = members.first() else { return Style::of_docker(whole) };
    let key = &whole[first.whole.start..first.value.start];
    let colon = key[key.rfind('"').map_or(0, |end| end + 1)..].to_owned();
    if !text.contains('\n') {
        return Style { newline: None, unit: String::new(), colon };
    }
    let lead = &whole[outer.start + 1..first.whole.start];
    let unit = lead.rsplit_once('\n').map_or("\t", |(_, unit)| unit).to_owned();
    Style { newline: Some(newline(whole)), unit, colon }
}
