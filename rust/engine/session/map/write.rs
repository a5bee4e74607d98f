//! Writes lines into the user's map, and takes them out again; what else stands there stays as it is.

use super::pattern::Pattern;
use super::places::users;
use super::read::check;
use crate::base::edited::{Step, Undone, change, undo};
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::json_text::JsonText;
use crate::base::shown::shown;
use crate::client::helper_config::MapRecord;
use serde_json::Value;
use std::path::{Path, PathBuf};

const LINES: &[&str] = &["registries"];

/// A line to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewLine {
    /// The hosts.
    pub pattern: String,
    /// The profile that signs.
    pub profile: Option<String>,
    /// The role that it assumes.
    pub role: Option<String>,
    /// The account behind a host that is none of ECR.
    pub account: Option<String>,
    /// The region of such a host.
    pub region: Option<String>,
}

impl NewLine {
    /// As it stands in the map.
    pub fn text(&self) -> String {
        let keys = [
            ("match", Some(&self.pattern)),
            ("profile", self.profile.as_ref()),
            ("role", self.role.as_ref()),
            ("account", self.account.as_ref()),
            ("region", self.region.as_ref()),
        ];
        let said =
            keys.into_iter().filter_map(|(key, value)| Some(format!("\"{key}\": {}", Value::from(value?.as_str()))));
        format!("{{ {} }}", said.collect::<Vec<_>>().join(", "))
    }

    fn value(&self) -> Value {
        serde_json::from_str(&self.text()).expect("it is JSON")
    }
}

/// The file of the user's map, whether it is there or not.
///
/// # Errors
/// [`Code::InvalidRegistryMap`] where a variable names none, or without a home directory.
pub fn users_file(env: &Environment) -> Result<PathBuf, Error> {
    let place = users(env)?.ok_or_else(|| Error::new(Code::InvalidParameter, "No home directory is known."))?;
    Ok(place.file)
}

/// Writes lines before those that are of the same hosts, so that they count; none where nothing was to change.
///
/// # Errors
/// [`Code::InvalidRegistryMap`], or what `keep` fails with, which writes the record down before the file is touched.
pub fn add_lines(
    record: &mut MapRecord,
    lines: &[NewLine],
    dry: bool,
    mut keep: impl FnMut(&MapRecord) -> Result<(), Error>,
) -> Result<Option<Step>, Error> {
    let file = record.path.clone();
    let mut failed = None;
    let step = change(&file, dry, |json| {
        if json.value(&["version"]).is_none() {
            json.set(&["version"], "1")?;
        }
        if json.value(LINES).is_none() {
            json.set(LINES, "[]")?;
        }
        for line in lines {
            add(json, line, &mut record.lines)?;
        }
        let checked = check(json.text(), &file).and_then(|()| if dry { Ok(()) } else { keep(record) });
        checked.map_err(|error| {
            failed = Some(error);
            String::new()
        })
    });
    if let Some(error) = failed {
        return Err(error);
    }
    let step = step.map_err(|what| unusable(&file, &what))?;
    record.steps.extend(step.clone());
    Ok(step)
}

fn add(json: &mut JsonText, line: &NewLine, ours: &mut Vec<Value>) -> Result<(), String> {
    let value = line.value();
    let items = json.items(LINES);
    let at = items.iter().position(|item| is_of(item, &line.pattern)).unwrap_or(items.len());
    let there = items.get(at);
    if there == Some(&value) {
        return Ok(());
    }
    if let Some(old) = there.filter(|item| ours.contains(item) && item["match"] == value["match"]) {
        json.remove_item(LINES, at);
        ours.retain(|line| line != old);
    }
    json.insert_item(LINES, at, &line.text())?;
    if !ours.contains(&value) {
        ours.push(value);
    }
    Ok(())
}

/// Whether a line is of the hosts of a pattern.
fn is_of(item: &Value, pattern: &str) -> bool {
    let hosts = item.get("match").and_then(Value::as_str).and_then(|hosts| Pattern::parse(hosts).ok());
    hosts.is_some_and(|hosts| hosts.matches(&pattern.to_ascii_lowercase()))
}

/// What became of the lines that installing wrote.
pub struct Removed {
    /// What undoing came to.
    pub undone: Undone,
    /// The hosts of those that others have changed since, and that stay.
    pub changed: Vec<String>,
}

