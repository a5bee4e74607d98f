//! The one HTTP client: HTTP/1.1 for the SDK's every client, TLS set up at the first https URL.

use super::connect::{self, Connector};
use super::error::{ExchangeError, MAX_BODY, TransportError};
use super::proxy::{Proxies, Router};
use super::trust::Trust;
use crate::base::lock::lock;
use crate::base::recent::Recent;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use futures_util::future::{Either, select};
use http::HeaderValue;
use http::header::{AUTHORIZATION, USER_AGENT};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::capture_connection;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use once_cell::sync::Lazy;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The most clients that are kept.
const MAX_CLIENTS: usize = 16;

/// How long an idle connection is kept for the next call.
const IDLE: Duration = Duration::from_secs(20);

static CLIENTS: Lazy<Mutex<Recent<Settings, Http>>> = Lazy::new(|| Mutex::new(Recent::new(MAX_CLIENTS)));

/// What connections are made with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// Which certificate authorities count.
    pub trust: Trust,
    /// Which hosts are reached through which proxy.
    pub proxies: Proxies,
}

/// How long an exchange may take; none for no limit.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until there is a connection.
    pub connect: Option<Duration>,
    /// From then on until the whole answer is there.
    pub read: Option<Duration>,
}

/// The SDK's way to the network.
#[derive(Clone, Debug)]
pub struct Http {
    client: Arc<Client<Connector, Full<Bytes>>>,
    router: Arc<Router>,
}

impl Http {
    /// The client for these settings; equal settings share their connections.
    /// Nothing is read or opened before the first request.
    pub fn shared(settings: Settings) -> Self {
        lock(&CLIENTS).get_or_insert_with(settings, |settings| Http::new(settings.clone()))
    }

    /// The whole answer to a GET of ours. A redirection is an answer as any other.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn get(
        &self,
        url: &http::Uri,
        authorization: Option<HeaderValue>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, ExchangeError> {
        let mut request = http::Request::new(Full::new(Bytes::new()));
        *request.uri_mut() = url.clone();
        request
            .headers_mut()
            .insert(USER_AGENT, HeaderValue::from_static(concat!("EcrLogin/", env!("CARGO_PKG_VERSION"))));
        request.headers_mut().extend(authorization.map(|value| (AUTHORIZATION, value)));
        let answer = timed(self, request, limits.connect, limits.read).await;
        let answer = answer.map_err(|cause| ExchangeError { endpoint: endpoint_of(url), cause })?;
        Ok(answer.map(|body| Bytes::copy_from_slice(body.bytes().unwrap_or_default())))
    }

    /// Drops every shared client; its connections close with the last call that uses them.
    pub fn close_idle() {
        lock(&CLIENTS).take();
    }

    fn new(settings: Settings) -> Self {
        let router = Arc::new(Router::new(&settings.proxies));
        let connector = Connector::new(settings.trust, Arc::clone(&router));
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .build(connector);
        Http { client: Arc::new(client), router }
    }
}

impl HttpClient for Http {
    fn http_connector(&self, settings: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(Exchanger {
            http: self.clone(),
            connect_timeout: settings.connect_timeout(),
            read_timeout: settings.read_timeout(),
        })
    }
}

/// The client under one pair of timeouts.
#[derive(Debug)]
struct Exchanger {
    http: Http,
    connect_timeout: Option<Duration>,
    read_timeout: Option<Duration>,
}

impl HttpConnector for Exchanger {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (http, connect, read) = (self.http.clone(), self.connect_timeout, self.read_timeout);
        HttpConnectorFuture::new(async move { exchange(&http, request, connect, read).await })
    }
}

/// One request and its whole answer. Dropping the future closes the connection.
async fn exchange(
    http: &Http,
    request: HttpRequest,
    connect: Option<Duration>,
    read: Option<Duration>,
) -> Result<HttpResponse, ConnectorError> {
    let request = request.try_into_http1x().map_err(|e| ConnectorError::user(e.into()))?;
    let request = request.map(|body| Full::new(Bytes::copy_from_slice(body.bytes().unwrap_or_default())));
    let endpoint = endpoint_of(request.uri());
    let answer = timed(http, request, connect, read).await.map_err(|cause| ExchangeError { endpoint, cause })?;
    HttpResponse::try_from(answer).map_err(|e| ConnectorError::other(e.into(), None))
}

async fn timed(
    http: &Http,
    mut request: http::Request<Full<Bytes>>,
    connect: Option<Duration>,
    read: Option<Duration>,
) -> Result<http::Response<SdkBody>, TransportError> {
    http.router.authorize(&mut request);
    let mut connection = capture_connection(&mut request);
    let answer = pin!(whole_answer(http.client.request(request)));
    // Dropped inside: what it returns is a lock guard.
    let connected = pin!(async { drop(connection.wait_for_connection_metadata().await) });
    match within(connect, select(answer, connected)).await.map_err(TransportError::ConnectTimeout)? {
        Either::Left((answer, _)) => answer,
        Either::Right((_, answer)) => within(read, answer).await.map_err(TransportError::ReadTimeout)?,
    }
}

fn endpoint_of(uri: &http::Uri) -> String {
    format!(
        "{}://{}",
        uri.scheme_str().unwrap_or_default(),
        uri.authority().map_or("", |a| a.as_str().rsplit('@').next().unwrap_or_default())
    )
}

async fn whole_answer(
    response: hyper_util::client::legacy::ResponseFuture,
) -> Result<http::Response<SdkBody>, TransportError> {
    let (head, body) = response.await.map_err(|e| connect::classify(&e))?.into_parts();
    let body = Limited::new(body, MAX_BODY)
        .collect()
        .await
        .map_err(|e| if e.is::<LengthLimitError>() { TransportError::TooLarge } else { connect::classify(&*e) })?;
    Ok(http::Response::from_parts(head, SdkBody::from(body.to_bytes())))
}

/// The future's output, or the limit that was over first; no limit waits on.
async fn within<F: Future>(limit: Option<Duration>, future: F) -> Result<F::Output, Duration> {
    match limit {
        None => Ok(future.await),
        Some(limit) => tokio::time::timeout(limit, future).await.map_err(|_| limit),
    }
}
