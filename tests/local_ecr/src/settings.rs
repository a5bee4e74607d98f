//! What the endpoint knows and how it behaves; the JSON of the control interface.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::container::ContainerSettings;
use crate::fault::{Fault, RawBody};
use crate::idp::IdpSettings;
use crate::imds::ImdsSettings;
use crate::proxy::ProxySettings;
use crate::registry::RegistrySettings;
use crate::signin::SigninSettings;
use crate::sso::SsoSettings;
use crate::sts::StsSettings;

/// The access key every endpoint knows unless `keys` says otherwise.
pub const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
/// The secret of [`ACCESS_KEY`].
pub const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
/// The account that is answered for when a call names none.
pub const ACCOUNT: &str = "111122223333";

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What is answered for an account; `public` is the one token of ECR Public.
    pub tokens: BTreeMap<String, Token>,
    pub order: Order,
    /// The registry of a caller whose key names no account.
    pub default_account: String,
    /// The access keys that are known from the start.
    pub keys: BTreeMap<String, Key>,
    pub fault: Option<Fault>,
    /// How many calls the fault hits; null is all of them.
    pub fault_count: Option<u64>,
    /// The operations the fault, the delay and the body apply to.
    pub fault_on: Vec<String>,
    /// When not empty, the fault hits only calls that ask for one of these registries.
    pub only_ids: Vec<String>,
    /// How long each answer is held back.
    pub delay_ms: u64,
    /// Sent in place of every answer.
    pub body: Option<RawBody>,
    /// How far the server's clock is ahead of the true one.
    pub clock_offset_s: i64,
    pub sts: StsSettings,
    pub sso: SsoSettings,
    pub signin: SigninSettings,
    pub container: ContainerSettings,
    pub imds: ImdsSettings,
    pub idp: IdpSettings,
    pub proxy: ProxySettings,
    pub registry: RegistrySettings,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            tokens: BTreeMap::new(),
            order: Order::Asked,
            default_account: ACCOUNT.into(),
            keys: BTreeMap::from([(ACCESS_KEY.into(), Key::new(SECRET_KEY))]),
            fault: None,
            fault_count: None,
            fault_on: vec!["GetAuthorizationToken".into()],
            only_ids: Vec::new(),
            delay_ms: 0,
            body: None,
            clock_offset_s: 0,
            sts: StsSettings::default(),
            sso: SsoSettings::default(),
            signin: SigninSettings::default(),
            container: ContainerSettings::default(),
            imds: ImdsSettings::default(),
            idp: IdpSettings::default(),
            proxy: ProxySettings::default(),
            registry: RegistrySettings::default(),
        }
    }
}

/// One entry of an answer; what is left out is made up from the account and the region.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Token {
    pub username: Option<String>,
    pub password: Option<String>,
    pub proxy_endpoint: Option<String>,
    /// Seconds since 1970, with a fraction.
    pub expires_at: Option<f64>,
    /// Sent as it is in place of the base64 of user name and password.
    pub raw_token: Option<String>,
    /// Fields that the entry lacks.
    pub omit: Vec<Field>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Field {
    AuthorizationToken,
    ProxyEndpoint,
    ExpiresAt,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    #[default]
    Asked,
    Reversed,
}

/// An access key the endpoint accepts.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    pub secret: String,
    /// A temporary key is refused without its token, a lasting one with any.
    #[serde(default)]
    pub session_token: Option<String>,
    #[serde(default)]
    pub account: Option<String>,
    /// Who the key belongs to.
    #[serde(default)]
    pub arn: Option<String>,
    /// Seconds since 1970 after which the key is refused.
    #[serde(default)]
    pub expires_at: Option<f64>,
}

impl Key {
    pub fn new(secret: &str) -> Self {
        Key { secret: secret.into(), session_token: None, account: None, arn: None, expires_at: None }
    }
}