/// Takes out the lines that installing wrote and that are as they were; a map that was made for them and holds no
/// others goes.
///
/// # Errors
/// [`Code::InvalidRegistryMap`].
pub fn remove_lines(record: &MapRecord, dry: bool) -> Result<Removed, Error> {
    let mut changed = Vec::new();
    let undone = undo(&record.path, &record.steps, dry, |json| {
        changed.clear();
        for line in &record.lines {
            let items = json.items(LINES);
            if let Some(at) = items.iter().position(|item| item == line) {
                json.remove_item(LINES, at);
            } else if items.iter().any(|item| item["match"] == line["match"]) {
                changed.extend(line["match"].as_str().map(str::to_owned));
            }
        }
        Ok(())
    });
    let undone = undone.map_err(|what| unusable(&record.path, &what))?;
    let is_ours = record.steps.first().is_some_and(Step::created);
    if !dry && is_ours && undone == Undone::InPart && is_bare(&record.path) {
        std::fs::remove_file(&record.path).map_err(|e| unusable(&record.path, &format!("cannot be removed: {e}")))?;
        return Ok(Removed { undone: Undone::Whole, changed });
    }
    Ok(Removed { undone, changed })
}

/// Whether a map says nothing.
fn is_bare(file: &Path) -> bool {
    let bytes = std::fs::read(file).unwrap_or_default();
    serde_json::from_slice::<Value>(&bytes)
        .is_ok_and(|map| map == serde_json::json!({ "version": 1, "registries": [] }))
}

fn unusable(file: &Path, what: &str) -> Error {
    Error::new(Code::InvalidRegistryMap, format!("The map {} {what}.", shown(file)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn line(pattern: &str, profile: &str) -> NewLine {
        NewLine { pattern: pattern.to_owned(), profile: Some(profile.to_owned()), ..NewLine::default() }
    }

    fn written(path: &Path, lines: &[NewLine]) -> MapRecord {
        let mut record = MapRecord { path: path.to_owned(), lines: Vec::new(), steps: Vec::new() };
        add_lines(&mut record, lines, false, |_| Ok(())).unwrap();
        record
    }

    const HOST: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";

    #[test]
    fn a_new_line_goes_before_the_one_that_would_hide_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("registries.json");
        let before = "{ \"version\": 1,\n  \"registries\": [\n    { \"match\": \"public.ecr.aws\", \"anonymous\": true },\n    \
                      { \"match\": \"*.dkr.ecr.*.amazonaws.com\", \"profile\": \"hub\" } ] }";
        fs::write(&path, before).unwrap();
        let record = written(&path, &[line(HOST, "prod"), line("444455556666.dkr.ecr.*.amazonaws.com", "dev")]);
        let wanted = before.replace(
            "    { \"match\": \"*.dkr",
            &format!(
                "    {{ \"match\": \"{HOST}\", \"profile\": \"prod\" }},\n    \
                 {{ \"match\": \"444455556666.dkr.ecr.*.amazonaws.com\", \"profile\": \"dev\" }},\n    {{ \"match\": \"*.dkr"
            ),
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), wanted);
        assert_eq!(remove_lines(&record, false).unwrap().undone, Undone::Whole);
        assert_eq!(fs::read_to_string(&path).unwrap(), before);
    }

    #[test]
    fn a_line_of_ours_is_replaced_and_a_map_of_ours_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("registries.json");
        let mut record = written(&path, &[line(HOST, "prod")]);
        add_lines(&mut record, &[line(HOST, "dev")], false, |_| Ok(())).unwrap();
        assert_eq!(add_lines(&mut record, &[line(HOST, "dev")], false, |_| Ok(())).unwrap(), None);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("\"dev\"") && !text.contains("\"prod\""), "{text}");
        fs::write(&path, text.replace('\t', "  ")).unwrap();
        assert_eq!(remove_lines(&record, false).unwrap().undone, Undone::Whole);
        assert!(!path.exists());
    }

    #[test]
    fn a_line_that_was_changed_since_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("registries.json");
        let record = written(&path, &[line(HOST, "prod")]);
        let text = fs::read_to_string(&path).unwrap().replace("prod", "theirs");
        fs::write(&path, &text).unwrap();
        assert_eq!(remove_lines(&record, false).unwrap().undone, Undone::Nothing);
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }

    #[test]
    fn a_map_that_would_not_be_read_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("registries.json");
        for text in ["{ \"version\": 1, \"registries\": {} }", "{ \"version\": 2 }", "{ \"unknown\": 1 }", "no JSON"] {
            fs::write(&path, text).unwrap();
            let mut record = MapRecord { path: path.clone(), lines: Vec::new(), steps: Vec::new() };
            let error = add_lines(&mut record, &[line(HOST, "prod")], false, |_| Ok(())).unwrap_err();
            assert_eq!((error.code, fs::read_to_string(&path).unwrap().as_str()), (Code::InvalidRegistryMap, text));
        }
    }
}
