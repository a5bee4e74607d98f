//! The logins that clients keep in their own files: read, never written.

use super::address::nearest;
use super::entry::{Auths, User};
use crate::base::environment::Environment;
use crate::base::files;
use crate::base::object::read_object;
use crate::base::text::decode;
use crate::client::place::login_files;
use std::collections::BTreeMap;
use std::path::Path;
use zeroize::Zeroizing;

/// The logins of each file that is there, in the order in which clients look. What cannot be read is its client's to tell.
pub fn logins(env: &Environment) -> impl Iterator<Item = BTreeMap<String, User>> {
    login_files(env).into_iter().filter_map(|file| read(&file))
}

/// Whether a client's file has a login for a server.
pub fn has_login(file: &Path, server: &str) -> bool {
    read(file).is_some_and(|logins| nearest(logins.keys(), server).is_some())
}

fn read(file: &Path) -> Option<BTreeMap<String, User>> {
    let bytes = Zeroizing::new(files::read(file).ok()?);
    let text = Zeroizing::new(decode(&bytes));
    Some(read_object::<Auths>(text.as_bytes()).ok()?.logins())
}
