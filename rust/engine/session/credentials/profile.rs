//! The credentials of a profile: roles over source profiles down to a base that holds keys.

use super::broken::broken;
use super::context::{Context, Settled};
use super::refused::is_refusal;
use super::role::{Role, RoleSource};
use super::{assume, cli_cache, keys, login, process, saml, sdk, sso, web_identity};
use crate::base::error::Error;
use crate::base::printable::printable;
use crate::session::halt::Halt;
use aws_runtime::env_config::section::Profile;
use std::sync::atomic::Ordering;

/// The longest chain of roles that is followed.
const MAX_ROLES: usize = 16;

/// The credentials of the profile in force, if it describes any.
///
/// # Errors
/// When it describes some that cannot be had, or the user must be asked.
pub async fn credentials(context: &Context<'_>, tried: &mut Vec<String>) -> Result<Option<Settled>, Halt> {
    let name = &context.settings.profile;
    let profile = context.settings.profiles.get(name);
    // Of all that a profile can hold, only a role over another source goes before a token of the environment.
    if profile.and_then(Role::arn_over_source).is_none()
        && let Some(role) = Role::of_environment(context)?
    {
        return web_identity::credentials(context, &role).await.map(Some);
    }
    let env = &context.connection.env;
    if env.get("AWS_ROLE_ARN").is_some() && env.get("AWS_WEB_IDENTITY_TOKEN_FILE").is_none() {
        tried.push("web identity: AWS_ROLE_ARN is set, AWS_WEB_IDENTITY_TOKEN_FILE is not".to_owned());
    }
    let Some(profile) = profile else {
        tried.push(format!("profile '{name}': not in the files"));
        return Ok(None);
    };
    if let Some(provider) = saml::Provider::of_profile(context, profile) {
        return provider.credentials(context).await.map(Some);
    }
    let chain = Chain::follow(context, name, profile)?;
    match walk(context, &chain, tried).await {
        // A kept session of a role in between is not used again: that role is assumed anew.
        Err(Halt::Failed(error)) if context.has_kept.load(Ordering::Relaxed) && is_refusal(&error) => {
            walk(context, &chain, tried).await
        }
        walked => walked,
    }
}

async fn walk(context: &Context<'_>, chain: &Chain<'_>, tried: &mut Vec<String>) -> Result<Option<Settled>, Halt> {
    let (roles, settled) = match cli_cache::first(context, &chain.roles) {
        Some((at, session)) => {
            chain.check_base(context).await?;
            (&chain.roles[..at], Some(session))
        }
        None => (&chain.roles[..], chain.base(context).await?),
    };
    let Some(mut settled) = settled else {
        let name = &context.settings.profile;
        tried.push(format!("profile '{name}': holds neither keys nor a source of them"));
        return Ok(None);
    };
    for role in roles.iter().rev() {
        settled = assume::assume(context, role, &settled).await?;
    }
    Ok(Some(settled))
}

/// What the roles of a profile rest on.
enum Base<'a> {
    /// A source that the last profile names.
    Source(RoleSource),
    /// The last profile itself.
    Profile(String, &'a Profile),
}

/// A profile's roles, the outermost first, and what they rest on.
struct Chain<'a> {
    roles: Vec<Role>,
    base: Base<'a>,
}

impl<'a> Chain<'a> {
    fn follow(context: &'a Context<'_>, name: &str, profile: &'a Profile) -> Result<Self, Error> {
        let mut roles = Vec::new();
        let mut visited = vec![name.to_owned()];
        let (mut name, mut profile) = (name.to_owned(), profile);
        loop {
            // From the second profile on, keys win over a role, as in the CLI.
            let keys_win = !roles.is_empty() && keys::of_profile(&name, profile)?.is_some();
            let role = if keys_win { None } else { Role::of_profile(&name, profile)? };
            let Some(role) = role else {
                return Ok(Chain { roles, base: Base::Profile(name, profile) });
            };
            let source = role.source.clone();
            roles.push(role);
            if roles.len() > MAX_ROLES {
                return Err(broken(&name, &format!("stands in a chain of more than {MAX_ROLES} roles")));
            }
            let RoleSource::Profile(next_name) = source else {
                return Ok(Chain { roles, base: Base::Source(source) });
            };
            let next = context.settings.profiles.get(&next_name).ok_or_else(|| {
                let next = printable(&next_name);
                broken(&name, &format!("has the source_profile '{next}', which is in none of the files"))
            })?;
            if next_name == name {
                return Ok(Chain { roles, base: Base::Profile(name, next) });
            }
            let closes = visited.contains(&next_name);
            visited.push(next_name.clone());
            if closes {
                return Err(broken(
                    &name,
                    &format!("closes a loop of source_profile: {}", printable(&visited.join(" -> "))),
                ));
            }
            (name, profile) = (next_name, next);
        }
    }

    /// Who has not what a chain rests on gets no session of it either.
    async fn check_base(&self, context: &Context<'_>) -> Result<(), Halt> {
        match &self.base {
            Base::Profile(_, profile) if is_signed_in(profile) => Ok(()),
            _ => self.base(context).await.map(drop),
        }
    }

    async fn base(&self, context: &Context<'_>) -> Result<Option<Settled>, Halt> {
        match &self.base {
            Base::Source(source) => sdk::named_source(context, source).await.map(Some),
            Base::Profile(name, profile) => {
                let settled = of_one_profile(context, name, profile).await?;
                if settled.is_none() && !self.roles.is_empty() {
                    return Err(broken(name, "is a source_profile, but holds neither keys nor a source of them").into());
                }
                Ok(settled)
            }
        }
    }
}

/// Whether a profile's keys are those of a sign-in, which is looked at only where they are needed, as in the CLI.
fn is_signed_in(profile: &Profile) -> bool {
    sso::is_described(profile)
        || ["web_identity_token_file", "login_session"].iter().any(|key| profile.get(key).is_some())
}

/// What one profile holds by itself, in the CLI's order.
async fn of_one_profile(context: &Context<'_>, name: &str, profile: &Profile) -> Result<Option<Settled>, Halt> {
    if let Some(role) = Role::of_web_identity(name, profile)? {
        return web_identity::credentials(context, &role).await.map(Some);
    }
    if sso::is_described(profile) {
        return sso::credentials(context, name, profile).await.map(Some);
    }
    if context.settings.profiles.is_in_credentials_file(name)
        && let Some(keys) = keys::of_profile(name, profile)?
    {
        return Ok(Some(keys));
    }
    if let Some(session) = profile.get("login_session") {
        return login::credentials(context, name, session).await.map(Some);
    }
    if let Some(command) = profile.get("credential_process") {
        return process::credentials(context, name, command).await.map(Some).map_err(Halt::from);
    }
    Ok(keys::of_profile(name, profile)?)
}
