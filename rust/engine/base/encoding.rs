//! What the text of a file is written in, whichever editor left it, so that it can be read and be written so again.

use serde::{Deserialize, Serialize};

/// How a text stands in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// Plain UTF-8.
    #[default]
    Utf8,
    /// With a byte order mark.
    Utf8Mark,
    /// UTF-16, low bytes first.
    Utf16,
    /// The same with its mark.
    Utf16Mark,
    /// UTF-16, high bytes first.
    Utf16Big,
    /// The same with its mark.
    Utf16BigMark,
}

impl Encoding {
    /// Reads a text by its byte order mark, or by the zero bytes that UTF-16 has beside ASCII.
    ///
    /// # Errors
    /// What is wrong, to go on after the file's name.
    pub fn read(bytes: &[u8]) -> Result<(String, Self), String> {
        match bytes {
            [0xef, 0xbb, 0xbf, rest @ ..] => Ok((utf8(rest)?, Self::Utf8Mark)),
            [0xff, 0xfe, rest @ ..] => Ok((utf16(rest, u16::from_le_bytes)?, Self::Utf16Mark)),
            [0xfe, 0xff, rest @ ..] => Ok((utf16(rest, u16::from_be_bytes)?, Self::Utf16BigMark)),
            [first, 0, ..] if *first != 0 => Ok((utf16(bytes, u16::from_le_bytes)?, Self::Utf16)),
            [0, second, ..] if *second != 0 => Ok((utf16(bytes, u16::from_be_bytes)?, Self::Utf16Big)),
            _ => Ok((utf8(bytes)?, Self::Utf8)),
        }
    }

    /// The bytes of a text.
    pub fn write(self, text: &str) -> Vec<u8> {
        let units = |mark: &str, bytes: fn(u16) -> [u8; 2]| {
            mark.encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
        };
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf8Mark => [MARK.as_bytes(), text.as_bytes()].concat(),
            Self::Utf16 => units("", u16::to_le_bytes),
            Self::Utf16Mark => units(MARK, u16::to_le_bytes),
            Self::Utf16Big => units("", u16::to_be_bytes),
            Self::Utf16BigMark => units(MARK, u16::to_be_bytes),
        }
    }

    /// Its name, where it is not the plain UTF-8 that programs read.
    pub fn foreign(self) -> Option<&'static str> {
        match self {
            Self::Utf8 => None,
            Self::Utf8Mark => Some("UTF-8 with a byte order mark"),
            Self::Utf16 | Self::Utf16Mark | Self::Utf16Big | Self::Utf16BigMark => Some("UTF-16"),
        }
    }
}

const MARK: &str = "\u{feff}";

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

    #[test]
    fn what_was_read_is_written_alike() {
        for encoding in [
            Encoding::Utf8,
            Encoding::Utf8Mark,
            Encoding::Utf16,
            Encoding::Utf16Mark,
            Encoding::Utf16Big,
            Encoding::Utf16BigMark,
        ] {
            let text = "{\"\u{e4}\u{1F600}\": 1}\r\n";
            assert_eq!(Encoding::read(&encoding.write(text)), Ok((text.to_owned(), encoding)));
        }
    }
}
