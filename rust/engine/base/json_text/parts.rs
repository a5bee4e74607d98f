//! Where the parts of objects and lists stand in a text of JSON.

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::fmt;
use std::ops::Range;

/// A member of an object.
pub struct Member {
    /// Its key.
    pub key: String,
    /// From the quote of its key to the end of its value.
    pub whole: Range<usize>,
    /// Its value.
    pub value: Range<usize>,
}

/// The members of the object in a part of a text; none where it is no object.
pub fn members(text: &str, object: Range<usize>) -> Option<Vec<Member>> {
    let Members(found) = serde_json::from_str(&text[object.clone()]).ok()?;
    let mut end = object.start + 1;
    let member = |(key, value): (String, &RawValue)| {
        let value = range_in(text, value);
        // Between two members stand blanks and a comma.
        let start = end + text[end..].find('"').unwrap_or_default();
        end = value.end;
        Member { key, whole: start..value.end, value }
    };
    Some(found.into_iter().map(member).collect())
}

/// The items of the list in a part of a text; none where it is no list.
pub fn items(text: &str, list: Range<usize>) -> Option<Vec<Range<usize>>> {
    let found: Vec<&RawValue> = serde_json::from_str(&text[list]).ok()?;
    Some(found.into_iter().map(|item| range_in(text, item)).collect())
}

fn range_in(text: &str, part: &RawValue) -> Range<usize> {
    let start = part.get().as_ptr().addr() - text.as_ptr().addr();
    start..start + part.get().len()
}

/// The keys and values of an object, in their order.
pub struct Members<'a>(pub Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}
