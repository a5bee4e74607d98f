//! The names of the profiles in force.

use crate::message::request::Request;
use crate::ops::connection::connection_of;
use crate::session::halt::Halt;
use crate::session::profiles::Profiles;

/// The names of all profiles of the files that a request's environment names, sorted.
///
/// # Errors
/// What is wrong with the files.
pub async fn profiles(request: &mut Request) -> Result<Vec<String>, Halt> {
    let connection = connection_of(request)?;
    let location = connection.profile_location.as_deref();
    let profiles = Profiles::load(&connection.env, connection.cwd.as_deref(), location).await?;
    Ok(profiles.names())
}
