//! Forgets what is kept for later calls.

use crate::base::epoch::Epoch;
use crate::base::secret::wipe_stack;
use crate::message::answer::Cleared;
use crate::net::http::Http;
use crate::registry::kept;
use crate::session::credentials::forget_role_sessions;
use crate::session::open;

/// Forgets logins, sessions with their keys, and idle connections.
pub fn clear_cache() -> Cleared {
    Epoch::end();
    forget_role_sessions();
    Http::close_idle();
    let cleared = Cleared { tokens: kept::clear(), sessions: open::forget() };
    wipe_stack();
    cleared
}
