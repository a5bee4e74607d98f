//! A text of JSON, and its changes.

use super::amiss::amiss;
use super::parts::{Members, items, members};
use super::style::style_of;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::ops::Range;

/// A text of JSON, and what was changed in it.
pub struct JsonText {
    text: String,
    cuts: Vec<Cut>,
}

/// A change of a text: at this byte stands something of this length, where something else was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    at: usize,
    length: usize,
    was: String,
}

/// The text as it was before its cuts; none where they cannot be of this text.
pub fn before(text: &str, cuts: &[Cut]) -> Option<String> {
    let mut text = text.to_owned();
    for cut in cuts.iter().rev() {
        let range = cut.at..cut.at.checked_add(cut.length)?;
        text.get(range.clone())?;
        text.replace_range(range, &cut.was);
    }
    Some(text)
}

impl JsonText {
    /// Reads a text, which has to hold one object. A blank one becomes an empty object.
    ///
    /// # Errors
    /// What is wrong, to go on after the file's name.
    pub fn new(text: String) -> Result<Self, String> {
        let mut json = JsonText { text, cuts: Vec::new() };
        if json.text.trim().is_empty() {
            json.cut(0..json.text.len(), "{}\n");
        }
        let whole: Result<Members<'_>, _> = serde_json::from_str(&json.text);
        whole.map_err(|e| amiss(&e))?;
        Ok(json)
    }

    /// The text as it is now.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was changed, in this order.
    pub fn into_cuts(self) -> Vec<Cut> {
        self.cuts
    }

    /// The value at a path of keys. Keys of the outermost object are the same in capitals, as programs in Go read them;
    /// of several the last counts.
    pub fn value(&self, path: &[&str]) -> Option<Value> {
        serde_json::from_str(&self.text[self.find(path)?]).ok()
    }

    /// The items of the list at a path.
    pub fn items(&self, path: &[&str]) -> Vec<Value> {
        self.value(path).and_then(|value| value.as_array().cloned()).unwrap_or_default()
    }

    /// Puts a value, which is text of JSON, at a path; objects on the way that are not there or null are made.
    ///
    /// # Errors
    /// What is wrong, to go on after the file's name.
    pub fn set(&mut self, path: &[&str], value: &str) -> Result<(), String> {
        if let Some(range) = self.find(path) {
            if self.text[range.clone()] != *value {
                self.cut(range, value);
            }
            return Ok(());
        }
        let known = (0..path.len()).rev().find(|depth| self.find(&path[..*depth]).is_some()).unwrap_or(0);
        let object = self.find(&path[..known]).expect("the outermost object is there");
        let style = style_of(&self.text, self.find(&[]).expect("there is an outermost object"));
        let is_null = self.text[object.clone()] == *"null";
        let members = if is_null { None } else { members(&self.text, object.clone()) };
        match members {
            None if is_null => {
                let made = style.nested(&path[known..], value, known);
                self.cut(object, &made);
            }
            None => return Err(format!("has {} that are no object", path[..known].join("."))),
            Some(members) => {
                let inner = style.nested(&path[known + 1..], value, known + 1);
                let member = format!("{}{}{inner}", Value::from(path[known]), style.colon);
                let parts: Vec<_> = members.into_iter().map(|member| member.whole).collect();
                self.insert(object, &parts, parts.len(), &member, known);
            }
        }
        Ok(())
    }

    /// Takes the member at a path out.
    pub fn remove(&mut self, path: &[&str]) {
        let Some((key, outer)) = path.split_last() else { return };
        let Some(object) = self.find(outer) else { return };
        let Some(members) = members(&self.text, object.clone()) else { return };
        let at = members.iter().rposition(|member| is_same(&member.key, key, outer.is_empty()));
        let parts: Vec<_> = members.into_iter().map(|member| member.whole).collect();
        if let Some(at) = at {
            self.take_out(&object, &parts, at);
        }
    }

