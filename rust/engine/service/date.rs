//! The clock of a service, as its answers tell it.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::DateTime;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::date_time::Format;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// In place of the seconds of an answer that names no date.
const NONE: i64 = i64::MIN;

/// The date of the answer that a call got last.
#[derive(Clone, Debug)]
pub struct ServiceDate(Arc<AtomicI64>);

impl ServiceDate {
    /// That of a call that is still to be made, as whose interceptor a clone of it goes along.
    pub fn new() -> Self {
        ServiceDate(Arc::new(AtomicI64::new(NONE)))
    }

    /// Seconds since 1970, where the answer named any.
    pub fn seconds(&self) -> Option<i64> {
        Some(self.0.load(Ordering::Relaxed)).filter(|seconds| *seconds != NONE)
    }
}

impl Intercept for ServiceDate {
    fn name(&self) -> &'static str {
        "ServiceDate"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let date = context.response().headers().get("date");
        let date = date.and_then(|date| DateTime::from_str(date, Format::HttpDate).ok());
        self.0.store(date.map_or(NONE, |date| date.secs()), Ordering::Relaxed);
        Ok(())
    }
}
