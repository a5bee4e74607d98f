//! Login sessions: what `aws login` left in the user's home directory.

use super::cached::secrets_in;
use super::context::{Context, Settled};
use super::sdk;
use crate::base::edited::hash;
use crate::base::printable::printable;
use crate::session::halt::Halt;
use std::path::PathBuf;

/// The credentials of the profile's login session.
///
/// # Errors
/// When there is no such session, or it cannot be refreshed.
pub async fn credentials(context: &Context<'_>, name: &str, session: &str) -> Result<Settled, Halt> {
    let lines = format!("login_session = {session}\n");
    let shown = || cache_file(context, session).map(|file| secrets_in(&file)).unwrap_or_default();
    let mut secrets = shown();
    let keys = sdk::of_profile_text(context, &lines).await.map_err(|error| {
        // The SDK may have put renewed ones there.
        secrets.extend(shown());
        let what = format!("The login session of the profile '{}' gave no credentials", printable(name));
        sdk::failed(&what, &error, &secrets)
            .hint(format!("Run 'aws login --profile {}' and try again.", printable(name)))
    })?;
    Ok(Settled { keys, source: format!("login session of the profile '{}'", printable(name)) })
}

/// Where the AWS CLI and the SDK keep the session.
fn cache_file(context: &Context<'_>, session: &str) -> Option<PathBuf> {
    let env = &context.connection.env;
    let own = || Some(env.home()?.join(".aws").join("login").join("cache"));
    let folder = env.get("AWS_LOGIN_CACHE_DIRECTORY").map(PathBuf::from).or_else(own)?;
    Some(folder.join(format!("{}.json", hash(session.trim().as_bytes()))))
}
