//! The AWS CLI's cache of role sessions, `~/.aws/cli/cache`: read and written in its own form, so that a one-time code
//! is asked for once a session, not once a process. Nothing that is wrong with it is an error: it is a cache.

use super::context::{Context, Settled};
use super::role::Role;
use super::sts::serves;
use crate::base::lock::lock;
use crate::base::object::{Object, read_object};
use crate::base::printable::printable;
use crate::base::private;
use crate::base::secret::Secret;
use crate::base::time::{iso_of, time_of};
use aws_credential_types::Credentials;
use aws_sdk_sts::operation::assume_role::AssumeRoleOutput;
use aws_types::request_id::RequestId;
use once_cell::sync::Lazy;
use serde::Deserialize;
use serde_json::{Value, json};
use sha1::{Digest, Sha1};
use std::fs::File;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};
use zeroize::Zeroizing;

/// The setting that leaves the cache alone: `off`.
pub const SETTING: &str = "ECRLOGIN_ROLE_CACHE";

/// How long another process may take to get a session for all.
const LOCK_LIMIT: Duration = Duration::from_secs(60);

/// Sessions written before are passed over: they were forgotten.
static FORGOTTEN: Lazy<Mutex<Option<SystemTime>>> = Lazy::new(Mutex::default);

/// Passes over every session that lies there now, in this process.
pub fn forget() {
    *lock(&FORGOTTEN) = Some(SystemTime::now());
}

/// The place of a role's session.
pub struct Place {
    file: PathBuf,
    /// Whether what comes may outlive the call: not what came from a server that nobody verified.
    keeps: bool,
}

impl Place {
    /// None where the cache is to be left alone, or where there is no home.
    pub fn of(context: &Context<'_>, role: &Role) -> Option<Self> {
        let env = &context.connection.env;
        let off = env.get(SETTING).is_some_and(|value| value.trim().eq_ignore_ascii_case("off"));
        let home = env.home().filter(|home| !off && home.is_dir())?;
        let file = home.join(".aws/cli/cache").join(format!("{}.json", key(role)));
        Some(Place { file, keeps: !context.connection.skip_certificate_check })
    }

    /// Keeps other processes waiting while a session is asked for. One that does not end in time is not waited for.
    pub async fn lock(&self) -> Option<File> {
        private::lock(&self.file.with_file_name(".ecrlogin.lock"), LOCK_LIMIT).await.ok()
    }

    /// The session that lies there, if it lasts and no service has refused it to this process.
    pub fn read(&self, context: &Context<'_>, role: &Role) -> Option<Settled> {
        let (text, found) = private::read_found(&self.file).ok()??;
        let written = found.modified().ok()?;
        if lock(&FORGOTTEN).is_some_and(|forgotten| written <= forgotten) {
            return None;
        }
        let cached: Cached = read_object(&text).ok()?;
        if !cached.is_of(&role.arn) {
            return None;
        }
        let Object(found) = cached.credentials;
        // botocore by itself writes the name of the zone, the AWS CLI writes Z or an offset.
        let end = time_of(&found.expiration.replace("UTC", "Z"))?;
        let keys = Credentials::new(
            found.access_key_id,
            found.secret_access_key.expose(),
            Some(found.session_token.expose().to_owned()),
            Some(end),
            "AwsCliCache",
        );
        let source = format!("the AWS CLI's cache of role sessions, role {}", printable(&role.arn));
        let settled = Settled { keys, source };
        (settled.check().is_ok() && serves(&settled.keys, context)).then(|| {
            context.takes_kept();
            settled
        })
    }

    /// Leaves a session there.
    pub fn write(&self, answer: &AssumeRoleOutput) {
        if let Some(text) = json_of(answer).filter(|_| self.keeps) {
            // Who cannot write there asks again next time.
            let _ = private::replace(&self.file, &text);
        }
    }
}

/// The outermost of a chain of roles whose session lies there, and which it is: the roles that it rests on need not be
/// assumed.
pub fn first(context: &Context<'_>, roles: &[Role]) -> Option<(usize, Settled)> {
    let found = |role: &Role| Place::of(context, role)?.read(context, role);
    roles.iter().enumerate().find_map(|(at, role)| Some((at, found(role)?)))
}

