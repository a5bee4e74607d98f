//! Roles assumed with the token of an identity provider, as pods and CI jobs have one.

use super::context::{Context, Settled};
use super::role::{Role, RoleSource};
use super::sts;
use crate::base::error::{Code, Error};
use crate::base::files;
use crate::base::printable::printable;
use crate::base::shown::shown;
use crate::session::connection::ServiceAccount;
use crate::session::halt::Halt;
use zeroize::Zeroizing;

/// Assumes the role with the token in its file.
///
/// # Errors
/// When the file cannot be read, or what STS answered.
pub async fn credentials(context: &Context<'_>, role: &Role) -> Result<Settled, Halt> {
    let RoleSource::WebIdentity(file) = &role.source else { unreachable!("callers read the role from a token file") };
    let source = format!("web identity of {}, role {}", role.described_in, printable(&role.arn));
    let path = context.connection.env.path(file, context.connection.cwd.as_deref());
    let read = files::read(&path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let token = read.map(Zeroizing::new).map_err(|e| {
        let message =
            format!("The web identity token of {} cannot be read from {}: {e}.", role.described_in, shown(&path));
        Error::new(Code::CredentialsFailed, message)
    })?;
    if token.trim().is_empty() {
        let message = format!("The web identity token of {}, {}, is empty.", role.described_in, shown(&path));
        return Err(Error::new(Code::CredentialsFailed, message).into());
    }
    context.settings.watch(path);
    assume(context, role, token.trim(), source).await
}

/// Assumes the role of the pod's service account with its token.
///
/// # Errors
/// What STS answered.
pub async fn of_service_account(context: &Context<'_>, account: &ServiceAccount) -> Result<Settled, Halt> {
    let role = Role::of_service_account(account);
    let source = format!("web identity of {}, role {}", role.described_in, printable(&role.arn));
    assume(context, &role, account.token.expose(), source).await
}

async fn assume(context: &Context<'_>, role: &Role, token: &str, source: String) -> Result<Settled, Halt> {
    let key = sts::SessionKey::new(context, role, &[Some(token)]);
    if let Some(keys) = key.kept(context) {
        return Ok(Settled { keys, source });
    }
    let answer = sts::client(context, None)
        .await
        .assume_role_with_web_identity()
        .role_arn(&role.arn)
        .role_session_name(sts::session_name(role))
        .web_identity_token(token)
        .set_duration_seconds(role.duration_seconds)
        .send()
        .await
        .map_err(|e| sts::failed(role, "AssumeRoleWithWebIdentity", token, &e))?;
    let keys = sts::keys(role, answer.credentials())?;
    key.keep(&keys);
    Ok(Settled { keys, source })
}
