//! IAM Identity Center: the session that `aws sso login` left in the user's home directory.

use super::broken::broken;
use super::cached::secrets_in;
use super::context::{Context, Settled};
use super::sdk;
use crate::base::error::{Code, Error};
use crate::base::files;
use crate::base::object::read_object;
use crate::base::printable::printable;
use crate::base::secret::Secret;
use crate::base::time::time_of;
use crate::session::halt::Halt;
use crate::session::plain::plain_name;
use aws_credential_types::provider::error::CredentialsError;
use aws_runtime::env_config::section::Profile;
use sha1::{Digest, Sha1};
use std::fmt::Write;
use std::path::PathBuf;
use std::time::SystemTime;

/// Whether a profile names an account or role of IAM Identity Center.
pub fn is_described(profile: &Profile) -> bool {
    profile.get("sso_account_id").is_some() || profile.get("sso_role_name").is_some()
}

/// The credentials of the profile's account and role.
///
/// # Errors
/// [`Code::SsoTokenExpired`] when there is no session, or one that is over; broken profiles; the portal's errors.
pub async fn credentials(context: &Context<'_>, name: &str, profile: &Profile) -> Result<Settled, Halt> {
    let sso = Sso::read(context, name, profile)?;
    let login = sso.check_login(context, name)?;
    let mut secrets = sso.secrets(context);
    let keys = sdk::of_profile_text(context, &sso.lines()).await.map_err(|error| {
        // The SDK may have put a renewed token there, and shown that.
        secrets.extend(sso.secrets(context));
        sso.failed(name, &login, &error, &secrets)
    })?;
    // As it is now: the SDK may have written a renewed token.
    sso.token_path(context).into_iter().for_each(|path| context.settings.watch(path));
    Ok(Settled { keys, source: format!("single sign-on of the profile '{}'", printable(name)) })
}

/// What the cached token says of itself.
enum Login {
    Lasts,
    /// Its session may give a new one.
    Expired,
}

fn over(name: &str, what: &str) -> Error {
    let name = printable(name);
    Error::new(Code::SsoTokenExpired, format!("The single sign-on session of the profile '{name}' {what}."))
        .hint(format!("Run 'aws sso login --profile {name}'."))
}

struct Sso {
    account_id: String,
    role_name: String,
    start_url: String,
    region: String,
    session: Option<String>,
}

impl Sso {
    fn read(context: &Context<'_>, name: &str, profile: &Profile) -> Result<Self, Error> {
        let session_name = profile.get("sso_session");
        if let Some(odd) = session_name.filter(|name| plain_name(name) != *name) {
            // The SDK finds the token by the session's name, and its parser takes no such name.
            return Err(broken(
                name,
                &format!("names the sso-session '{}'; such names have no blanks or quotes", printable(odd)),
            ));
        }
        let session = session_name
            .map(|session| {
                context.settings.profiles.sso_session(session).ok_or_else(|| {
                    broken(
                        name,
                        &format!("names the sso-session '{}', which is in none of the files", printable(session)),
                    )
                })
            })
            .transpose()?;
        let needed = |key: &str| {
            let own = profile.get(key);
            let shared = session.and_then(|s| s.get(key));
            match (own, shared) {
                (Some(own), Some(shared)) if own.trim() != shared.trim() => {
                    Err(broken(name, &format!("has another {key} than its sso-session")))
                }
                (own, shared) => own
                    .or(shared)
                    .map(|value| value.trim().to_owned())
                    .ok_or_else(|| broken(name, &format!("is incomplete: {key} is missing"))),
            }
        };
        Ok(Sso {
            account_id: needed("sso_account_id")?,
            role_name: needed("sso_role_name")?,
            start_url: needed("sso_start_url")?,
            region: needed("sso_region")?,
            session: session_name.map(str::to_owned),
        })
    }

    /// The profile as the SDK takes it.
    fn lines(&self) -> String {
        let mut text = format!("sso_account_id = {}\nsso_role_name = {}\n", self.account_id, self.role_name);
        let place = format!("sso_region = {}\nsso_start_url = {}\n", self.region, self.start_url);
        match &self.session {
            None => text.push_str(&place),
            Some(session) => {
                write!(text, "sso_session = {session}\n[sso-session {session}]\n{place}")
                    .expect("a String takes it all");
            }
        }
        text
    }

    /// The SDK takes an expired token of the old kind for good and keeps a missing one's cause to itself.
    fn check_login(&self, context: &Context<'_>, name: &str) -> Result<Login, Error> {
        let over = |what: &str| over(name, what);
        let path = self.token_path(context).ok_or_else(|| over("cannot be looked for: no home directory is known"))?;
        let text = files::read(&path).map_err(|_| over("was not found"))?;
        let token: Token = read_object(&text).map_err(|_| over("is not readable"))?;
        let refreshable = self.session.is_some() && token.refresh_token;
        let expired = time_of(&token.expires_at).is_none_or(|end| end <= SystemTime::now());
        match (expired, refreshable) {
            (false, _) => Ok(Login::Lasts),
            (true, true) => Ok(Login::Expired),
            (true, false) => Err(over("has expired")),
        }
    }

    /// Why a session that is there gave no keys.
    fn failed(&self, name: &str, login: &Login, error: &CredentialsError, secrets: &[Secret]) -> Error {
        let why = sdk::reason(error, secrets);
        if matches!(login, Login::Expired) {
            return over(name, &format!("has expired and could not be renewed: {why}"));
        }
        if why.contains("UnauthorizedException") {
            return over(name, &format!("is not valid any more: {why}"));
        }
        let (account, role) = (printable(&self.account_id), printable(&self.role_name));
        let name = printable(name);
        let message = format!(
            "The single sign-on session of the profile '{name}' gave no keys for the role {role} of the account {account}: {why}."
        );
        if why.contains("ForbiddenException") {
            Error::new(Code::AccessDenied, message)
                .hint("Check sso_account_id and sso_role_name; the user must be assigned to that role.")
        } else {
            Error::new(Code::CredentialsFailed, message)
                .hint(format!("Run 'aws sso login --profile {name}' and try again."))
        }
    }

    /// What the portal is shown.
    fn secrets(&self, context: &Context<'_>) -> Vec<Secret> {
        self.token_path(context).map(|path| secrets_in(&path)).unwrap_or_default()
    }

    fn token_path(&self, context: &Context<'_>) -> Option<PathBuf> {
        let known_by = self.session.as_ref().unwrap_or(&self.start_url);
        let digest = Sha1::digest(known_by.as_bytes());
        let mut file = digest.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        file.push_str(".json");
        Some(context.connection.env.home()?.join(".aws").join("sso").join("cache").join(file))
    }
}

/// What is read of the cached token; the token itself is the SDK's to read.
#[derive(serde::Deserialize)]
struct Token {
    #[serde(rename = "expiresAt")]
    expires_at: String,
    #[serde(rename = "refreshToken", default, deserialize_with = "present")]
    refresh_token: bool,
}

fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let token: Option<Secret> = serde::Deserialize::deserialize(deserializer)?;
    Ok(token.is_some())
}
