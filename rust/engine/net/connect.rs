//! Connections: TCP, through a proxy where one applies, then TLS for https.

use super::error::{TransportError, innermost};
use super::proxy::{Route, Router, is_link_local};
use super::trust::{TlsConfigCell, Trust};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio_rustls::TlsConnector;
use tower_service::Service;

/// Makes the connections of one client.
#[derive(Clone, Debug)]
pub struct Connector {
    tcp: HttpConnector,
    tls: Arc<TlsConfigCell>,
    router: Arc<Router>,
}

impl Connector {
    pub fn new(trust: Trust, router: Arc<Router>) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        Connector { tcp, tls: Arc::new(TlsConfigCell::new(trust)), router }
    }

    async fn connect(self, uri: Uri) -> Result<Stream, TransportError> {
        // Metadata is served where nobody is trusted or mistrusted.
        if !is_link_local(uri.host().unwrap_or_default()) {
            self.tls.check()?;
        }
        match self.router.route(&uri) {
            Route::Direct => self.hop(uri).await,
            Route::Unusable => Err(TransportError::Proxy(
                "its address is no http or https URL, or its password needs percent codes".to_owned(),
            )),
            Route::Forward(proxy) => {
                let stream = self.hop(proxy.uri().clone()).await.map_err(as_proxy_failure)?;
                Ok(Stream { forwarded: true, ..stream })
            }
            Route::Tunnel(proxy) => {
                let mut tunnel = Tunnel::new(proxy.uri().clone(), Hop(self.clone()));
                if let Some(auth) = proxy.basic_auth() {
                    tunnel = tunnel.with_auth(auth.clone());
                }
                let stream = tunnel.call(uri.clone()).await.map_err(|e| as_proxy_failure(classify(&e)))?;
                self.secure(stream, &uri).await
            }
        }
    }

    /// A direct connection to a host, with TLS where its URL says https.
    async fn hop(&self, uri: Uri) -> Result<Stream, TransportError> {
        let tcp = self.tcp.clone().call(uri.clone()).await.map_err(|e| classify(&e))?;
        let stream = Stream { io: Box::pin(tcp), forwarded: false };
        if uri.scheme_str() == Some("https") { self.secure(stream, &uri).await } else { Ok(stream) }
    }

    async fn secure(&self, stream: Stream, uri: &Uri) -> Result<Stream, TransportError> {
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| TransportError::Dns(format!("'{host}' is no host name")))?;
        let config = self.tls.get()?;
        let tls = TlsConnector::from(config).connect(name, TokioIo::new(stream)).await.map_err(|e| classify(&e))?;
        Ok(Stream { io: Box::pin(TokioIo::new(tls)), forwarded: false })
    }
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Stream, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        self.clone().connect(uri).boxed()
    }
}

/// The way to the proxy itself.
#[derive(Clone)]
struct Hop(Connector);

impl Service<Uri> for Hop {
    type Response = Stream;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Stream, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connector = self.0.clone();
        async move { connector.hop(uri).await }.boxed()
    }
}

trait Io: Read + Write + Send {}
impl<T: Read + Write + Send> Io for T {}

/// A connection of any make-up.
pub struct Stream {
    io: Pin<Box<dyn Io>>,
    /// Plain http through a proxy: requests name the whole URL.
    forwarded: bool,
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        Connected::new().proxy(self.forwarded)
    }
}

impl Read for Stream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        self.io.as_mut().poll_read(cx, buf)
    }
}

impl Write for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.io.as_mut().poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.io.as_mut().poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.io.as_mut().poll_shutdown(cx)
    }
}

fn as_proxy_failure(error: TransportError) -> TransportError {
    match error {
        TransportError::Tls(_) | TransportError::Trust(_) | TransportError::Bundle(_) | TransportError::Proxy(_) => {
            error
        }
        TransportError::Broken(what) => TransportError::Proxy(what),
        other => TransportError::Proxy(other.to_string()),
    }
}

/// What an error of the HTTP library stands for.
pub fn classify(error: &(dyn std::error::Error + 'static)) -> TransportError {
    let mut next = Some(error);
    let mut dns = false;
    while let Some(error) = next {
        if let Some(ours) = error.downcast_ref::<TransportError>() {
            return ours.clone();
        }
        dns |= error.to_string() == "dns error";
        if let Some(io) = error.downcast_ref::<io::Error>() {
            // An io::Error's source() skips the error it wraps.
            if let Some(inner) = io.get_ref() {
                if let Some(tls) = inner.downcast_ref::<rustls::Error>() {
                    return TransportError::Tls(tls.clone());
                }
                next = Some(inner);
                continue;
            }
            if io.kind() == io::ErrorKind::ConnectionRefused {
                return TransportError::Refused(io.to_string());
            }
        }
        if error.source().is_none() && dns {
            return TransportError::Dns(error.to_string());
        }
        next = error.source();
    }
    TransportError::Broken(innermost(error))
}
