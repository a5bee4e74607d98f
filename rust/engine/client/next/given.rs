//! A login that goes from hand to hand.

use crate::base::secret::Secret;

/// A login for a server, as the protocol of credential helpers has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The server's address, as whoever asked or handed it in wrote it.
    pub server: String,
    /// The user; `<token>` where the secret is an identity token.
    pub username: String,
    /// The password or token.
    pub secret: Secret,
}
