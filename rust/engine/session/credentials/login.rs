//! Login sessions: what `aws login` left in the user's home directory.

use super::context::{Context, Settled};
use super::sdk;
use crate::base::printable::printable;
use crate::session::halt::Halt;

/// The credentials of the profile's login session.
///
/// # Errors
/// When there is no such session, or it cannot be refreshed.
pub async fn credentials(context: &Context<'_>, name: &str, session: &str) -> Result<Settled, Halt> {
    let lines = format!("login_session = {session}\n");
    let keys = sdk::of_profile_text(context, &lines).await.map_err(|error| {
        let what = format!("The login session of the profile '{}' gave no credentials", printable(name));
        sdk::failed(&what, &error).hint(format!("Run 'aws login --profile {}' and try again.", printable(name)))
    })?;
    Ok(Settled { keys, source: format!("login session of the profile '{}'", printable(name)) })
}
