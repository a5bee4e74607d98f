//! What the clients of both services share. The SDK generates unrelated types for them, so it is a macro.

/// Declares a client with everything settled: `new` makes it, `url` tells which URL it asks.
macro_rules! service_client {
    ($(#[$doc:meta])+ $name:ident, $sdk:ident) => {
        $(#[$doc])+
        pub struct $name {
            client: $sdk::Client,
            /// What its calls are made with.
            secrets: Vec<Secret>,
        }

        impl $name {
            /// A client with everything settled. Of the secrets that its calls are made with, no error repeats any.
            pub fn new(sdk: &SdkConfig, endpoint: &Endpoint, signed: bool, secrets: Vec<Secret>) -> Self {
                let mut config = $sdk::config::Builder::from(sdk)
                    // The keys are settled and the session notices their end itself.
                    .identity_cache($sdk::config::IdentityCache::no_cache())
                    // Our read timeout holds over the whole answer.
                    .stalled_stream_protection($sdk::config::StalledStreamProtectionConfig::disabled());
                config = match &endpoint.url {
                    // The URL settles both switches already, and the SDK refuses them beside one.
                    Some(url) => config.endpoint_url(url).use_fips(false).use_dual_stack(false),
                    None => config.use_fips(endpoint.fips).use_dual_stack(endpoint.dual_stack),
                };
                if !signed {
                    config = config.allow_no_auth();
                }
                $name { client: $sdk::Client::from_conf(config.build()), secrets }
            }

            /// What a failed call amounts to.
            fn failed<E>(&self, service: &str, error: &SdkError<E, HttpResponse>) -> Error
            where
                E: ProvideErrorMetadata + std::error::Error + 'static,
            {
                let secrets: Vec<&str> = self.secrets.iter().map(Secret::expose).collect();
                failure::of_call(&secrets, service, error)
            }

            /// The URL that a client with this endpoint asks.
            pub async fn url(sdk: &SdkConfig, endpoint: &Endpoint) -> Option<String> {
                use $sdk::config::endpoint::{DefaultResolver, Params, ResolveEndpoint};
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
        }
    };
}

pub(crate) use service_client;
