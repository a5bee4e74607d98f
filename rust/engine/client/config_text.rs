//! The text of a client's config file, in whichever encoding an editor left it.

use crate::base::encoding::Encoding;
use crate::base::json_text::amiss;
use serde_json::{Map, Value};

/// What a config file holds.
#[derive(Debug)]
pub struct ConfigText {
    pub content: Map<String, Value>,
    /// What it is written in, where that is not the plain UTF-8 that clients read.
    pub foreign: Option<&'static str>,
}

/// Reads a config file's bytes; blank ones are an empty config.
///
/// # Errors
/// What is wrong, to go on after the file's name.
pub fn parse(bytes: &[u8]) -> Result<ConfigText, String> {
    let (text, encoding) = Encoding::read(bytes)?;
    let foreign = encoding.foreign();
    if text.trim().is_empty() {
        return Ok(ConfigText { content: Map::new(), foreign });
    }
    let content = serde_json::from_str(&text).map_err(|e| amiss(&e))?;
    Ok(ConfigText { content, foreign })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn every_encoding_of_windows_is_read_and_named() {
        let text = "{\"auths\":{\"\u{e4}\":{}}}";
        let with_mark = format!("\u{feff}{text}");
        for (bytes, foreign) in [
            (text.as_bytes().to_vec(), None),
            (with_mark.as_bytes().to_vec(), Some("UTF-8 with a byte order mark")),
            (utf16(&with_mark, u16::to_le_bytes), Some("UTF-16")),
            (utf16(&with_mark, u16::to_be_bytes), Some("UTF-16")),
            (utf16(text, u16::to_le_bytes), Some("UTF-16")),
            (utf16(text, u16::to_be_bytes), Some("UTF-16")),
        ] {
            let read = parse(&bytes).unwrap();
            assert_eq!((Value::Object(read.content), read.foreign), (json!({ "auths": { "\u{e4}": {} } }), foreign));
        }
        assert!(parse(b" \n").unwrap().content.is_empty() && parse(b"").unwrap().foreign.is_none());
    }

    #[test]
    fn what_is_no_text_is_said_to_be_none() {
        for (bytes, what) in [
            (&b"\xff\xfe\x00\xd8"[..], "UTF-16"),
            (b"{\"a\xe4\":1}", "UTF-8 at byte 3"),
            (b"{", "line 1, column 1"),
            (b"[]", "no object"),
        ] {
            assert!(parse(bytes).unwrap_err().contains(what), "{bytes:?}");
        }
    }
}
