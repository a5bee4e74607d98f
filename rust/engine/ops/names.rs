//! Lists of registries as users keep them: lines of a file, with blank ones and comments.

use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use crate::message::answer::Failure;
use crate::registry::id::Written;
use crate::registry::reference::has_user;

/// What a list names, and the failures of what in it names nothing.
pub struct Names<T> {
    pub good: Vec<T>,
    pub failures: Vec<Failure>,
}

/// A list without its blank lines and comments: a comment starts with `#`, at the start of a line or after blanks.
///
/// # Errors
/// This code for a list that holds nothing else: none at all is the caller's own registry, and this one meant others.
pub fn lines(list: Vec<Written>, code: Code) -> Result<Vec<Written>, Error> {
    let was_empty = list.is_empty();
    let lines: Vec<Written> = list.into_iter().filter_map(line).collect();
    if lines.is_empty() && !was_empty {
        let message = "The list of registries names none: it is blank but for comments.";
        return Err(Error::new(code, message));
    }
    Ok(lines)
}

fn line(mut written: Written) -> Option<Written> {
    // The mark that starts some files is no part of their first line.
    written.text = written.text.replace('\u{feff}', "");
    let starts_comment =
        |(at, _): &(usize, &str)| written.text[..*at].chars().next_back().is_none_or(char::is_whitespace);
    let end = written.text.match_indices('#').find(starts_comment).map_or(written.text.len(), |(at, _)| at);
    written.text = written.text[..end].trim().to_owned();
    (!written.text.is_empty()).then_some(written)
}

/// Reads each text of a list.
///
/// # Errors
/// Where none of them is any good: the error of the one, or one that lists all.
pub fn read<'a, T>(
    texts: impl IntoIterator<Item = &'a String>,
    parse: impl Fn(&str) -> Result<T, Error>,
) -> Result<Names<T>, Error> {
    let mut names = Names { good: Vec::new(), failures: Vec::new() };
    for text in texts {
        match parse(text) {
            Ok(name) => names.good.push(name),
            Err(error) => names.failures.push(Failure { registry_ids: vec![told(text)], error }),
        }
    }
    if names.good.is_empty() && !names.failures.is_empty() {
        return Err(all(names.failures));
    }
    Ok(names)
}

/// A name fit for an answer: one that holds a user name may hold a password too.
pub fn told(text: &str) -> String {
    if has_user(text) { "***".to_owned() } else { printable(text) }
}

/// One error for a list of nothing but bad names.
pub fn all(mut failures: Vec<Failure>) -> Error {
    if failures.len() == 1 {
        return failures.remove(0).error;
    }
    let code = failures[0].error.code;
    let reasons: Vec<String> = failures.into_iter().map(|failure| failure.error.message).collect();
    Error::new(code, reasons.join(" ")).details(reasons)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_and_comments_name_nothing() {
        for (text, left) in [
            ("111122223333", Some("111122223333")),
            ("  host/app:1\t", Some("host/app:1")),
            ("host/app:1 # the application", Some("host/app:1")),
            ("host/app:1\t#", Some("host/app:1")),
            ("host/app#1", Some("host/app#1")),
            ("host/app#1 # why", Some("host/app#1")),
            ("# 111122223333", None),
            ("  #", None),
            ("\u{feff}# a list", None),
            ("", None),
            (" \t", None),
        ] {
            assert_eq!(line(Written::from(text.to_owned())).map(|line| line.text).as_deref(), left, "{text:?}");
        }
    }

    #[test]
    fn a_list_of_nothing_is_no_empty_list() {
        assert_eq!(lines(Vec::new(), Code::InvalidRegistryName).unwrap(), []);
        assert!(lines(vec![Written::from("# none".to_owned())], Code::InvalidRegistryId).is_err());
    }
}
