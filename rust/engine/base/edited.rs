//! Files of JSON that others write too: changed as text, without losing what was written meanwhile, and so that what was
//! done can be undone to the byte.

use super::encoding::Encoding;
use super::files;
use super::json_text::{Cut, JsonText, before};
use super::links::target_of;
use super::private;
use super::stamp::Stamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io;
use std::path::Path;

/// How often a change is begun anew because somebody else wrote the file meanwhile.
const ROUNDS: usize = 100;

/// What was done to a file. Holds nothing of it but what was replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The hash of the file after it.
    after: String,
    /// Whether there was no file before.
    #[serde(default)]
    created: bool,
    #[serde(default)]
    encoding: Encoding,
    cuts: Vec<Cut>,
}

impl Step {
    /// One of which nothing is known but that it was: it is undone by taking out what is ours.
    pub fn unknown() -> Self {
        Step { after: String::new(), created: false, encoding: Encoding::default(), cuts: Vec::new() }
    }

    /// What the file was written in, where that is not the plain UTF-8 that it is in now.
    pub fn foreign(&self) -> Option<&'static str> {
        self.encoding.foreign()
    }

    /// Whether there was no file before.
    pub fn created(&self) -> bool {
        self.created
    }

    /// The bytes before it, if these are the ones after it; inner none where there was no file.
    fn undone(&self, bytes: &[u8]) -> Option<Option<Vec<u8>>> {
        if self.after != hash(bytes) {
            return None;
        }
        if self.created {
            return Some(None);
        }
        let text = before(std::str::from_utf8(bytes).ok()?, &self.cuts)?;
        Some(Some(self.encoding.write(&text)))
    }
}

/// Changes a file; none where nothing was to change. What `edit` cannot do is told after the file's name.
///
/// # Errors
/// What is wrong, to go on after the file's name.
pub fn change(
    path: &Path,
    dry: bool,
    mut edit: impl FnMut(&mut JsonText) -> Result<(), String>,
) -> Result<Option<Step>, String> {
    let path = target_of(path);
    for _ in 0..ROUNDS {
        let stamp = Stamp::of(path.clone());
        let found = read(&path)?;
        let (text, encoding) = Encoding::read(found.as_deref().unwrap_or_default())?;
        let mut json = JsonText::new(text.clone())?;
        edit(&mut json)?;
        let now = json.text().to_owned();
        let is_blank = text.trim().is_empty() && now.trim() == "{}";
        if now == text || is_blank {
            return Ok(None);
        }
        if let Some(bytes) = &found
            && encoding.write(&text) != *bytes
        {
            return Err("ends within a character".to_owned());
        }
        let step = Step { after: hash(now.as_bytes()), created: found.is_none(), encoding, cuts: json.into_cuts() };
        if dry || put(&path, Some(now.as_bytes()), &stamp)? {
            return Ok(Some(step));
        }
    }
    Err("is written by others without end".to_owned())
}

/// What undoing came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undone {
    /// The file is not there.
    Gone,
    /// It is as it was before the first step, to the byte.
    Whole,
    /// Others have written it: what was ours is taken out of it.
    InPart,
    /// Nothing was ours.
    Nothing,
    /// It holds no object of JSON any more; why, to go on after the file's name.
    Unfit(String),
}

/// Undoes steps, the last first. Where others wrote the file since, `edit` takes out of it what is left of ours.
///
/// # Errors
/// What is wrong, to go on after the file's name.
pub fn undo(
    path: &Path,
    steps: &[Step],
    dry: bool,
    mut edit: impl FnMut(&mut JsonText) -> Result<(), String>,
) -> Result<Undone, String> {
    let path = target_of(path);
    for _ in 0..ROUNDS {
        let stamp = Stamp::of(path.clone());
        let Some(found) = read(&path)? else { return Ok(Undone::Gone) };
        let (mut now, mut left) = (Some(found.clone()), steps);
        while let Some((last, earlier)) = left.split_last()
            && let Some(was) = now.as_deref().and_then(|bytes| last.undone(bytes))
        {
            (now, left) = (was, earlier);
        }
        if let Some(bytes) = now.as_mut().filter(|_| !left.is_empty()) {
            let (mut json, text, encoding) = match parse(bytes) {
                Ok(parsed) => parsed,
                Err(what) => return Ok(Undone::Unfit(what)),
            };
            edit(&mut json)?;
            if json.text().trim() != "{}" || !text.trim().is_empty() {
                *bytes = encoding.write(json.text());
            }
        }
        let undone = match left {
            [] => Undone::Whole,
            _ if now.as_ref() == Some(&found) => Undone::Nothing,
            _ => Undone::InPart,
        };
        if dry || now.as_ref() == Some(&found) || put(&path, now.as_deref(), &stamp)? {
            return Ok(undone);
        }
    }
    Err("is written by others without end".to_owned())
}

