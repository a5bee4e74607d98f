//! Forgets what is kept for later calls.

use crate::base::environment::Environment;
use crate::base::epoch::Epoch;
use crate::base::error::{Code, Error};
use crate::base::secret::wipe_stack;
use crate::message::answer::Cleared;
use crate::message::request::Request;
use crate::net::http::Http;
use crate::ops::connection::environment;
use crate::ops::helper::shelf::Shelf;
use crate::registry::kept;
use crate::session::credentials::forget_role_sessions;
use crate::session::open;

/// Forgets logins, sessions with their keys, and idle connections; asked for, the logins that the credential helper keeps
/// on disk too.
///
/// # Errors
/// [`Code::StillLoggedIn`] where those on disk are still there.
pub async fn clear_cache(request: &mut Request) -> Result<Cleared, Error> {
    Epoch::end();
    forget_role_sessions();
    Http::close_idle();
    let mut cleared = Cleared { tokens: kept::clear(), sessions: open::forget(), helper: None };
    wipe_stack();
    if request.helper.unwrap_or_default() {
        cleared.helper = Some(clear_shelf(&environment(request)?).await?);
    }
    Ok(cleared)
}

async fn clear_shelf(env: &Environment) -> Result<usize, Error> {
    let Some(shelf) = Shelf::at_all(env) else { return Ok(0) };
    shelf.clear().await.map_err(|error| {
        let message = format!("The logins that the credential helper keeps are still there: {error}.");
        Error::new(Code::StillLoggedIn, message).hint("Take the file away by hand, or try again.")
    })
}
