//! Which endpoint is asked: one that the user configured, or the region's.

use crate::base::error::{Code, Error};
use crate::net::url::checked_url;
use crate::registry::partitions;
use aws_config::SdkConfig;
use aws_types::service_config::ServiceConfigKey;

/// The API that is asked for tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Api {
    /// Amazon ECR.
    Private,
    /// Amazon ECR Public.
    Public,
}

impl Api {
    /// Its names in variables and in `services` sections: the SDK knows but one of the two that users write.
    fn service_ids(self) -> &'static [&'static str] {
        match self {
            Api::Private => &["ECR"],
            Api::Public => &["ECR PUBLIC", "ecr_public"],
        }
    }
}

/// What a client is told beyond the SDK's configuration.
#[derive(Debug)]
pub struct Endpoint {
    /// The URL, in place of the one that the SDK's rules give.
    pub url: Option<String>,
    /// Whether FIPS is in force.
    pub fips: bool,
    /// Whether dual-stack is in force.
    pub dual_stack: bool,
}

/// Settles the endpoint. `named` is the user's own, `host` what a registry's host says of FIPS and dual-stack,
/// which counts where nothing is configured.
///
/// # Errors
/// [`Code::InvalidParameter`] for an endpoint that is no URL, or that is configured together with FIPS or dual-stack.
pub fn settle(sdk: &SdkConfig, api: Api, named: Option<&str>, host: Option<(bool, bool)>) -> Result<Endpoint, Error> {
    let from_sdk = || sdk.endpoint_url().map(str::to_owned);
    let configured = named.map(str::to_owned).or_else(|| from_environment(sdk, api)).or_else(from_sdk);
    let (fips, dual_stack) = (sdk.use_fips().unwrap_or_default(), sdk.use_dual_stack().unwrap_or_default());
    if let Some(url) = configured {
        if fips || dual_stack {
            let message = "A custom endpoint cannot be combined with FIPS or dual-stack endpoints.";
            let hint = "Leave out one of them, also in environment and profile.";
            return Err(Error::new(Code::InvalidParameter, message).hint(hint));
        }
        return Ok(Endpoint { url: Some(checked_url(url)?), fips, dual_stack });
    }
    let (fips, dual_stack) = host.map_or((fips, dual_stack), |(f, d)| (fips || f, dual_stack || d));
    let documented = fips && !dual_stack && api == Api::Private;
    let url = sdk.region().filter(|_| documented).map(|region| fips_url(region.as_ref()));
    Ok(Endpoint { url, fips, dual_stack })
}

/// AWS documents `ecr-fips`, where the SDK's rules say `api.ecr-fips`.
fn fips_url(region: &str) -> String {
    format!("https://ecr-fips.{region}.{}", partitions::of_region(region).dns)
}

fn from_environment(sdk: &SdkConfig, api: Api) -> Option<String> {
    let service = sdk.service_config()?;
    api.service_ids().iter().find_map(|id| {
        let key = ServiceConfigKey::builder().service_id(id).env("AWS_ENDPOINT_URL").profile("endpoint_url");
        service.load_config(key.build().ok()?)
    })
}
