//! Who may write a map: it says with whose keys a registry is asked, and which program is started.

use super::places::{Place, Whose};
use crate::base::error::{Code, Error};
use crate::base::trust::{self, Flaw, Owner};

/// Checks that nobody may write a map, or put another in its place, but those whose it is.
///
/// # Errors
/// [`Code::UntrustedRegistryMap`] with the remedy.
pub fn check(place: &Place) -> Result<(), Error> {
    let owner = if place.whose == Whose::Machines { Owner::Machine } else { Owner::User };
    let resolved = place.file.canonicalize().unwrap_or_else(|_| place.file.clone());
    let folders = [place.file.parent(), resolved.parent()];
    for path in [Some(place.file.as_path())].into_iter().chain(folders).flatten() {
        trust::check(path, owner, owner == Owner::User).map_err(untrusted)?;
    }
    trust::check_links(&place.file, owner).map_err(untrusted)
}

fn untrusted(Flaw { told, remedy }: Flaw) -> Error {
    let message = format!("The map of registries does not count: {told}; whoever writes it says whose keys are used.");
    Error::new(Code::UntrustedRegistryMap, message).hint(remedy)
}
