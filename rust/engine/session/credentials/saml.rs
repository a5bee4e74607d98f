//! Roles assumed with the assertion of a SAML identity provider; the module signs the user in there.

use super::context::{Context, Settled};
use super::role::{Role, RoleSource};
use super::sts;
use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use crate::base::secret::Secret;
use crate::session::halt::{Halt, Needs};
use crate::session::sdk_store::{Kind, StoreProfile};
use aws_runtime::env_config::section::Profile;

/// What is known of a profile's identity provider.
pub struct Provider {
    endpoint: String,
    authentication_type: Option<String>,
    user_identity: Option<String>,
    role_arn: Option<String>,
}

impl Provider {
    /// That of a profile of the AWS SDK for .NET's own store.
    pub fn of_store(context: &Context<'_>, store: &StoreProfile) -> Option<Self> {
        let Kind::Saml { endpoint, authentication_type, role_arn, user_identity } = &store.kind else { return None };
        Some(Provider {
            endpoint: endpoint.clone(),
            authentication_type: authentication_type.clone(),
            user_identity: user_identity.clone(),
            role_arn: context.connection.saml_role_arn.clone().or_else(|| role_arn.clone()),
        })
    }

    /// That of a profile of the shared config file.
    pub fn of_profile(context: &Context<'_>, profile: &Profile) -> Option<Self> {
        let text = |key: &str| profile.get(key).map(|value| value.trim().to_owned());
        Some(Provider {
            endpoint: text("saml_endpoint")?,
            authentication_type: text("saml_authentication_type"),
            user_identity: text("user_identity"),
            role_arn: context.connection.saml_role_arn.clone().or_else(|| text("role_arn")),
        })
    }

    /// The credentials of the role.
    ///
    /// # Errors
    /// That an assertion is needed, or what STS answered.
    pub async fn credentials(&self, context: &Context<'_>) -> Result<Settled, Halt> {
        let connection = context.connection;
        let role = self.role(context);
        let key = sts::SessionKey::new(
            context,
            &role,
            &[connection.saml_user.as_deref(), connection.saml_password.as_ref().map(Secret::expose)],
        );
        let source = format!("SAML sign-in at {}, role {}", printable(&self.endpoint), printable(&role.arn));
        if let Some(keys) = key.kept(context).filter(|_| self.role_arn.is_some()) {
            return Ok(Settled { keys, source });
        }
        let Some(given) = context.answers.take_saml() else { return Err(Halt::Needs(self.needs(context))) };
        if role.arn.is_empty() {
            let message = "A SAML assertion came without the role that it is for.";
            return Err(Error::new(Code::InvalidParameter, message).into());
        }
        let client = sts::client(context, None).await;
        let answer = client
            .assume_role_with_saml()
            .role_arn(&role.arn)
            .principal_arn(&given.principal_arn)
            .saml_assertion(given.assertion.expose())
            .set_duration_seconds(role.duration_seconds)
            .send()
            .await
            .map_err(|e| sts::failed(&role, "AssumeRoleWithSAML", given.assertion.expose(), &e))?;
        let keys = sts::keys(&role, answer.credentials())?;
        key.keep(&keys);
        Ok(Settled { keys, source })
    }

    fn role(&self, context: &Context<'_>) -> Role {
        let described_in = format!("the SAML profile '{}'", printable(context.settings.profile_name()));
        Role::bare(described_in, self.role_arn.as_deref().unwrap_or_default(), RoleSource::Saml(self.endpoint.clone()))
    }

    fn needs(&self, context: &Context<'_>) -> Needs {
        let known = [
            ("endpoint", Some(self.endpoint.clone())),
            ("authentication_type", self.authentication_type.clone()),
            ("user_identity", self.user_identity.clone()),
            ("role_arn", self.role_arn.clone()),
        ];
        let detail = known.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect();
        Needs { kind: "saml_assertion", profile: context.settings.profile_name().to_owned(), detail }
    }
}