fn parse(bytes: &[u8]) -> Result<(JsonText, String, Encoding), String> {
    let (text, encoding) = Encoding::read(bytes)?;
    Ok((JsonText::new(text.clone())?, text, encoding))
}

/// Writes a file, or takes it away; false where it is no longer what was read.
fn put(path: &Path, content: Option<&[u8]>, stamp: &Stamp) -> Result<bool, String> {
    let done = match content {
        Some(content) => private::rewrite_if(path, content, || stamp.is_current()),
        None if stamp.is_current() => std::fs::remove_file(path).map(|()| true),
        None => Ok(false),
    };
    done.map_err(|e| format!("cannot be written: {e}"))
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, String> {
    match files::check_is_file(path).and_then(|()| files::read(path)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}

/// The hash by which bytes are known again.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn set(json: &mut JsonText) -> Result<(), String> {
        json.set(&["ours"], "1")
    }

    fn unset(json: &mut JsonText) -> Result<(), String> {
        json.remove(&["ours"]);
        Ok(())
    }

    #[test]
    fn what_others_write_between_reading_and_writing_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "{\"a\":1}").unwrap();
        let mut others = ["{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":3}"].into_iter();
        let step = change(&path, false, |json| {
            if let Some(text) = others.next() {
                // As docker does: another file is put in its place.
                fs::write(folder.path().join("new"), text).unwrap();
                fs::rename(folder.path().join("new"), &path).unwrap();
            }
            set(json)
        });
        assert_eq!(fs::read_to_string(&path).unwrap(), "{\"a\":1,\"b\":3,\"ours\":1}");
        assert_eq!(undo(&path, &[step.unwrap().unwrap()], false, unset), Ok(Undone::Whole));
        assert_eq!(fs::read_to_string(&path).unwrap(), "{\"a\":1,\"b\":3}");
    }

    #[test]
    fn a_file_that_never_rests_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let mut count = 0;
        let changed = change(&path, false, |json| {
            count += 1;
            fs::write(&path, format!("{{\"n\":{}}}", "1".repeat(count))).unwrap();
            set(json)
        });
        assert!(changed.unwrap_err().contains("without end"));
        assert!(!fs::read_to_string(&path).unwrap().contains("ours"));
    }

    #[test]
    fn several_steps_are_undone_to_the_byte_whatever_they_were_written_in() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        for bytes in [
            b"{\n\t\"a\" : [ ]\n}  \n".to_vec(),
            b" \r\n".to_vec(),
            b"".to_vec(),
            Encoding::Utf8Mark.write("{}"),
            Encoding::Utf16Mark.write("{\"\u{e4}\":1}\r\n"),
            Encoding::Utf16Big.write("{\"a\":1}"),
        ] {
            fs::write(&path, &bytes).unwrap();
            let first = change(&path, false, set).unwrap().unwrap();
            let second = change(&path, false, |json| json.set(&["more", "deep"], "[]")).unwrap().unwrap();
            assert_eq!(change(&path, false, set), Ok(None));
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.starts_with('{'), "plain UTF-8: {text}");
            assert_eq!(undo(&path, &[first, second], false, unset), Ok(Undone::Whole));
            assert_eq!(fs::read(&path).unwrap(), bytes);
        }
    }

    #[test]
    fn a_step_that_is_unknown_is_undone_by_taking_out_what_is_ours_after_those_that_are_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "{\"ours\":1, \"theirs\":2}").unwrap();
        let known = change(&path, false, |json| json.set(&["more"], "3")).unwrap().unwrap();
        let steps = [Step::unknown(), known];
        assert_eq!(undo(&path, &steps, false, unset), Ok(Undone::InPart));
        assert_eq!(fs::read_to_string(&path).unwrap(), "{\"theirs\":2}");
        assert_eq!(undo(&path, &steps, false, unset), Ok(Undone::Nothing));
    }

    #[test]
    fn where_others_wrote_only_ours_is_taken_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let step = change(&path, false, set).unwrap().unwrap();
        fs::write(&path, "{\"ours\":1, \"theirs\":2}").unwrap();
        let steps = [step];
        assert_eq!(undo(&path, &steps, true, unset), Ok(Undone::InPart));
        assert_eq!(undo(&path, &steps, false, unset), Ok(Undone::InPart));
        assert_eq!(fs::read_to_string(&path).unwrap(), "{\"theirs\":2}");
        assert_eq!(undo(&path, &steps, false, unset), Ok(Undone::Nothing));
        fs::remove_file(&path).unwrap();
        assert_eq!(undo(&path, &steps, false, unset), Ok(Undone::Gone));
        let step = change(&path, false, set).unwrap().unwrap();
        assert_eq!(undo(&path, &[step], false, unset), Ok(Undone::Whole));
        assert!(!path.exists());
    }
}
