//! AssumeRole, with the code of an MFA device where the role wants one.

use super::cli_cache::Place;
use super::context::{Context, Settled};
use super::refused::{Signer, is_refusal};
use super::role::Role;
use super::sts;
use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use crate::session::halt::{Halt, Needs};
use aws_credential_types::Credentials;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_sdk_sts::operation::assume_role::builders::AssumeRoleFluentBuilder;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;

/// Assumes a role; its session is kept, here and in the AWS CLI's cache, so that a one-time code is asked for once.
///
/// # Errors
/// What is wrong with the base, what STS answered, or that a one-time code is needed.
pub async fn assume(context: &Context<'_>, role: &Role, base: &Settled) -> Result<Settled, Halt> {
    base.check()?;
    let source = format!("{}, role {}", base.source, printable(&role.arn));
    let key = sts::SessionKey::new(
        context,
        role,
        &[Some(base.keys.access_key_id()), Some(base.keys.secret_access_key()), base.keys.session_token()],
    );
    if let Some(keys) = key.kept(context) {
        return Ok(Settled { keys, source });
    }
    let place = Place::of(context, role);
    let _locked = match &place {
        Some(place) => place.lock().await,
        None => None,
    };
    // Another process may have left one meanwhile.
    if let Some(settled) = place.as_ref().and_then(|place| place.read(context, role)) {
        key.keep(&settled.keys);
        return Ok(settled);
    }
    let client = sts::client(context, Some(base.keys.clone())).await;
    let answer = with_code(context, role, client.assume_role())?
        .role_arn(&role.arn)
        .role_session_name(sts::session_name(role))
        .set_external_id(role.external_id.clone())
        .set_duration_seconds(role.duration_seconds)
        .send()
        .await
        .map_err(|e| refusal(context, role, &base.keys, &e))?;
    let keys: Credentials = sts::keys(role, answer.credentials())?;
    key.keep(&keys);
    if let Some(place) = place {
        place.write(&answer);
    }
    Ok(Settled { keys, source })
}

/// Why the role could not be assumed. Keys that STS refuses are not used again: a role in between is assumed anew.
fn refusal(
    context: &Context<'_>,
    role: &Role,
    keys: &Credentials,
    error: &SdkError<AssumeRoleError, HttpResponse>,
) -> Error {
    let error = sts::failed(role, "AssumeRole", keys.session_token().unwrap_or_default(), error);
    if is_refusal(&error) {
        Signer::of(keys, context).refuse();
    }
    error
}

/// The call with the serial of the MFA device and its code, where the role wants one.
fn with_code(
    context: &Context<'_>,
    role: &Role,
    call: AssumeRoleFluentBuilder,
) -> Result<AssumeRoleFluentBuilder, Halt> {
    let Some(serial) = &role.mfa_serial else { return Ok(call) };
    let Some(code) = context.answers.take_mfa_code() else {
        let detail = [("serial".to_owned(), serial.clone())].into();
        return Err(Halt::Needs(Needs { kind: "mfa_code", profile: context.settings.profile.clone(), detail }));
    };
    let code = code.expose().trim();
    if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Error::new(Code::MfaCodeInvalid, "A one-time code has 6 digits.").into());
    }
    Ok(call.serial_number(serial).token_code(code))
}
