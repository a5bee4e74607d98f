//! What a profile, or the environment, says of a role.

use super::broken::broken;
use super::context::Context;
use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use crate::session::connection::ServiceAccount;
use aws_runtime::env_config::section::Profile;

/// Where the credentials that assume a role come from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RoleSource {
    /// Another profile, or the same one.
    Profile(String),
    /// `credential_source = Environment`
    Environment,
    /// `credential_source = EcsContainer`
    Container,
    /// `credential_source = Ec2InstanceMetadata`
    InstanceMetadata,
    /// The file of an identity provider's token.
    WebIdentity(String),
    /// The token of a pod's service account.
    ServiceAccount,
    /// The identity provider that gives SAML assertions.
    Saml(String),
    /// What a connection has without the role that the map names.
    Connection,
}

/// A role to assume.
#[derive(Clone, Debug, Hash)]
pub struct Role {
    /// The profile that describes it, or words for another place.
    pub described_in: String,
    pub arn: String,
    pub source: RoleSource,
    pub session_name: Option<String>,
    pub external_id: Option<String>,
    pub duration_seconds: Option<i32>,
    pub mfa_serial: Option<String>,
}

impl Role {
    /// A role of which nothing more is said.
    pub fn bare(described_in: impl Into<String>, arn: impl Into<String>, source: RoleSource) -> Self {
        Role {
            described_in: described_in.into(),
            arn: arn.into(),
            source,
            session_name: None,
            external_id: None,
            duration_seconds: None,
            mfa_serial: None,
        }
    }

    /// The role that a profile assumes over a source profile or a named source.
    ///
    /// # Errors
    /// For a role without a usable source.
    pub fn of_profile(name: &str, profile: &Profile) -> Result<Option<Self>, Error> {
        let Some(arn) = Self::arn_over_source(profile) else { return Ok(None) };
        let source = match (profile.get("source_profile"), profile.get("credential_source")) {
            (Some(source), None) => RoleSource::Profile(source.to_owned()),
            (None, Some(source)) => named(source).ok_or_else(|| {
                let source = printable(source);
                broken(name, &format!("has the credential_source '{source}', which is not Environment, EcsContainer or Ec2InstanceMetadata"))
            })?,
            (Some(_), Some(_)) => return Err(broken(name, "names both source_profile and credential_source")),
            (None, None) => return Err(broken(name, "has a role_arn, but neither source_profile nor credential_source")),
        };
        Self::read(name, profile, arn, source).map(Some)
    }

    /// The ARN of a role that is assumed with other credentials, not with the token of an identity provider.
    pub fn arn_over_source(profile: &Profile) -> Option<&str> {
        profile.get("role_arn").filter(|_| profile.get("web_identity_token_file").is_none())
    }

    /// The role that a profile assumes with the token of an identity provider.
    ///
    /// # Errors
    /// For a token without a role.
    pub fn of_web_identity(name: &str, profile: &Profile) -> Result<Option<Self>, Error> {
        let Some(file) = profile.get("web_identity_token_file") else { return Ok(None) };
        let arn =
            profile.get("role_arn").ok_or_else(|| broken(name, "has a web_identity_token_file, but no role_arn"))?;
        Self::read(name, profile, arn, RoleSource::WebIdentity(file.to_owned())).map(Some)
    }

    /// The role of AWS_WEB_IDENTITY_TOKEN_FILE, unless the user named a profile.
    ///
    /// # Errors
    /// For a token without a role.
    pub fn of_environment(context: &Context<'_>) -> Result<Option<Self>, Error> {
        let env = &context.connection.env;
        let file = env.get("AWS_WEB_IDENTITY_TOKEN_FILE").filter(|_| !context.settings.profile_named);
        let Some(file) = file else { return Ok(None) };
        let arn = env.get("AWS_ROLE_ARN").ok_or_else(|| {
            Error::new(Code::CredentialsFailed, "The environment has AWS_WEB_IDENTITY_TOKEN_FILE, but no AWS_ROLE_ARN.")
                .hint("Set both variables, or neither.")
        })?;
        Ok(Some(Role {
            session_name: env.get("AWS_ROLE_SESSION_NAME").map(str::to_owned),
            ..Role::bare("the environment", arn, RoleSource::WebIdentity(file.to_owned()))
        }))
    }

    /// The role of the service account that an image is pulled for.
    pub fn of_service_account(account: &ServiceAccount) -> Self {
        Role::bare("the pod's service account", &account.role, RoleSource::ServiceAccount)
    }

    /// The role that a line of the map names, where the connection goes by one.
    pub fn of_map(context: &Context<'_>) -> Option<Self> {
        let line = context.connection.line.as_ref()?;
        Some(Role::bare(format!("the map ({})", line.place), line.role.as_ref()?, RoleSource::Connection))
    }

    fn read(name: &str, profile: &Profile, arn: &str, source: RoleSource) -> Result<Self, Error> {
        let text = |key| profile.get(key).map(str::to_owned);
        let duration = profile.get("duration_seconds").map(|value| {
            value.trim().parse().map_err(|_| {
                broken(name, &format!("has the duration_seconds '{}', which is no number", printable(value)))
            })
        });
        Ok(Role {
            session_name: text("role_session_name").filter(|name| !name.is_empty()),
            external_id: text("external_id"),
            duration_seconds: duration.transpose()?,
            mfa_serial: text("mfa_serial"),
            ..Role::bare(format!("the profile '{}'", printable(name)), arn, source)
        })
    }
}

fn named(source: &str) -> Option<RoleSource> {
    match source.trim().to_ascii_lowercase().as_str() {
        "environment" => Some(RoleSource::Environment),
        "ecscontainer" => Some(RoleSource::Container),
        "ec2instancemetadata" => Some(RoleSource::InstanceMetadata),
        _ => None,
    }
}
