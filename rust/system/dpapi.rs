//! Data that Windows encrypts for the account it runs under.
#![allow(unsafe_code)]

use std::io;
use std::ptr::{null, null_mut};
use std::slice;
use windows_sys::Win32::Foundation::LocalFree;
use windows_sys::Win32::Security::Cryptography::{
    CRYPT_INTEGER_BLOB, CRYPTPROTECT_UI_FORBIDDEN, CryptProtectData, CryptUnprotectData,
};
use windows_sys::core::BOOL;
use zeroize::{Zeroize, Zeroizing};

/// Encrypts data so that only the same account can read it again.
///
/// # Errors
/// What Windows says: an account without a profile, as some services have, has no keys.
pub fn protect(plain: &[u8]) -> io::Result<Vec<u8>> {
    let sealed = converted(plain, |input, output| {
        // SAFETY: both blobs are valid for the call; all that may be left out is.
        unsafe { CryptProtectData(input, null(), null(), null(), null(), CRYPTPROTECT_UI_FORBIDDEN, output) }
    })?;
    Ok(sealed.to_vec())
}

/// Decrypts what the same account has encrypted, by [`protect`] or any other program.
///
/// # Errors
/// What Windows says of data that is damaged or another account's.
pub fn unprotect(sealed: &[u8]) -> io::Result<Zeroizing<Vec<u8>>> {
    converted(sealed, |input, output| {
        // SAFETY: both blobs are valid for the call; all that may be left out is.
        unsafe { CryptUnprotectData(input, null_mut(), null(), null(), null(), CRYPTPROTECT_UI_FORBIDDEN, output) }
    })
}

/// What a function of Windows makes of bytes. It takes its input by a pointer to mutable bytes, but only reads it.
fn converted(
    bytes: &[u8],
    call: impl FnOnce(*const CRYPT_INTEGER_BLOB, *mut CRYPT_INTEGER_BLOB) -> BOOL,
) -> io::Result<Zeroizing<Vec<u8>>> {
    let length = u32::try_from(bytes.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
    let input = CRYPT_INTEGER_BLOB { cbData: length, pbData: bytes.as_ptr().cast_mut() };
    let mut output = Allocated(CRYPT_INTEGER_BLOB { cbData: 0, pbData: null_mut() });
    if call(&input, &mut output.0) == 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(Zeroizing::new(output.bytes().to_vec()))
}

/// Bytes that Windows has allocated: wiped, then given back.
struct Allocated(CRYPT_INTEGER_BLOB);

impl Allocated {
    fn bytes(&mut self) -> &mut [u8] {
        if self.0.pbData.is_null() {
            return &mut [];
        }
        // SAFETY: Windows has written as many bytes there, and nobody else knows of them.
        unsafe { slice::from_raw_parts_mut(self.0.pbData, self.0.cbData as usize) }
    }
}

impl Drop for Allocated {
    fn drop(&mut self) {
        self.bytes().zeroize();
        // SAFETY: what Windows has allocated so is given back so, once; null is nothing.
        unsafe { LocalFree(self.0.pbData.cast()) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encrypted_comes_back() {
        for plain in [&b""[..], b"a key", &[0; 100_000]] {
            let sealed = protect(plain).unwrap();
            assert!(plain.is_empty() || !sealed.windows(plain.len()).any(|part| part == plain));
            assert_eq!(&unprotect(&sealed).unwrap()[..], plain);
        }
    }

    #[test]
    fn what_nobody_has_encrypted_is_an_error() {
        for sealed in [&b""[..], b"a key", &[0; 300]] {
            assert!(unprotect(sealed).is_err());
        }
    }

    #[test]
    fn what_is_damaged_is_an_error() {
        let sealed = protect(b"a key").unwrap();
        assert!(unprotect(&sealed[..sealed.len() / 2]).is_err());
    }
}
