//! Where registries go that are not ours.

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
