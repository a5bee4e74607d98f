//! As whom, where and how to ask.

use crate::base::environment::Environment;
use crate::base::printable::printable;
use crate::base::secret::Secret;
use std::fmt;

/// As whom, where and how to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Connection {
    /// The environment as the caller sees it.
    pub env: Environment,
    /// Where relative paths start.
    pub cwd: Option<String>,
    /// A static key pair, with its session token if it has one.
    pub keys: Option<(String, Secret, Option<Secret>)>,
    /// Words for where the keys came from, if not from the parameters.
    pub credentials_source: Option<String>,
    /// Whether keys and profile are but what the caller's shell keeps for every call: a line of the map goes before them.
    pub are_defaults: bool,
    /// The line of the map that says who signs.
    pub line: Option<MapLine>,
    /// The service account of the pod that an image is for: nobody else answers for it.
    pub service_account: Option<ServiceAccount>,
    /// Send unsigned requests.
    pub unsigned: bool,
    /// The role that the user chose from the assertion of an identity provider.
    pub saml_role_arn: Option<String>,
    /// Who signs in there, where it is not the current user.
    pub saml_user: Option<String>,
    /// That user's password: nobody gets a session by the name alone.
    pub saml_password: Option<Secret>,
    /// The PEM file of the only authorities to trust.
    pub ca_bundle: Option<String>,
    /// Verify no certificate.
    pub skip_certificate_check: bool,
    /// The proxy of the caller's system.
    pub system_proxy: Option<Secret>,
    /// Ask ECR Public.
    pub public: bool,
    /// FIPS and dual-stack as a registry's host says, where no endpoint is configured.
    pub host_endpoint: Option<(bool, bool)>,
    /// Ask the FIPS endpoint; `None` leaves it to environment and profile.
    pub use_fips: Option<bool>,
    /// Likewise the dual-stack endpoint.
    pub use_dual_stack: Option<bool>,
    /// A profile the user named.
    pub profile: Option<String>,
    /// The only credentials file to search.
    pub profile_location: Option<String>,
    /// The region the user named.
    pub region: Option<String>,
    /// The region when no source names one.
    pub fallback_region: Option<String>,
    /// The endpoint the user named.
    pub endpoint_url: Option<String>,
    /// Limits in milliseconds, 0 for none.
    pub connect_timeout_ms: u64,
    /// Likewise.
    pub read_timeout_ms: u64,
}

/// A service account of Kubernetes, by its token.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ServiceAccount {
    /// The token, which the cluster has signed.
    pub token: Secret,
    /// The role that it assumes.
    pub role: String,
}

/// What a line of the map says of one registry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MapLine {
    /// Where it stands.
    pub place: String,
    /// The profile, where it names one.
    pub profile: Option<String>,
    /// The role to assume, as a whole ARN.
    pub role: Option<String>,
}

impl Connection {
    /// Whether the call itself says who signs, or that nobody does.
    pub fn is_settled(&self) -> bool {
        self.unsigned || !self.are_defaults && (self.keys.is_some() || self.profile.is_some())
    }

    /// The same as a line of the map says, where the call itself does not say more.
    pub fn with_line(mut self, line: &MapLine) -> Self {
        if self.is_settled() {
            return self;
        }
        if let Some(profile) = &line.profile {
            self.profile = Some(profile.clone());
            (self.keys, self.credentials_source) = (None, None);
        }
        self.line = Some(line.clone());
        self
    }
}

/// What the line says of who signs, to be put behind what it is of.
impl fmt::Display for MapLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.profile {
            Some(profile) => write!(f, ": profile '{}'", printable(profile))?,
            None => write!(f, ": the default credentials")?,
        }
        self.role.iter().try_for_each(|role| write!(f, ", role {}", printable(role)))
    }
}
