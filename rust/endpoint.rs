//! Which endpoint is asked: one that the user configured, or the region's.

use crate::config::checked_url;
use crate::error::{Code, Error};
use crate::partitions;
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

/// The endpoint to set in place of the one that the SDK's rules give, if any.
///
/// # Errors
/// [`Code::InvalidParameter`] for an endpoint that is no URL, or that is configured together with FIPS or dual-stack.
pub fn settle(sdk: &SdkConfig, api: Api, named: Option<&str>) -> Result<Option<String>, Error> {
    let configured = named
        .map(str::to_owned)
        .or_else(|| from_environment(sdk, api))
        .or_else(|| sdk.endpoint_url().map(str::to_owned));
    let (fips, dual_stack) = (sdk.use_fips().unwrap_or_default(), sdk.use_dual_stack().unwrap_or_default());
    match configured {
        Some(_) if fips || dual_stack => {
            let message = "A custom endpoint cannot be combined with FIPS or dual-stack endpoints.";
            Err(Error::new(Code::InvalidParameter, message)
                .hint("Leave out one of them, also in environment and profile."))
        }
        Some(url) => checked_url(url).map(Some),
        None if fips && !dual_stack && api == Api::Private => Ok(sdk.region().map(|region| fips_url(region.as_ref()))),
        None => Ok(None),
    }
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
