//! Config files, line by line as the AWS CLI reads them.

/// A section's lines.
#[derive(Debug, PartialEq, Eq)]
pub struct Section {
    /// What stands between the brackets.
    pub header: String,
    /// In the order of the file; keys in lower case.
    pub properties: Vec<Property>,
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// In lower case.
    pub key: String,
    /// What stands behind the first `=` or `:`; may be empty.
    pub value: String,
    /// The indented lines below, without their blanks.
    pub more: Vec<String>,
}

/// A line that cannot be understood.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    /// What is wrong, without a word of the line: it may hold a secret.
    pub what: &'static str,
}

/// Reads a file's sections.
///
/// # Errors
/// The first line that the AWS CLI does not understand either.
pub fn read(text: &str) -> Result<Vec<Section>, Fault> {
    let mut reader = Reader::default();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for (at, line) in text.split('\n').enumerate() {
        reader.take(line).map_err(|what| Fault { line: at + 1, what })?;
    }
    Ok(reader.sections)
}

/// A value without a comment behind it: the AWS CLI knows none there, but SDKs and people do.
pub fn without_comment(value: &str) -> &str {
    let mut after_blank = true;
    for (at, c) in value.char_indices() {
        if after_blank && matches!(c, '#' | ';') {
            return value[..at].trim_end();
        }
        after_blank = c.is_whitespace();
    }
    value
}

/// A key and its value among the lines below a key without a value.
pub fn nested(line: &str) -> Option<(&str, &str)> {
    line.split_once('=').map(|(key, value)| (key.trim(), value.trim()))
}

#[derive(Default)]
struct Reader {
    sections: Vec<Section>,
    /// How far the last header or key was indented: what stands further in goes on with the value.
    indent: usize,
    /// Whether a value can go on.
    in_value: bool,
}

impl Reader {
    fn take(&mut self, line: &str) -> Result<(), &'static str> {
        let text = line.trim();
        if text.is_empty() || text.starts_with(['#', ';']) {
            return Ok(());
        }
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        if self.in_value && indent > self.indent {
            return self.go_on(text);
        }
        self.indent = indent;
        if let Some(header) = header(text) {
            self.in_value = false;
            self.sections.push(Section { header: header.to_owned(), properties: Vec::new() });
            return Ok(());
        }
        let section = self.sections.last_mut().ok_or("stands above the first section")?;
        let (key, value) = text.split_once(['=', ':']).ok_or("is neither '[section]' nor 'key = value'")?;
        let key = key.trim_end().to_lowercase();
        if key.is_empty() {
            return Err("has a value, but no key");
        }
        self.in_value = true;
        section.properties.push(Property { key, value: value.trim_start().to_owned(), more: Vec::new() });
        Ok(())
    }

    fn go_on(&mut self, text: &str) -> Result<(), &'static str> {
        let property = self.sections.last_mut().and_then(|section| section.properties.last_mut());
        let property = property.ok_or("stands above the first section")?;
        if property.value.is_empty() && nested(text).is_none() {
            return Err("is indented below a key without a value, but is no 'key = value'");
        }
        property.more.push(text.to_owned());
        Ok(())
    }
}

/// What stands between a header's brackets: up to the last one, unless a comment follows the first.
fn header(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('[')?;
    let (first, after) = rest.split_once(']')?;
    if without_comment(after.trim()).is_empty() { Some(first) } else { Some(&rest[..rest.rfind(']')?]) }
}

/// Sections by their names, each once and with its place, lines of the same header together.
///
/// The AWS CLI takes no header twice, but two ways to write one name: the later section then counts alone.
pub fn named(sections: Vec<Section>, name: impl Fn(&str) -> String) -> Vec<(String, Vec<Property>)> {
    let mut found: Vec<(String, String, Vec<Property>)> = Vec::new();
    for section in sections {
        let name = name(&section.header);
        match found.iter_mut().find(|(known, _, _)| *known == name) {
            Some((_, header, properties)) if *header == section.header => properties.extend(section.properties),
            Some((_, header, properties)) => (*header, *properties) = (section.header, section.properties),
            None => found.push((name, section.header, section.properties)),
        }
    }
    found.into_iter().map(|(name, _, properties)| (name, properties)).collect()
}
