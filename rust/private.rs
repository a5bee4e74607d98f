//! Private registries: GetAuthorizationToken of Amazon ECR.

use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::failure;
use crate::secret::Secret;
use aws_config::SdkConfig;
use aws_sdk_ecr::config::endpoint::{DefaultResolver, Params, ResolveEndpoint};
use aws_sdk_ecr::config::{IdentityCache, StalledStreamProtectionConfig};

/// An entry of an answer, as the service gave it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Base64 of `user:password`.
    pub token: Option<Secret>,
    /// `https://host`.
    pub proxy_endpoint: Option<String>,
    /// Seconds since 1970.
    pub expires_at: Option<f64>,
}

/// The client of one session.
pub struct Ecr(aws_sdk_ecr::Client);

impl Ecr {
    /// A client with everything settled.
    pub fn new(sdk: &SdkConfig, endpoint: &Endpoint, signed: bool) -> Self {
        let mut config = aws_sdk_ecr::config::Builder::from(sdk)
            // The keys are settled and the session notices their end itself.
            .identity_cache(IdentityCache::no_cache())
            // Our read timeout holds over the whole answer.
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
        config = match &endpoint.url {
            // The URL settles both switches already, and the SDK refuses them beside one.
            Some(url) => config.endpoint_url(url).use_fips(false).use_dual_stack(false),
            None => config.use_fips(endpoint.fips).use_dual_stack(endpoint.dual_stack),
        };
        if !signed {
            config = config.allow_no_auth();
        }
        Ecr(aws_sdk_ecr::Client::from_conf(config.build()))
    }

    /// The URL that a client with this endpoint asks.
    pub async fn url(sdk: &SdkConfig, endpoint: &Endpoint) -> Option<String> {
        if endpoint.url.is_some() {
            return endpoint.url.clone();
        }
        let params = Params::builder()
            .region(sdk.region()?.as_ref())
            .use_fips(endpoint.fips)
            .use_dual_stack(endpoint.dual_stack)
            .build()
            .ok()?;
        let resolved = DefaultResolver::new().resolve_endpoint(&params).await.ok()?;
        Some(resolved.url().to_owned())
    }

    /// One call: at most 10 ids, none for the caller's default registry.
    ///
    /// # Errors
    /// What the service or the way to it gave.
    pub async fn authorization_data(&self, ids: &[String]) -> Result<Vec<Entry>, Error> {
        let ids = (!ids.is_empty()).then(|| ids.to_vec());
        // The ids narrow nothing in the token, but they choose the registries of the answer.
        #[allow(deprecated)]
        let call = self.0.get_authorization_token().set_registry_ids(ids);
        let answer = call.send().await.map_err(|e| failure::of_call("Amazon ECR", &e))?;
        let entries = answer.authorization_data().iter().map(|data| Entry {
            token: data.authorization_token().map(|token| Secret::from(token.to_owned())),
            proxy_endpoint: data.proxy_endpoint().map(str::to_owned),
            expires_at: data.expires_at().map(aws_smithy_types::DateTime::as_secs_f64),
        });
        Ok(entries.collect())
    }
}