/// What the AWS CLI knows a role's session by: the SHA-1 of what AssumeRole is called with, as Python writes it.
fn key(role: &Role) -> String {
    let text = |key, value: Option<&String>| value.map(|value| format!("\"{key}\": {}", python_json(value)));
    let parts = [
        role.duration_seconds.map(|seconds| format!("\"DurationSeconds\": {seconds}")),
        text("ExternalId", role.external_id.as_ref()),
        text("RoleArn", Some(&role.arn)),
        text("RoleSessionName", role.session_name.as_ref()),
        text("SerialNumber", role.mfa_serial.as_ref()),
    ];
    let text = format!("{{{}}}", parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
    Sha1::digest(text).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// A string in printable ASCII, all else as escaped UTF-16 units.
fn python_json(text: &str) -> String {
    let mut ascii = String::new();
    for c in Value::from(text).to_string().chars() {
        if c.is_ascii() && c != '\u{7f}' {
            ascii.push(c);
        } else {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| ascii.push_str(&format!("\\u{unit:04x}")));
        }
    }
    ascii
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Cached {
    credentials: Object<CachedKeys>,
    assumed_role_user: Option<Object<CachedUser>>,
}

impl Cached {
    /// Whether nothing in it names another role or account than this role's.
    fn is_of(&self, role: &str) -> bool {
        let account = account_of(role);
        let is_user = |Object(user): &Object<CachedUser>| {
            account_of(&user.arn) == account && assumed(&user.arn) == role.rsplit('/').next()
        };
        self.assumed_role_user.as_ref().is_none_or(is_user)
            && self.credentials.0.account_id.as_deref().is_none_or(|id| Some(id) == account)
    }
}

/// The account in an ARN.
fn account_of(arn: &str) -> Option<&str> {
    arn.split(':').nth(4)
}

/// The role in `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`.
fn assumed(arn: &str) -> Option<&str> {
    arn.split_once(":assumed-role/")?.1.split('/').next()
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CachedUser {
    arn: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CachedKeys {
    access_key_id: String,
    secret_access_key: Secret,
    session_token: Secret,
    expiration: String,
    account_id: Option<String>,
}

/// An answer as the AWS CLI writes it.
fn json_of(answer: &AssumeRoleOutput) -> Option<Zeroizing<Vec<u8>>> {
    let (keys, user) = (answer.credentials()?, answer.assumed_role_user());
    let mut credentials = json!({
        "AccessKeyId": keys.access_key_id(),
        "SecretAccessKey": keys.secret_access_key(),
        "SessionToken": keys.session_token(),
        "Expiration": iso_of(SystemTime::try_from(*keys.expiration()).ok()?)?,
    });
    if let Some(account) = user.and_then(|user| account_of(user.arn())) {
        credentials["AccountId"] = account.into();
    }
    let mut all = json!({ "Credentials": credentials });
    if let Some(user) = user {
        all["AssumedRoleUser"] = json!({ "AssumedRoleId": user.assumed_role_id(), "Arn": user.arn() });
    }
    all["ResponseMetadata"] = json!({ "RequestId": answer.request_id(), "HTTPStatusCode": 200 });
    serde_json::to_vec(&all).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::super::role::RoleSource;
    use super::*;

    /// The keys are those that botocore made of the same arguments.
    #[test]
    fn sessions_are_known_by_botocores_keys() {
        let serial = "arn:aws:iam::111122223333:mfa/device";
        for (session_name, mfa_serial, external_id, duration_seconds, wanted) in [
            (None, None, None, None, "12ab38ff23076fbf81c6318032953bae97b76a44"),
            (Some("me"), None, None, None, "7a6370cd5cd89bb5790df084c8317f7c9360241e"),
            (None, Some(serial), None, None, "0831ba2389c22c92efde4685dc0b8dc52394b281"),
            (None, None, Some("out/side:1"), None, "741828029a3a97269c850d0a3b753f8515b8b038"),
            (None, None, Some(""), None, "9667d31aa01c0857a56ed685f89a8cae93e7f65e"),
            (None, None, None, Some(3600), "84261bbcbc715189d3a815e5c8b0f3a64db0039e"),
            (Some("me"), Some(serial), Some("x"), Some(900), "d80ff257c26c682a3cd397377aae78ae4c349595"),
            (
                None,
                None,
                Some("a\"b\\c\t\u{434}\u{1F600}\u{7f}\u{1}"),
                None,
                "453208dfa821460ef37ac779f4fe651f748d2e21",
            ),
        ] {
            let role = Role {
                described_in: "the test".to_owned(),
                arn: "arn:aws:iam::111122223333:role/admin".to_owned(),
                source: RoleSource::Environment,
                session_name: session_name.map(str::to_owned),
                external_id: external_id.map(str::to_owned),
                duration_seconds,
                mfa_serial: mfa_serial.map(str::to_owned),
            };
            assert_eq!(key(&role), wanted, "{role:?}");
        }
    }
}
