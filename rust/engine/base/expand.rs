//! Variables in paths, as the AWS CLI expands them: by the rules of Python's `expandvars`.

/// A text with the variables in it replaced; unknown ones stay as they stand.
pub fn expand<'a>(text: &str, windows: bool, get: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '\'' if windows => quoted(rest),
            '%' if windows => variable(rest, 1, '%'),
            '$' if rest.starts_with("${") && (windows || rest.contains('}')) => variable(rest, 2, '}'),
            '$' if windows && rest.starts_with("$$") => Taken::Text("$", 2),
            '$' => bare(rest, windows),
            _ => Taken::Text(&rest[..c.len_utf8()], c.len_utf8()),
        };
        let length = match taken {
            Taken::Text(text, length) => {
                expanded.push_str(text);
                length
            }
            Taken::Variable(name, length) => {
                expanded.push_str(get(name).unwrap_or(&rest[..length]));
                length
            }
        };
        rest = &rest[length..];
    }
    expanded
}

/// What the front of a text is, and how many bytes of it.
enum Taken<'a> {
    Text(&'a str, usize),
    Variable(&'a str, usize),
}

/// Nothing is replaced between single quotes on Windows.
fn quoted(rest: &str) -> Taken<'_> {
    let length = rest[1..].find('\'').map_or(rest.len(), |end| end + 2);
    Taken::Text(&rest[..length], length)
}

/// `%NAME%` and `${NAME}`; `%%` is a percent sign, and what has no end is text.
fn variable(rest: &str, start: usize, end: char) -> Taken<'_> {
    match rest[start..].find(end) {
        Some(0) if end == '%' => Taken::Text("%", 2),
        Some(length) => Taken::Variable(&rest[start..start + length], start + length + 1),
        None => Taken::Text(rest, rest.len()),
    }
}

/// `$NAME`.
fn bare(rest: &str, windows: bool) -> Taken<'_> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || windows && c == '-';
    let name = &rest[1..];
    match &name[..name.find(|c| !is_part(c)).unwrap_or(name.len())] {
        "" => Taken::Text("$", 1),
        name => Taken::Variable(name, name.len() + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str, windows: bool) -> String {
        expand(text, windows, |name| match name {
            "HOME" => Some("/home/me"),
            "EMPTY" => Some(""),
            "NESTED" => Some("$HOME"),
            "A-B" => Some("dashed"),
            "A" => Some("a"),
            _ => None,
        })
    }

    /// The values are those of Python's posixpath and ntpath with the same variables.
    #[test]
    fn variables_are_replaced_as_python_does() {
        for (text, posix, windows) in [
            ("$HOME/.aws/config", "/home/me/.aws/config", "/home/me/.aws/config"),
            ("${HOME}x", "/home/mex", "/home/mex"),
            ("%HOME%/x", "%HOME%/x", "/home/me/x"),
            ("$NONE/${NONE}/%NONE%", "$NONE/${NONE}/%NONE%", "$NONE/${NONE}/%NONE%"),
            ("[$EMPTY]", "[]", "[]"),
            ("$NESTED", "$HOME", "$HOME"),
            ("$A-B", "a-B", "dashed"),
            ("100%", "100%", "100%"),
            ("%%HOME%%", "%%HOME%%", "%HOME%"),
            ("$$HOME", "$/home/me", "$HOME"),
            ("'$HOME' $HOME", "'/home/me' /home/me", "'$HOME' /home/me"),
            ("'$HOME", "'/home/me", "'$HOME"),
            ("${HOME", "${HOME", "${HOME"),
            ("${HOME $A", "${HOME a", "${HOME $A"),
            ("%HOME $A", "%HOME a", "%HOME $A"),
            ("$", "$", "$"),
            ("\u{e4}$A\u{e4}", "\u{e4}a\u{e4}", "\u{e4}a\u{e4}"),
        ] {
            assert_eq!((expanded(text, false).as_str(), expanded(text, true).as_str()), (posix, windows), "{text}");
        }
    }
}