    /// Puts an item, which is text of JSON, into the list at a path of one key, which has to be there.
    ///
    /// # Errors
    /// What is wrong, to go on after the file's name.
    pub fn insert_item(&mut self, path: &[&str], at: usize, item: &str) -> Result<(), String> {
        let list = self.find(path).ok_or_else(|| format!("has no {}", path.join(".")))?;
        let items =
            items(&self.text, list.clone()).ok_or_else(|| format!("has {} that are no list", path.join(".")))?;
        self.insert(list, &items, at, item, path.len());
        Ok(())
    }

    /// Takes an item out of the list at a path.
    pub fn remove_item(&mut self, path: &[&str], at: usize) {
        let Some(list) = self.find(path) else { return };
        let Some(items) = items(&self.text, list.clone()) else { return };
        if at < items.len() {
            self.take_out(&list, &items, at);
        }
    }

    fn find(&self, path: &[&str]) -> Option<Range<usize>> {
        let start = self.text.len() - self.text.trim_ascii_start().len();
        let mut range = start..self.text.trim_ascii_end().len();
        for (depth, key) in path.iter().enumerate() {
            let members = members(&self.text, range)?;
            range = members.into_iter().rfind(|member| is_same(&member.key, key, depth == 0))?.value;
        }
        Some(range)
    }

    /// Puts a part into an object or list in which these parts stand.
    fn insert(&mut self, outer: Range<usize>, parts: &[Range<usize>], at: usize, part: &str, depth: usize) {
        let lead = |first: &Range<usize>| &self.text[outer.start + 1..first.start];
        let between = match parts {
            [] => {
                let style = style_of(&self.text, self.find(&[]).expect("there is an outermost object"));
                let (inner, end) = (style.line(depth + 1), style.line(depth));
                return self.cut(outer.start + 1..outer.end - 1, &format!("{inner}{part}{end}"));
            }
            [only] => format!(",{}", lead(only)),
            [first, second, ..] => self.text[first.end..second.start].to_owned(),
        };
        match parts.get(at) {
            Some(next) => self.cut(next.start..next.start, &format!("{part}{between}")),
            None => {
                let end = parts[parts.len() - 1].end;
                self.cut(end..end, &format!("{between}{part}"));
            }
        }
    }

    fn take_out(&mut self, outer: &Range<usize>, parts: &[Range<usize>], at: usize) {
        let range = match (at.checked_sub(1).map(|before| &parts[before]), parts.get(at + 1)) {
            (Some(before), _) => before.end..parts[at].end,
            (None, Some(after)) => parts[at].start..after.start,
            (None, None) => outer.start + 1..outer.end - 1,
        };
        self.cut(range, "");
    }

    fn cut(&mut self, range: Range<usize>, new: &str) {
        let cut = Cut { at: range.start, length: new.len(), was: self.text[range.clone()].to_owned() };
        self.text.replace_range(range, new);
        self.cuts.push(cut);
    }
}

