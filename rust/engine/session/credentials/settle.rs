//! Settles credentials before the service is asked, so that a failure says where they were looked for.
//!
//! The order is that of the AWS CLI v2: keys of the request, environment keys (unless the user
//! named a profile), the profile, container credentials, instance metadata. The service account of a pod goes before all
//! of them: nobody else answers for it. Where the map names a role, they assume it.

use super::context::{Context, Settled};
use super::role::Role;
use super::{assume, keys, profile, saml, sdk, web_identity};
use crate::base::error::{Code, Error};
use crate::session::halt::Halt;
use crate::session::profiles::Profiles;

/// Finds the credentials of a connection.
///
/// # Errors
/// [`Code::NoCredentials`] with the reason of every source that was tried, [`Code::CredentialsFailed`] or a
/// more exact code when a source was there and failed; or what the user must be asked for.
pub async fn settle(context: &Context<'_>) -> Result<Settled, Halt> {
    let settled = find(context).await?;
    settled.check()?;
    match Role::of_map(context) {
        Some(role) => assume::assume(context, &role, &settled).await,
        None => Ok(settled),
    }
}

async fn find(context: &Context<'_>) -> Result<Settled, Halt> {
    if let Some(account) = &context.connection.service_account {
        return web_identity::of_service_account(context, account).await;
    }
    if let Some(keys) = keys::of_request(context.connection) {
        return Ok(keys);
    }
    if let Some(store) = &context.settings.store {
        if let Some(keys) = keys::of_store(store) {
            return Ok(keys);
        }
        if let Some(provider) = saml::Provider::of_store(context, store) {
            return provider.credentials(context).await;
        }
    }
    let mut tried = Vec::new();
    if context.settings.profile_named {
        tried.push("environment keys: out of play, since a profile is named".to_owned());
    } else if let Some(keys) = keys::of_environment(context.connection, &mut tried)? {
        return Ok(keys);
    }
    if let Some(keys) = profile::credentials(context, &mut tried).await? {
        return Ok(keys);
    }
    if let Some(keys) = sdk::container(context, &mut tried).await? {
        return Ok(keys);
    }
    if let Some(keys) = sdk::instance_metadata(context, &mut tried).await? {
        return Ok(keys);
    }
    Err(nothing_found(tried, &context.settings.profiles).into())
}

fn nothing_found(tried: Vec<String>, profiles: &Profiles) -> Error {
    let message = format!("No credentials were found. Tried: {}.{}", tried.join("; "), profiles.absent());
    Error::new(Code::NoCredentials, message).details(tried)
}
