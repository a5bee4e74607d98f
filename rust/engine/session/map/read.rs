//! Reads the files of the map.

use super::fault::Fault;
use super::json::{Value, Whole};
use super::line::Line;
use super::places::{Place, VARIABLE, Whose, places};
use super::trust;
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::base::files;
use crate::base::shown::shown;
use crate::base::text::decode;
use crate::client::next::Next;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The lines of all files in force, and what they say of registries that are not ours.
#[derive(Clone, Debug, Default)]
pub struct Map {
    lines: Vec<Line>,
    next: Option<Next>,
    files: Vec<PathBuf>,
}

impl Map {
    /// Reads the user's file, or the one that ECRLOGIN_REGISTRIES names, and then the one of the machine. None that is
    /// not there is missed, but for a named one.
    ///
    /// # Errors
    /// [`Code::InvalidRegistryMap`] naming file, line and key; [`Code::UntrustedRegistryMap`].
    pub fn read(env: &Environment) -> Result<Self, Error> {
        Self::of(&places(env)?)
    }

    fn of(places: &[Place]) -> Result<Self, Error> {
        let mut map = Map::default();
        for place in places {
            map.files.push(place.file.clone());
            let Some(bytes) = bytes_of(place, trust::check)? else { continue };
            text_of(&bytes)
                .and_then(|text| map.take(Whole::from(text).value(), &place.file))
                .map_err(|fault| fault.in_file(&place.file))?;
        }
        Ok(map)
    }

    fn take(&mut self, value: Value<'_>, file: &Path) -> Result<(), Fault> {
        let mut version = None;
        for entry in value.entries()? {
            match entry.key.as_str() {
                "version" => {
                    version = Some(entry.read::<u64>("must be 1")?)
                        .filter(|v| *v == 1)
                        .ok_or_else(|| entry.fault("must be 1"))?
                        .into()
                }
                "next" => {
                    self.next = self.next.take().or(Some(next(&entry.text()?).map_err(|what| entry.fault(what))?))
                }
                "registries" => {
                    let lines = entry.value.items().map_err(|fault| Fault { key: Some(entry.key.clone()), ..fault })?;
                    for line in lines {
                        self.lines.push(Line::read(line, file)?);
                    }
                }
                // Where editors find what may stand here.
                "$schema" => drop(entry.text()?),
                _ => return Err(entry.fault("is none of a map's: version, next, registries")),
            }
        }
        match version {
            Some(1) => Ok(()),
            _ => Err(Fault { line: 1, key: Some("version".to_owned()), what: "is missing: it must be 1".to_owned() }),
        }
    }

    /// The line of a host, `host[:port]`, in any case: the first that is of it.
    pub fn line_of(&self, host: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.is_of(host))
    }

    /// All lines, in the order in which they count.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// What serves registries that are not ours.
    pub fn next(&self) -> &Next {
        self.next.as_ref().unwrap_or(&Next::Auto)
    }

    /// The files that were looked at, whether they are there or not.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }
}

/// Checks the text of a map before it is written.
///
/// # Errors
/// [`Code::InvalidRegistryMap`].
pub fn check(text: &str, file: &Path) -> Result<(), Error> {
    let mut map = Map::default();
    map.take(Whole::from(text.to_owned()).value(), file).map_err(|fault| fault.in_file(file))
}

/// The content of a map that passes a check; none where there need not be one. It is that of the file which was checked,
/// whatever is put in its place meanwhile.
fn bytes_of(place: &Place, check: impl FnOnce(&Place) -> Result<(), Error>) -> Result<Option<Vec<u8>>, Error> {
    let file = match files::open(&place.file) {
        Ok(file) => file,
        Err(error) if is_absent(error.kind()) && place.whose != (Whose::Users { is_named: true }) => return Ok(None),
        Err(error) => return Err(unreadable(place, &error)),
    };
    files::check_is_file(&place.file).map_err(|error| no_file(place, &error))?;
    check(place)?;
    let is_checked = fs::metadata(&place.file).is_ok_and(|found| files::is_same(&file, &found));
    let exchanged = || io::Error::other("another file was put in its place just then");
    let bytes = if is_checked { files::read_all(file) } else { Err(exchanged()) };
    bytes.map(Some).map_err(|error| unreadable(place, &error))
}

fn is_absent(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn unreadable(place: &Place, error: &io::Error) -> Error {
    let file = shown(&place.file);
    let message = if is_absent(error.kind()) {
        format!("{VARIABLE} names the map {file}, which is not there.")
    } else {
        format!("The map {file} cannot be read: {error}.")
    };
    Error::new(Code::InvalidRegistryMap, message).hint("Repair the file, or take it away.")
}

/// What is no file, such as a device, is nothing to repair or to take away.
fn no_file(place: &Place, error: &io::Error) -> Error {
    let is_named = place.whose == Whose::Users { is_named: true };
    let named = format!("Name a file with {VARIABLE}, or take the variable away.");
    unreadable(place, error).hint(if is_named { &named } else { "Put a file there, or nothing." })
}

/// The text of a file, which editors of Windows may have written; bytes that are none are a fault.
fn text_of(bytes: &[u8]) -> Result<String, Fault> {
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Ok(decode(bytes));
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => Ok(decode(bytes)),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
            Err(Fault::of_text(line, "there are bytes that are not UTF-8"))
        }
    }
}

