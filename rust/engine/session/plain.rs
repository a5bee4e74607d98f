//! Config files in the one form that the SDK's parser takes.

use super::ini::{self, Property, Section, nested, without_comment};
use aws_runtime::env_config::file::EnvConfigFileKind;
use std::borrow::Cow;
use std::fmt::Write;

/// The section whose lines hold for all others.
const FOR_ALL: &str = "DEFAULT";

/// Kinds of sections that have a name.
const KINDS: &[&str] = &["profile", "sso-session", "services"];

/// A file's sections as text that the SDK reads to the same keys and values.
pub fn text(kind: EnvConfigFileKind, sections: Vec<Section>) -> String {
    let for_all: Vec<Property> =
        sections.iter().filter(|section| section.header == FOR_ALL).flat_map(|s| s.properties.clone()).collect();
    let mut text = String::new();
    for (header, properties) in ini::named(sections, |header| plain_header(kind, header)) {
        writeln!(text, "[{header}]").expect("a String takes it all");
        let missing = for_all.iter().filter(|common| properties.iter().all(|own| own.key != common.key));
        missing.chain(&properties).for_each(|property| write_property(&mut text, property));
    }
    text
}

/// Keys that the SDK does not take as such name nothing that is known.
fn write_property(text: &mut String, property: &Property) {
    if !property.key.bytes().all(is_plain) {
        return;
    }
    let value = without_comment(&property.value);
    writeln!(text, "{} = {value}", property.key).expect("a String takes it all");
    // Below an empty value the SDK takes nothing else.
    let is_nested = |line: &str| nested(without_comment(line)).is_some_and(|(key, _)| !key.is_empty());
    for line in property.more.iter().filter(|line| !value.is_empty() || is_nested(line)) {
        writeln!(text, " {line}").expect("a String takes it all");
    }
}

/// In a credentials file, each header is the name of a profile as it stands.
fn plain_header(file: EnvConfigFileKind, header: &str) -> String {
    let header = header.trim();
    let kind = KINDS.iter().find_map(|kind| Some((kind, header.strip_prefix(kind)?)));
    match kind.filter(|(_, name)| name.starts_with(char::is_whitespace)) {
        Some((kind, name)) if matches!(file, EnvConfigFileKind::Config) => {
            format!("{kind} {}", plain_name(&unquoted(name.trim())))
        }
        _ => plain_name(header.trim_matches(['"', '\''])).into_owned(),
    }
}

/// A name without a shell's quotes, as the AWS CLI takes it; blanks without quotes are part of it.
fn unquoted(name: &str) -> String {
    match shlex::split(name).as_deref() {
        Some([word]) => word.clone(),
        _ => name.trim_matches(['"', '\'']).to_owned(),
    }
}

/// A name in the characters that the SDK's parser takes; others stand as `%` and their hex digits.
pub fn plain_name(name: &str) -> Cow<'_, str> {
    let taken = |b: u8| is_plain(b) && b != b'%';
    if name.bytes().all(taken) {
        return Cow::Borrowed(name);
    }
    let plain = name.bytes().map(|b| if taken(b) { char::from(b).to_string() } else { format!("%{b:02X}") });
    Cow::Owned(plain.collect())
}

/// The name that a plain one stands for.
pub fn spoken_name(plain: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = plain.bytes();
    while let Some(byte) = rest.next() {
        let hex = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16));
        let code = (byte == b'%').then(|| hex(rest.next()).zip(hex(rest.next()))).flatten();
        bytes.push(code.map_or(byte, |(high, low)| (high * 16 + low) as u8));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-/.%@:+".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_blanks_survive_the_parser() {
        let plain = |given| text(EnvConfigFileKind::Config, ini::read(given).unwrap());
        assert_eq!(plain("[profile \"two words\"]\nregion=x"), "[profile two%20words]\nregion = x\n");
        assert_eq!(plain("[two words] # comment\n"), "[two%20words]\n");
        assert_eq!(spoken_name(&plain_name("50% \u{e4}")), "50% \u{e4}");
    }
}
