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
    let served = if is_elsewhere(&env) { None } else { region_of_instance(settings, &env).await };
    let Some(name) = served.as_ref().map(AsRef::as_ref).or(connection.fallback_region.as_deref()) else {
        let message = format!(
            "No region is set: not by -Region, AWS_REGION, AWS_DEFAULT_REGION, the profile '{}' or instance metadata.{}",
            settings.profile,
            settings.profiles.absent()
        );
        return Err(Error::new(Code::NoRegion, message));
    };
    checked_region(name)
}

async fn region_of_instance(settings: &Settings, env: &Environment) -> Option<Region> {
    // The SDK panics at metadata that cannot stand in its next request.
    caught(settings.loader(env).no_credentials().load()).await?.region().cloned()
}

/// Whether the firmware says that this is no EC2 instance, where asking for metadata would only cost a second.
/// An endpoint that is configured is always asked.
fn is_elsewhere(env: &Environment) -> bool {
    if env.get("AWS_EC2_METADATA_SERVICE_ENDPOINT").is_some() {
        return false;
    }
    let vendor = std::fs::read_to_string("/sys/class/dmi/id/sys_vendor").unwrap_or_default();
    !vendor.trim().is_empty() && !vendor.contains("Amazon") && !vendor.contains("Xen")
}