fn next(text: &str) -> Result<Next, &'static str> {
    Next::of(text).ok_or("must be auto, file, none, or the end of a helper's name, such as desktop")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn read(text: impl AsRef<[u8]>) -> Result<Map, Error> {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("registries.json");
        std::fs::write(&file, text).unwrap();
        Map::of(&[Place { file, whose: Whose::Users { is_named: true } }])
    }

    #[test]
    fn the_first_line_of_a_host_counts() {
        let map = read(
            r#"{ "version": 1, "next": "desktop",
  "registries": [
    { "match": "111122223333.dkr.ecr.*.amazonaws.com", "profile": "prod" },
    { "match": "*.dkr.ecr.*.amazonaws.com", "profile": "hub", "role": "arn:aws:iam::{account}:role/pull" },
    { "match": "Registry.example.com", "account": "111122223333", "region": "eu-west-1" },
    { "match": "public.ecr.aws", "anonymous": true } ] }"#,
        )
        .unwrap();
        assert_eq!(map.next(), &Next::Helper("desktop".to_owned()));
        let line = |host: &str| map.line_of(host);
        let prod = line("111122223333.dkr.ecr.eu-west-1.amazonaws.com").unwrap();
        assert_eq!((prod.profile.as_deref(), prod.role_in(Some("111122223333"))), (Some("prod"), None));
        assert!(prod.place.ends_with("registries.json, line 3"), "{}", prod.place);
        let hub = line("444455556666.DKR.ecr.eu-west-1.amazonaws.com").unwrap();
        assert_eq!(hub.role_in(Some("444455556666")).as_deref(), Some("arn:aws:iam::444455556666:role/pull"));
        assert_eq!(line("registry.EXAMPLE.com").unwrap().region.as_deref(), Some("eu-west-1"));
        assert!(line("public.ecr.aws").unwrap().anonymous);
        assert!(line("docker.io").is_none() && line("registry.example.com:5000").is_none());
    }

    #[test]
    fn the_users_file_goes_before_the_machines() {
        let folder = TempDir::new().unwrap();
        let place = |name: &str, profile: &str, next: &str| {
            let file = folder.path().join(name);
            let line = format!(r#"{{"match":"*.example.com","account":"111122223333","profile":"{profile}"}}"#);
            std::fs::write(&file, format!(r#"{{"version":1,"next":"{next}","registries":[{line}]}}"#)).unwrap();
            Place { file, whose: Whose::Users { is_named: false } }
        };
        let (mut first, second) = (place("a", "mine", "none"), place("b", "all", "file"));
        let map = Map::of(&[first.clone(), second.clone()]).unwrap();
        assert_eq!((map.line_of("r.example.com").unwrap().profile.as_deref(), map.next()), (Some("mine"), &Next::None));
        first.file.set_file_name("lost");
        let map = Map::of(&[first, second]).unwrap();
        assert_eq!((map.line_of("r.example.com").unwrap().profile.as_deref(), map.next()), (Some("all"), &Next::File));
        assert_eq!(map.files().len(), 2, "one that may come is looked at as well");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_read_is_what_was_checked() {
        let folder = TempDir::new().unwrap();
        let (file, other) = (folder.path().join("registries.json"), folder.path().join("other"));
        let place = Place { file: file.clone(), whose: Whose::Users { is_named: true } };
        for (path, text) in [(&file, "theirs"), (&other, "mine")] {
            fs::write(path, text).unwrap();
        }
        let exchange = |_: &Place| {
            fs::rename(&other, &file).unwrap();
            Ok(())
        };
        let error = bytes_of(&place, exchange).unwrap_err();
        assert!(error.message.contains("another file was put in its place"), "{error}");
        assert_eq!(bytes_of(&place, |_| Ok(())).unwrap().as_deref(), Some(&b"mine"[..]));
    }

    #[cfg(unix)]
    #[test]
    fn a_map_of_the_machine_counts_only_where_root_alone_may_write() {
        use std::os::unix::fs::{PermissionsExt, chown};
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("registries.json");
        std::fs::write(&file, r#"{"version":1,"next":"file"}"#).unwrap();
        let set = |path: &Path, mode| std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
        let refused = |words: &str| {
            let error = Map::of(&[Place { file: file.clone(), whose: Whose::Machines }]).unwrap_err();
            assert_eq!(error.code, Code::UntrustedRegistryMap);
            assert!(error.message.contains(words) && !error.hint.is_empty(), "{error} {}", error.hint);
        };
        set(&file, 0o644);
        set(folder.path(), 0o755);
        if !nix::unistd::geteuid().is_root() {
            return refused("does not belong to root");
        }
        assert!(Map::of(&[Place { file: file.clone(), whose: Whose::Machines }]).is_ok());
        for (path, bad, good) in
            [(file.as_path(), 0o664, 0o644), (folder.path(), 0o757, 0o755), (folder.path(), 0o1777, 0o755)]
        {
            set(path, bad);
            refused("may be written by others");
            set(path, good);
        }
        for path in [file.as_path(), folder.path()] {
            chown(path, Some(65534), None).unwrap();
            refused("does not belong to root");
            chown(path, Some(0), None).unwrap();
        }
    }
}
