//! ECR Public: one token for public.ecr.aws, always from us-east-1.

use crate::endpoint::Endpoint;
use crate::error::{Code, Error};
use crate::failure;
use crate::private::Entry;
use crate::secret::Secret;
use aws_config::SdkConfig;
use aws_sdk_ecrpublic::config::endpoint::{DefaultResolver, Params, ResolveEndpoint};
use aws_sdk_ecrpublic::config::{IdentityCache, StalledStreamProtectionConfig};

/// The only region that gives these tokens.
pub const REGION: &str = "us-east-1";

/// The registry that they are for; the service does not name it.
const ENDPOINT: &str = "https://public.ecr.aws";

/// The client of one session.
pub struct EcrPublic(aws_sdk_ecrpublic::Client);

impl EcrPublic {
    /// A client with everything settled.
    pub fn new(sdk: &SdkConfig, endpoint: &Endpoint, signed: bool) -> Self {
        let mut config = aws_sdk_ecrpublic::config::Builder::from(sdk)
            .identity_cache(IdentityCache::no_cache())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
        config = match &endpoint.url {
            // The URL settles both switches already, and the SDK refuses them beside one.
            Some(url) => config.endpoint_url(url).use_fips(false).use_dual_stack(false),
            None => config.use_fips(endpoint.fips).use_dual_stack(endpoint.dual_stack),
        };
        if !signed {
            config = config.allow_no_auth();
        }
        EcrPublic(aws_sdk_ecrpublic::Client::from_conf(config.build()))
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

    /// The one call there is.
    ///
    /// # Errors
    /// What the service or the way to it gave.
    pub async fn authorization_data(&self) -> Result<Vec<Entry>, Error> {
        let answer = self.0.get_authorization_token().send().await.map_err(|e| {
            let error = failure::of_call("Amazon ECR Public", &e);
            match error.code {
                Code::AccessDenied => error.hint(
                    "The principal needs the permissions ecr-public:GetAuthorizationToken and sts:GetServiceBearerToken.",
                ),
                Code::UnrecognizedClient => {
                    error.hint("ECR Public is reached with keys of the partition 'aws' only, not of China, GovCloud or others.")
                }
                _ => error,
            }
        })?;
        let entry = answer.authorization_data().map(|data| Entry {
            token: data.authorization_token().map(|token| Secret::from(token.to_owned())),
            proxy_endpoint: Some(ENDPOINT.to_owned()),
            expires_at: data.expires_at().map(aws_smithy_types::DateTime::as_secs_f64),
        });
        Ok(entry.into_iter().collect())
    }
}
