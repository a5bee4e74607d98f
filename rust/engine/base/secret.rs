//! The one type that holds secrets: it does not print and is wiped when dropped.

use serde::{Deserialize, Deserializer};
use std::hash::{Hash, Hasher};
use zeroize::{Zeroize, Zeroizing};

/// How much of the stack is wiped: more than calls of libraries leave behind.
const STACK: usize = 512 * 1024;

/// Wipes the stack below the caller, where calls that are over have left what they worked with. Inlined, it would wipe
/// its caller's frame alone.
#[inline(never)]
pub fn wipe_stack() {
    std::hint::black_box(&mut [0_u8; STACK]).zeroize();
}

/// A key, token or password.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The secret itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The secret without the blanks around it.
    pub fn trimmed(&self) -> Secret {
        Secret::from(self.0.trim().to_owned())
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Secret(Zeroizing::new(value))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl Hash for Secret {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.as_str().hash(state);
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Secret::from)
    }
}
