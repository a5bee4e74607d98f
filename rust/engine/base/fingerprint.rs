//! Hashes by which things that hold secrets are known, so that a cache's keys hold none.

use sha2::{Digest, Sha256};
use std::hash::{Hash, Hasher};

/// What something is known by.
pub type Fingerprint = [u8; 32];

/// The fingerprint of a value, secrets in it included.
pub fn of(value: &impl Hash) -> Fingerprint {
    let mut sha = Sha(Sha256::new());
    value.hash(&mut sha);
    sha.0.finalize().into()
}

struct Sha(Sha256);

impl Hasher for Sha {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        unreachable!("the whole digest is taken instead")
    }
}
