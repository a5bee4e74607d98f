//! Who may write a file or a folder.
#![allow(unsafe_code)]

use std::io;
use std::os::windows::ffi::OsStrExt;
use std::path::Path;
use std::ptr::null_mut;
use windows_sys::Win32::Foundation::{ERROR_SUCCESS, GENERIC_ALL, GENERIC_WRITE, LocalFree};
use windows_sys::Win32::Security::Authorization::{ConvertStringSidToSidW, GetNamedSecurityInfoW, SE_FILE_OBJECT};
use windows_sys::Win32::Security::{
    ACCESS_ALLOWED_ACE, ACE_HEADER, ACL, DACL_SECURITY_INFORMATION, EqualSid, GetAce, INHERIT_ONLY_ACE,
    OWNER_SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, PSID,
};
use windows_sys::Win32::Storage::FileSystem::{
    DELETE, FILE_APPEND_DATA, FILE_DELETE_CHILD, FILE_WRITE_ATTRIBUTES, FILE_WRITE_DATA, FILE_WRITE_EA, WRITE_DAC,
    WRITE_OWNER,
};
use windows_sys::Win32::System::SystemServices::ACCESS_ALLOWED_ACE_TYPE;

/// SYSTEM, the group of administrators, and the installer of Windows itself.
const ADMINISTRATORS: [&str; 3] =
    ["S-1-5-18", "S-1-5-32-544", "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"];

/// What lets somebody change a file, or what lies in a folder.
const WRITES: u32 = FILE_WRITE_DATA
    | FILE_APPEND_DATA
    | FILE_WRITE_EA
    | FILE_WRITE_ATTRIBUTES
    | FILE_DELETE_CHILD
    | DELETE
    | WRITE_DAC
    | WRITE_OWNER
    | GENERIC_WRITE
    | GENERIC_ALL;

/// Whether a file or a folder belongs to administrators and nobody else may write it. An entry of the access list that
/// is neither a plain permission nor a denial counts as somebody else's.
///
/// # Errors
/// What Windows says.
pub fn is_administrators(path: &Path) -> io::Result<bool> {
    Found::of(path)?.is_administrators()
}

/// Whether an entry takes something away: one of the types 1, 6, 10 and 12.
fn is_denial(header: &ACE_HEADER) -> bool {
    matches!(header.AceType, 1 | 6 | 10 | 12)
}

/// A SID that Windows has allocated.
struct Sid(PSID);

impl Sid {
    fn of(text: &str) -> io::Result<Self> {
        let mut sid = null_mut();
        // SAFETY: the text ends with a zero, and there is a place for the answer.
        match unsafe { ConvertStringSidToSidW(wide(Path::new(text)).as_ptr(), &mut sid) } {
            0 => Err(io::Error::last_os_error()),
            _ => Ok(Sid(sid)),
        }
    }
}

impl Drop for Sid {
    fn drop(&mut self) {
        // SAFETY: what Windows has allocated so is given back so, once.
        unsafe { LocalFree(self.0) };
    }
}

/// Owner and access list, which lie in the descriptor.
struct Found {
    descriptor: PSECURITY_DESCRIPTOR,
    owner: PSID,
    list: *mut ACL,
}

impl Found {
    fn of(path: &Path) -> io::Result<Self> {
        let mut found = Found { descriptor: null_mut(), owner: null_mut(), list: null_mut() };
        let wanted = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
        // SAFETY: the path ends with a zero, and there is a place for each answer.
        let code = unsafe {
            GetNamedSecurityInfoW(
                wide(path).as_ptr(),
                SE_FILE_OBJECT,
                wanted,
                &mut found.owner,
                null_mut(),
                &mut found.list,
                null_mut(),
                &mut found.descriptor,
            )
        };
        if code == ERROR_SUCCESS { Ok(found) } else { Err(io::Error::from_raw_os_error(code as i32)) }
    }

