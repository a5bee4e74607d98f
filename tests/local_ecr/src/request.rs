//! A request that has arrived whole.

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::{HeaderMap, Method, Uri};

#[derive(Default)]
pub struct Request {
    pub method: Method,
    pub uri: Uri,
    pub headers: HeaderMap,
    pub body: Bytes,
    pub peer: Peer,
}

/// How the request came here.
#[derive(Clone, Debug, Default)]
pub struct Peer {
    pub connection: u64,
    /// `http` or `https`.
    pub scheme: &'static str,
    pub tls_version: Option<String>,
}

impl Request {
    pub async fn read(request: hyper::Request<Incoming>, peer: Peer) -> Result<Request, hyper::Error> {
        let (head, body) = request.into_parts();
        Ok(Request {
            method: head.method,
            uri: head.uri,
            headers: head.headers,
            body: body.collect().await?.to_bytes(),
            peer,
        })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub fn owned_header(&self, name: &str) -> Option<String> {
        self.header(name).map(str::to_owned)
    }

    pub fn query(&self, name: &str) -> Option<String> {
        find(self.uri.query().unwrap_or_default().as_bytes(), name)
    }
}

/// The value of a field in a form or a query string.
pub fn find(form: &[u8], name: &str) -> Option<String> {
    form_urlencoded::parse(form).find(|(field, _)| field == name).map(|(_, value)| value.into_owned())
}
