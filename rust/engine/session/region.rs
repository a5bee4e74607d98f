//! Where is asked: the region that something names, else that of the instance.

use crate::base::caught::caught;
use crate::base::environment::Environment;
use crate::base::error::{Code, Error};
use crate::session::connection::Connection;
use crate::session::settings::{Settings, checked_region};
use aws_config::Region;

/// The region of a connection, without asking for credentials.
///
/// # Errors
/// [`Code::NoRegion`], [`Code::InvalidRegion`], or what is wrong with the files.
pub async fn region_of(connection: &Connection) -> Result<String, Error> {
    let settings = Settings::read(connection).await?;
    Ok(region(connection, &settings).await?.to_string())
}

/// The region that is settled, else the one that instance metadata tells.
///
/// # Errors
/// [`Code::NoRegion`] or [`Code::InvalidRegion`].
pub async fn region(connection: &Connection, settings: &Settings) -> Result<Region, Error> {
    if let Some(region) = settings.region(connection)? {
        return Ok(region);
    }
    let env = settings.metadata_env(&connection.env);
    let served = if may_be_instance(&env) { region_of_instance(settings, &env).await } else { None };
    let Some(name) = served.as_ref().map(AsRef::as_ref).or(connection.fallback_region.as_deref()) else {
        return Err(no_region(settings));
    };
    checked_region(name)
}

/// The region as far as it is known without asking anybody; none where instance metadata may tell it.
///
/// # Errors
/// [`Code::NoRegion`] where nobody can tell it, or [`Code::InvalidRegion`].
pub async fn known_region(connection: &Connection) -> Result<Option<String>, Error> {
    let settings = Settings::read(connection).await?;
    let named = settings.region(connection)?.map(|region| region.to_string());
    let known = named.or_else(|| connection.fallback_region.clone());
    if known.is_none() && !may_be_instance(&settings.metadata_env(&connection.env)) {
        return Err(no_region(&settings));
    }
    Ok(known)
}

fn no_region(settings: &Settings) -> Error {
    let message = format!(
        "No region is set: not by -Region, AWS_REGION, AWS_DEFAULT_REGION, the profile '{}' or instance metadata.{}",
        settings.profile,
        settings.profiles.absent()
    );
    Error::new(Code::NoRegion, message)
}

async fn region_of_instance(settings: &Settings, env: &Environment) -> Option<Region> {
    // The SDK panics at metadata that cannot stand in its next request.
    caught(settings.loader(env).no_credentials().load()).await?.region().cloned()
}

/// Whether this may be an EC2 instance that tells its region. Where the firmware says that it is none, asking would only
/// cost a second; an endpoint that is configured is always asked.
fn may_be_instance(env: &Environment) -> bool {
    if env.get("AWS_EC2_METADATA_DISABLED").is_some_and(|value| value.trim().eq_ignore_ascii_case("true")) {
        return false;
    }
    if env.get("AWS_EC2_METADATA_SERVICE_ENDPOINT").is_some() {
        return true;
    }
    let vendor = std::fs::read_to_string("/sys/class/dmi/id/sys_vendor").unwrap_or_default();
    vendor.trim().is_empty() || vendor.contains("Amazon") || vendor.contains("Xen")
}