    /// Whether owner and list are as wanted.
    fn is_administrators(&self) -> io::Result<bool> {
        let administrators = ADMINISTRATORS.iter().map(|text| Sid::of(text)).collect::<io::Result<Vec<_>>>()?;
        // SAFETY: the owner lies in the descriptor, which lives; those it is held against are valid.
        let is_one = |sid: PSID| administrators.iter().any(|known| unsafe { EqualSid(sid, known.0) } != 0);
        if self.owner.is_null() || !is_one(self.owner) || self.list.is_null() {
            // No list at all lets everybody in.
            return Ok(false);
        }
        // SAFETY: the list lies in the descriptor, which lives.
        let entries = u32::from(unsafe { (*self.list).AceCount });
        for at in 0..entries {
            let mut entry = null_mut();
            // SAFETY: the list is valid and has such an entry.
            if unsafe { GetAce(self.list, at, &mut entry) } == 0 {
                return Err(io::Error::last_os_error());
            }
            // SAFETY: each entry starts with a header.
            let header = unsafe { &*entry.cast::<ACE_HEADER>() };
            if u32::from(header.AceFlags) & INHERIT_ONLY_ACE != 0 || is_denial(header) {
                continue;
            }
            if u32::from(header.AceType) != ACCESS_ALLOWED_ACE_TYPE {
                return Ok(false);
            }
            let allowed = entry.cast::<ACCESS_ALLOWED_ACE>();
            // SAFETY: by its type the entry is one of these, whose last field is where the holder's SID starts.
            let (mask, holder) = unsafe { ((*allowed).Mask, (&raw mut (*allowed).SidStart).cast()) };
            if mask & WRITES != 0 && !is_one(holder) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Drop for Found {
    fn drop(&mut self) {
        // SAFETY: what Windows has allocated so is given back so, once; null is nothing.
        unsafe { LocalFree(self.descriptor.cast()) };
    }
}

fn wide(path: &Path) -> Vec<u16> {
    path.as_os_str().encode_wide().chain([0]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use windows_sys::Win32::Security::Authorization::{
        ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1,
    };
    use windows_sys::Win32::Security::{GetSecurityDescriptorDacl, GetSecurityDescriptorOwner};

    /// What a file would have, in the words in which Windows writes it.
    fn written(text: &str) -> Found {
        let mut found = Found { descriptor: null_mut(), owner: null_mut(), list: null_mut() };
        let (mut is_there, mut is_default) = (0, 0);
        // SAFETY: the text ends with a zero; there is a place for each answer, and the descriptor is valid once it is made.
        let done = unsafe {
            ConvertStringSecurityDescriptorToSecurityDescriptorW(
                wide(Path::new(text)).as_ptr(),
                SDDL_REVISION_1,
                &mut found.descriptor,
                null_mut(),
            ) != 0
                && GetSecurityDescriptorOwner(found.descriptor, &mut found.owner, &mut is_default) != 0
                && GetSecurityDescriptorDacl(found.descriptor, &mut is_there, &mut found.list, &mut is_default) != 0
        };
        assert!(done, "{text}: {}", io::Error::last_os_error());
        found
    }

    #[test]
    fn only_administrators_may_own_and_write() {
        for (text, wanted) in [
            ("O:BAD:(A;;FA;;;BA)(A;;FA;;;SY)(A;;0x1200a9;;;BU)", true),
            ("O:SYD:(A;;FA;;;SY)", true),
            ("O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464D:(A;;FA;;;BA)(A;;FR;;;WD)", true),
            ("O:BAD:(D;;FA;;;WD)(A;;FA;;;BA)", true),
            ("O:BAD:(A;OICIIO;FA;;;CO)(A;;FA;;;BA)", true),
            ("O:BUD:(A;;FA;;;BA)", false),
            ("O:S-1-5-21-1-2-3-1001D:(A;;FA;;;BA)", false),
            ("O:BAD:(A;;FA;;;S-1-5-21-1-2-3-1001)", false),
            ("O:BAD:(A;;FA;;;BA)(A;;0x2;;;BU)", false),
            ("O:BAD:(A;;FA;;;BA)(A;CI;0x100116;;;BU)", false),
            ("O:BAD:(A;;GW;;;AU)", false),
            ("O:BAD:(A;;GA;;;WD)", false),
            ("O:BAD:(A;;WD;;;BU)", false),
            ("O:BAD:(A;;SD;;;BU)", false),
            ("O:BA", false),
        ] {
            assert_eq!(written(text).is_administrators().unwrap(), wanted, "{text}");
        }
    }

    #[test]
    fn a_file_of_this_user_is_this_users() {
        let own = std::env::temp_dir().join(format!("ecrlogin-trust-{}", std::process::id()));
        std::fs::write(&own, "").unwrap();
        let found = is_administrators(&own);
        std::fs::remove_file(&own).unwrap();
        assert!(!found.unwrap());
        assert!(is_administrators(&own).is_err(), "one that is not there says nothing");
    }
}
