//! ECR Public: one token for public.ecr.aws, always from us-east-1.

use crate::base::error::{Code, Error};
use crate::service::client::service_client;
use crate::service::date::ServiceDate;
use crate::service::endpoint::Endpoint;
use crate::service::entry::Entry;
use crate::service::failure;

use crate::base::secret::Secret;
use aws_config::SdkConfig;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;

/// The registry that they are for; the service does not name it.
const ENDPOINT: &str = "https://public.ecr.aws";

service_client! {
    /// The client of one session.
    EcrPublic, aws_sdk_ecrpublic
}

impl EcrPublic {
    /// The one call there is.
    ///
    /// # Errors
    /// What the service or the way to it gave.
    pub async fn authorization_data(&self) -> Result<Vec<Entry>, Error> {
        let date = ServiceDate::new();
        let call = self.client.get_authorization_token().customize().interceptor(date.clone());
        let answer = call.send().await.map_err(|e| {
            let error = self.failed("Amazon ECR Public", &e);
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
        let request_id = answer.request_id().map(str::to_owned);
        let entry = answer.authorization_data().map(|data| Entry {
            token: data.authorization_token().map(|token| Secret::from(token.to_owned())),
            proxy_endpoint: Some(ENDPOINT.to_owned()),
            expires_at: data.expires_at().map(aws_smithy_types::DateTime::as_secs_f64),
            request_id: request_id.clone(),
            served_at: date.seconds(),
        });
        Ok(entry.into_iter().collect())
    }
}
