//! The text of a client's config file, in whichever encoding an editor left it.

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
    let (text, foreign) = decode(bytes)?;
    if text.trim().is_empty() {
        return Ok(ConfigText { content: Map::new(), foreign });
    }
    let content =
        serde_json::from_str(&text).map_err(|e| format!("is not JSON at line {}, column {}", e.line(), e.column()))?;
    Ok(ConfigText { content, foreign })
}

/// Text by its byte order mark, or by the zero bytes that UTF-16 has beside ASCII.
fn decode(bytes: &[u8]) -> Result<(String, Option<&'static str>), String> {
    let little = |bytes: &[u8]| utf16(bytes, u16::from_le_bytes).map(|text| (text, Some("UTF-16")));
    let big = |bytes: &[u8]| utf16(bytes, u16::from_be_bytes).map(|text| (text, Some("UTF-16")));
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => Ok((utf8(rest)?, Some("UTF-8 with a byte order mark"))),
        [0xff, 0xfe, rest @ ..] => little(rest),
        [0xfe, 0xff, rest @ ..] => big(rest),
        [first, 0, ..] if *first != 0 => little(bytes),
        [0, second, ..] if *second != 0 => big(bytes),
        _ => Ok((utf8(bytes)?, None)),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, String> {
    let text = std::str::from_utf8(bytes).map_err(|e| format!("is not UTF-8 at byte {}", e.valid_up_to()))?;
    Ok(text.to_owned())
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let units: Vec<u16> = bytes.chunks(2).map(|pair| unit([pair[0], *pair.get(1).unwrap_or(&0)])).collect();
    String::from_utf16(&units).map_err(|_| "starts like UTF-16 and is none".to_owned())
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
            (b"[]", "not JSON"),
        ] {
            assert!(parse(bytes).unwrap_err().contains(what), "{bytes:?}");
        }
    }
}
