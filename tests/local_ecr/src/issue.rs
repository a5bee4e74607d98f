//! Temporary keys: made by one service, known to all.

use serde_json::{Value, json};
use std::hash::{BuildHasher, RandomState};

use crate::calls::Call;
use crate::clock;
use crate::settings::Key;
use crate::world::World;

pub struct Issued {
    pub access_key: String,
    pub secret: String,
    pub session_token: String,
    /// Seconds since 1970.
    pub expires_at: f64,
}

/// Makes a key for a principal and notes it in the record of the call.
pub fn issue(world: &mut World, call: &mut Call, arn: &str, lifetime_s: i64) -> Issued {
    // As AWS's, no two are the same, whichever endpoint gave them.
    let number = RandomState::new().hash_one(world.next());
    let issued = Issued {
        access_key: format!("ASIA{number:016X}"),
        secret: format!("secret-of-temporary-key-{number}"),
        session_token: format!("session-token-of-temporary-key-{number}"),
        expires_at: (clock::seconds(world.now()) + lifetime_s as f64).floor(),
    };
    let key = Key {
        session_token: Some(issued.session_token.clone()),
        account: account_of(arn),
        arn: Some(arn.into()),
        expires_at: Some(issued.expires_at),
        ..Key::new(&issued.secret)
    };
    world.issued.insert(issued.access_key.clone(), key);
    call.issued_access_key = Some(issued.access_key.clone());
    issued
}

/// The fifth part of an ARN.
pub fn account_of(arn: &str) -> Option<String> {
    let account = arn.split(':').nth(4)?;
    (!account.is_empty()).then(|| account.into())
}

/// The ARN of a session of a role.
pub fn assumed(role_arn: &str, session: &str) -> String {
    let partition = role_arn.split(':').nth(1).unwrap_or("aws");
    let account = account_of(role_arn).unwrap_or_default();
    let name = role_arn.rsplit('/').next().unwrap_or_default();
    format!("arn:{partition}:sts::{account}:assumed-role/{name}/{session}")
}

/// The key as the metadata services write it.
pub fn metadata(issued: &Issued) -> Value {
    json!({
        "AccessKeyId": issued.access_key,
        "SecretAccessKey": issued.secret,
        "Token": issued.session_token,
        "Expiration": clock::iso(issued.expires_at),
    })
}
