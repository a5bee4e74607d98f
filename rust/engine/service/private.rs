//! Private registries: GetAuthorizationToken of Amazon ECR.

use crate::base::error::Error;
use crate::base::secret::Secret;
use crate::service::client::service_client;
use crate::service::date::ServiceDate;
use crate::service::endpoint::Endpoint;
use crate::service::entry::Entry;
use crate::service::failure;
use aws_config::SdkConfig;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;

service_client! {
    /// The client of one session.
    Ecr, aws_sdk_ecr
}

impl Ecr {
    /// One call: at most 10 ids, none for the caller's default registry.
    ///
    /// # Errors
    /// What the service or the way to it gave.
    pub async fn authorization_data(&self, ids: &[String]) -> Result<Vec<Entry>, Error> {
        let ids = (!ids.is_empty()).then(|| ids.to_vec());
        // The ids narrow nothing in the token, but they choose the registries of the answer.
        #[allow(deprecated)]
        let call = self.client.get_authorization_token().set_registry_ids(ids);
        let date = ServiceDate::new();
        let call = call.customize().interceptor(date.clone());
        let answer = call.send().await.map_err(|e| self.failed("Amazon ECR", &e))?;
        let request_id = answer.request_id().map(str::to_owned);
        let entries = answer.authorization_data().iter().map(|data| Entry {
            token: data.authorization_token().map(|token| Secret::from(token.to_owned())),
            proxy_endpoint: data.proxy_endpoint().map(str::to_owned),
            expires_at: data.expires_at().map(aws_smithy_types::DateTime::as_secs_f64),
            request_id: request_id.clone(),
            served_at: date.seconds(),
        });
        Ok(entries.collect())
    }
}
