//! Objects of JSON. By itself serde takes a list for a struct too, its fields in their order: what others hand in is read
//! through here.

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// A value that is read from an object alone.
#[derive(Default)]
pub struct Object<T>(pub T);

/// Reads an object.
///
/// # Errors
/// The parser's, also for a list. Its words may quote what it read.
pub fn read_object<'a, T: Deserialize<'a>>(json: &'a [u8]) -> serde_json::Result<T> {
    serde_json::from_slice(json).map(|Object(value)| value)
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields(PhantomData)).map(Object)
    }
}

struct Fields<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Pair {
        a: u8,
        b: Option<String>,
    }

    #[test]
    fn an_object_is_read_and_a_list_is_none() {
        let pair: Pair = read_object(br#"{"b":"x","a":1}"#).unwrap();
        assert_eq!(pair, Pair { a: 1, b: Some("x".to_owned()) });
        assert!(read_object::<Option<Object<Pair>>>(b"{}").is_err(), "an option is no object");
        for json in [r#"[1,"x"]"#, "[]", "null", "1", "\"x\"", r#"{"c":1}"#, r#"{"a":1} {"#] {
            assert!(read_object::<Pair>(json.as_bytes()).is_err(), "{json}");
        }
    }
}
