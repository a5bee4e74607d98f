//! The logins that clients keep in their own files: read, never written.

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

fn read(file: &Path) -> Option<BTreeMap<String, User>> {
    let bytes = Zeroizing::new(files::read(file).ok()?);
    let text = Zeroizing::new(decode(&bytes));
    Some(read_object::<Auths>(text.as_bytes()).ok()?.logins())
}
