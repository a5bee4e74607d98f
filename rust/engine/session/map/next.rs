//! Where registries go that are not ours.

use std::fmt;

/// The store that the credential helper asks for registries that are not ours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Next {
    /// What installing the helper found, else the helper's own file.
    #[default]
    Auto,
    /// The helper's own file.
    File,
    /// None.
    None,
    /// Another helper, by the end of its program's name.
    Helper(String),
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
