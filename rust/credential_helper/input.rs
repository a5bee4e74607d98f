//! What a client writes to the helper.

use ecr_engine::{Code, Error};
use std::io::Read;
use zeroize::Zeroizing;

/// The most bytes that are read: clients read lines of that length themselves.
pub const MAX_BYTES: u64 = 64 * 1024;

/// All of it, as text without the blanks around it.
///
/// # Errors
/// [`Code::InvalidRequest`] for more than [`MAX_BYTES`], and for bytes that are not UTF-8.
pub fn read(stdin: &mut dyn Read) -> Result<Zeroizing<String>, Error> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(1024));
    stdin
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| refused(format!("The standard input cannot be read: {error}.")))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(refused("The standard input has more than 64 KiB.".to_owned()));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| refused("The standard input is not UTF-8.".to_owned()))?;
    Ok(Zeroizing::new(text.trim().to_owned()))
}

fn refused(message: String) -> Error {
    Error::new(Code::InvalidRequest, message).hint("Write what the protocol of credential helpers asks for.")
}
