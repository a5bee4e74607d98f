//! A client for the tests: plain HTTP and its own signatures.

#![allow(dead_code, reason = "each test file uses another part of the client")]

use std::error::Error;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::time::timeout;

pub const PRIVATE: &str = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken";
pub const PUBLIC: &str = "SpencerFrontendService.GetAuthorizationToken";

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: hyper::HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a JSON answer")
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The error code of an ECR answer.
    pub fn code(&self) -> String {
        self.json()["__type"].as_str().unwrap_or_default().into()
    }
}

/// Sends one request on a connection of its own.
pub fn send(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Result<Reply, String> {
    send_within(Duration::from_secs(20), method, url, headers, body)
}

/// Gives up, and drops the connection, when the answer is not complete in time.
pub fn send_within(
    limit: Duration,
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Reply, String> {
    let uri: hyper::Uri = url.parse().unwrap();
    let host = uri.authority().unwrap().to_string();
    let mut request = hyper::Request::builder().method(method);
    request = request.uri(uri.path_and_query().unwrap().as_str());
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", &host);
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Full::new(Bytes::copy_from_slice(body.as_bytes()))).unwrap();

    let exchange = async {
        let stream = TcpStream::connect(&host).await.map_err(text)?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(text)?;
        tokio::spawn(connection);
        let response = sender.send_request(request).await.map_err(text)?;
        let (head, body) = response.into_parts();
        Ok(Reply {
            status: head.status.as_u16(),
            headers: head.headers,
            body: body.collect().await.map_err(text)?.to_bytes().to_vec(),
        })
    };
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { timeout(limit, exchange).await.map_err(text)? })
}

/// The error with its causes, which say what happened to the connection.
fn text(error: impl Error + 'static) -> String {
    let mut text = String::new();
    let mut next: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            text += &format!("{:?}: ", error.kind());
        }
        text += &format!("{error}; ");
        next = error.source();
    }
    text
}

/// Who signs, and for what.
#[derive(Clone)]
pub struct Signer {
    pub access_key: String,
    pub secret: String,
    pub session_token: Option<String>,
    pub region: String,
    pub service: String,
    pub stamp: String,
}

impl Signer {
    pub fn new(service: &str) -> Signer {
        Signer {
            access_key: local_ecr::ACCESS_KEY.into(),
            secret: local_ecr::SECRET_KEY.into(),
            session_token: None,
            region: "eu-west-1".into(),
            service: service.into(),
            stamp: stamp(time::OffsetDateTime::now_utc()),
        }
    }

    /// Signs and posts a body to the root of the endpoint.
    pub fn post(&self, url: &str, headers: &[(&str, &str)], body: &str) -> Result<Reply, String> {
        let host = url.split_once("://").unwrap().1;
        let mut signed = vec![("host", host.to_owned()), ("x-amz-date", self.stamp.clone())];
        if let Some(token) = &self.session_token {
            signed.push(("x-amz-security-token", token.clone()));
        }
        let authorization = self.authorization(&signed, body);
        let mut all: Vec<(&str, &str)> = signed.iter().map(|(n, v)| (*n, v.as_str())).collect();
        all.push(("authorization", &authorization));
        all.extend(headers);
        send("POST", &format!("{url}/"), &all, body)
    }

    fn authorization(&self, headers: &[(&str, String)], body: &str) -> String {
        let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        let names = names.join(";");
        let lines: String = headers.iter().map(|(n, v)| format!("{n}:{v}\n")).collect();
        let canonical = format!("POST\n/\n\n{lines}\n{names}\n{}", sha256(body));
        let date = &self.stamp[..8];
        let scope = format!("{date}/{}/{}/aws4_request", self.region, self.service);
        let text = format!("AWS4-HMAC-SHA256\n{}\n{scope}\n{}", self.stamp, sha256(&canonical));
        let key = [date, &self.region, &self.service, "aws4_request"]
            .iter()
            .fold(format!("AWS4{}", self.secret).into_bytes(), |key, part| hmac(&key, part));
        let signature = hex::encode(hmac(&key, &text));
        format!("AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}", self.access_key)
    }
}

/// GetAuthorizationToken for these registries, signed with the default key.
pub fn tokens(url: &str, ids: &[&str]) -> Result<Reply, String> {
    tokens_as(&Signer::new("ecr"), url, ids)
}

pub fn tokens_as(signer: &Signer, url: &str, ids: &[&str]) -> Result<Reply, String> {
    let body = match ids {
        [] => json!({}),
        ids => json!({ "registryIds": ids }),
    };
    let headers = [("x-amz-target", PRIVATE), ("content-type", "application/x-amz-json-1.1")];
    signer.post(url, &headers, &body.to_string())
}

pub fn stamp(at: time::OffsetDateTime) -> String {
    let (date, time) = (at.date(), at.time());
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        date.year(),
        u8::from(date.month()),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}