fn is_same(key: &str, wanted: &str, in_any_case: bool) -> bool {
    key == wanted || in_any_case && key.eq_ignore_ascii_case(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of a text that gets a helper, then a store; it is as before when both are undone.
    fn installed(text: &str) -> String {
        let mut json = JsonText::new(text.to_owned()).unwrap();
        json.set(&["credHelpers", "host:1"], "\"us\"").unwrap();
        json.set(&["credsStore"], "\"us\"").unwrap();
        let now = json.text().to_owned();
        assert_eq!(before(&now, &json.into_cuts()).as_deref(), Some(text));
        now
    }

    #[test]
    fn what_is_put_in_is_like_what_stands_there() {
        for (text, wanted) in [
            ("{}", "{\n\t\"credHelpers\": {\n\t\t\"host:1\": \"us\"\n\t},\n\t\"credsStore\": \"us\"\n}"),
            ("", "{\n\t\"credHelpers\": {\n\t\t\"host:1\": \"us\"\n\t},\n\t\"credsStore\": \"us\"\n}\n"),
            ("{\"a\":1}", "{\"a\":1,\"credHelpers\":{\"host:1\":\"us\"},\"credsStore\":\"us\"}"),
            ("{ \"a\" : 1 }\n", "{ \"a\" : 1, \"credHelpers\" : {\"host:1\" : \"us\"}, \"credsStore\" : \"us\" }\n"),
            (
                "{\r\n  \"a\": {\r\n    \"b\": []\r\n  }\r\n}\r\n",
                "{\r\n  \"a\": {\r\n    \"b\": []\r\n  },\r\n  \"credHelpers\": {\r\n    \"host:1\": \"us\"\r\n  },\r\n  \
                 \"credsStore\": \"us\"\r\n}\r\n",
            ),
            (
                "{\n\t\"credHelpers\": {\n\t\t\"x\": \"y\"\n\t},\n\t\"credsStore\": \"desktop\"\n}",
                "{\n\t\"credHelpers\": {\n\t\t\"x\": \"y\",\n\t\t\"host:1\": \"us\"\n\t},\n\t\"credsStore\": \"us\"\n}",
            ),
            (
                "{\"credHelpers\":null,\"credsStore\":null}",
                "{\"credHelpers\":{\"host:1\":\"us\"},\"credsStore\":\"us\"}",
            ),
            (
                "{\"CredsStore\":\"x\",\"credHelpers\":{}}",
                "{\"CredsStore\":\"us\",\"credHelpers\":{\"host:1\":\"us\"}}",
            ),
            (
                "{\"a\\\"b{\":\"}\",\"credHelpers\":{\"host:1\":\"x\"}}",
                "{\"a\\\"b{\":\"}\",\"credHelpers\":{\"host:1\":\"us\"},\"credsStore\":\"us\"}",
            ),
        ] {
            assert_eq!(installed(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_taken_out_takes_its_comma_along() {
        for (text, path, wanted) in [
            ("{\"a\":1,\"b\":2}", &["a"][..], "{\"b\":2}"),
            ("{\"a\":1,\"b\":2}", &["b"], "{\"a\":1}"),
            ("{\n  \"a\": 1,\n  \"b\": 2\n}", &["b"], "{\n  \"a\": 1\n}"),
            ("{\n  \"a\": 1,\n  \"b\": 2\n}", &["a"], "{\n  \"b\": 2\n}"),
            ("{\n  \"a\": {\n    \"b\": 2\n  }\n}", &["a", "b"], "{\n  \"a\": {}\n}"),
            ("{\"a\":1}", &["c"], "{\"a\":1}"),
            ("{\"a\":1}", &["a", "c"], "{\"a\":1}"),
        ] {
            let mut json = JsonText::new(text.to_owned()).unwrap();
            json.remove(path);
            assert_eq!(json.text(), wanted, "{text}");
        }
    }

    #[test]
    fn items_go_where_they_are_to() {
        for (list, at, wanted) in [
            ("[]", 0, "[9]"),
            ("[1,2]", 0, "[9,1,2]"),
            ("[1, 2]", 2, "[1, 2, 9]"),
            ("[ 1 ]", 0, "[ 9, 1 ]"),
            ("[\n 1\n]", 1, "[\n 1,\n 9\n]"),
        ] {
            let mut json = JsonText::new(format!("{{\"l\":{list}}}")).unwrap();
            json.insert_item(&["l"], at, "9").unwrap();
            assert_eq!(json.text(), format!("{{\"l\":{wanted}}}"));
            json.remove_item(&["l"], at);
            assert!(!json.text().contains('9'));
        }
    }

    #[test]
    fn what_is_no_object_is_left_as_it_is() {
        for text in ["[]", "{", "\"a\"", "{} {}", "nonsense"] {
            assert!(JsonText::new(text.to_owned()).is_err(), "{text}");
        }
        let mut json = JsonText::new("{\"credHelpers\":[]}".to_owned()).unwrap();
        assert_eq!(json.set(&["credHelpers", "h"], "1").unwrap_err(), "has credHelpers that are no object");
        assert_eq!(before("{}", &[Cut { at: 5, length: 9, was: String::new() }]), None);
    }
}
