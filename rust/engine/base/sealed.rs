//! What is kept on disk for this user alone: encrypted by Windows, as it is elsewhere, where the file's mode guards it.

use std::io;
use zeroize::Zeroizing;

/// Makes bytes fit for the disk.
///
/// # Errors
/// What Windows says: an account without a profile, as some services have, has no keys.
#[cfg(windows)]
pub fn seal(plain: &[u8]) -> io::Result<Zeroizing<Vec<u8>>> {
    ecr_system::dpapi::protect(plain).map(Zeroizing::new)
}

/// Makes bytes fit for the disk.
///
/// # Errors
/// None where there is no Windows.
#[cfg(not(windows))]
pub fn seal(plain: &[u8]) -> io::Result<Zeroizing<Vec<u8>>> {
    Ok(Zeroizing::new(plain.to_vec()))
}

/// What was sealed.
///
/// # Errors
/// What Windows says of data that is damaged or another account's.
#[cfg(windows)]
pub fn unseal(sealed: &[u8]) -> io::Result<Zeroizing<Vec<u8>>> {
    ecr_system::dpapi::unprotect(sealed)
}

/// What was sealed.
///
/// # Errors
/// None where there is no Windows.
#[cfg(not(windows))]
pub fn unseal(sealed: &[u8]) -> io::Result<Zeroizing<Vec<u8>>> {
    Ok(Zeroizing::new(sealed.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_comes_back_and_windows_shows_it_to_nobody() {
        let sealed = seal(b"me:hunter2").unwrap();
        assert_eq!(sealed.windows(7).any(|part| part == b"hunter2"), !cfg!(windows));
        assert_eq!(unseal(&sealed).unwrap().as_slice(), b"me:hunter2");
    }
}
