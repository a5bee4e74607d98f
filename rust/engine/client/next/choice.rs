//! What is to serve the registries that are not ours: as the map says it, or as installing found it.

use crate::base::environment::Environment;
use crate::base::object::read_object;
use crate::base::own_folder::own_folder;
use crate::base::private;
use crate::client::protocol::{ECR_LOGIN, is_plain};
use serde::Deserialize;
use std::fmt;

/// What serves the registries that are not ours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Next {
    /// The store that installing found in the client's config, else the file.
    #[default]
    Auto,
    /// A file of our own.
    File,
    /// Nothing.
    None,
    /// The credential helper of this name.
    Helper(String),
}

/// The version of what installing writes.
const VERSION: u32 = 1;

/// The most characters of a helper's name.
const MAX_NAME: usize = 100;

impl Next {
    /// Reads a word of the map; none for what can be no helper's name.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "auto" => Some(Next::Auto),
            "file" => Some(Next::File),
            "none" => Some(Next::None),
            name => is_name(name).then(|| Next::Helper(name.to_owned())),
        }
    }

    /// The same without [`Next::Auto`].
    pub fn settled(&self, env: &Environment) -> Next {
        match self {
            Next::Auto => installed(env).unwrap_or(Next::File),
            other => other.clone(),
        }
    }
}

fn is_name(word: &str) -> bool {
    is_plain(word) && word.len() <= MAX_NAME && word.starts_with(|c: char| c.is_ascii_alphanumeric())
}

impl fmt::Display for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Next::Auto => f.write_str("auto"),
            Next::File => f.write_str("file"),
            Next::None => f.write_str("none"),
            Next::Helper(name) => write!(f, "the helper '{name}'"),
        }
    }
}

/// What installing wrote down, as far as it is of use here.
#[derive(Deserialize)]
struct Installed {
    version: u32,
    next: Option<String>,
}

/// What installing found. A store that keeps nothing cannot serve others.
fn installed(env: &Environment) -> Option<Next> {
    let bytes = private::read_own(&own_folder(env)?.join("installed.json"))?;
    let installed: Installed = read_object(&bytes).ok()?;
    let word = installed.next.filter(|word| installed.version == VERSION && word != ECR_LOGIN)?;
    Next::of(&word).filter(|next| *next != Next::Auto)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_word_of_the_map_is_a_choice_or_a_helpers_name() {
        for (word, next) in [
            ("auto", Some(Next::Auto)),
            ("file", Some(Next::File)),
            ("none", Some(Next::None)),
            ("desktop.exe", Some(Next::Helper("desktop.exe".to_owned()))),
            ("", None),
            ("../evil", None),
            ("-x", None),
            (&"x".repeat(101), None),
            ("a b", None),
            ("a\\b", None),
        ] {
            assert_eq!(Next::of(word), next, "{word:?}");
        }
    }

    #[test]
    fn auto_is_what_installing_found_else_the_file() {
        let home = tempfile::tempdir().unwrap();
        let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
        let env = Environment::default().with(&[(name, home.path().to_str().unwrap())]);
        assert_eq!(Next::Auto.settled(&env), Next::File);
        fs::create_dir(home.path().join(".ecrlogin")).unwrap();
        for (text, next) in [
            (r#"{"version":1,"next":"desktop","configs":[]}"#, Next::Helper("desktop".to_owned())),
            (r#"{"version":1,"next":"none"}"#, Next::None),
            (r#"{"version":1,"next":"file"}"#, Next::File),
            (r#"{"version":1,"next":null}"#, Next::File),
            (r#"{"version":1,"next":"auto"}"#, Next::File),
            (r#"{"version":1,"next":"ecr-login"}"#, Next::File),
            (r#"{"version":1,"next":"../evil"}"#, Next::File),
            (r#"{"version":2,"next":"desktop"}"#, Next::File),
            ("{", Next::File),
            (r#"[1,"desktop"]"#, Next::File),
        ] {
            fs::write(home.path().join(".ecrlogin/installed.json"), text).unwrap();
            assert_eq!(Next::Auto.settled(&env), next, "{text}");
        }
        assert_eq!(Next::Helper("pass".to_owned()).settled(&env), Next::Helper("pass".to_owned()));
    }
}
