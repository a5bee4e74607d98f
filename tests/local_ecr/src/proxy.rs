//! An HTTP proxy: tunnels by CONNECT, plain requests forwarded. It never leaves this machine.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{Either, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1 as client;
use hyper::header::{HOST, HeaderValue, PROXY_AUTHORIZATION};
use hyper::server::conn::http1 as server;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use serde::{Deserialize, Serialize};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};

use crate::clock;
use crate::idp::basic;
use crate::server::accept;
use crate::world::State;

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProxySettings {
    /// User and password that are asked for.
    pub user: Option<String>,
    pub password: Option<String>,
    /// Where `host:port` is found on this machine; `*` is any other.
    pub routes: BTreeMap<String, SocketAddr>,
    /// Refuse everything with this status.
    pub refuse: Option<u16>,
    /// Never answer.
    pub hang: bool,
}

/// One request to the proxy.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Tunnel {
    /// `CONNECT`, or the method of a plain request.
    pub method: String,
    /// `host:port` that was asked for.
    pub target: String,
    pub routed_to: Option<SocketAddr>,
    pub user: Option<String>,
    pub user_agent: Option<String>,
    pub status: Option<u16>,
    pub at_ms: u64,
}

type Body = Either<Incoming, Full<Bytes>>;
type Reply = Result<Response<Body>, hyper::Error>;

/// Serves the proxy until the task is dropped.
pub async fn serve(listener: TcpListener, state: Arc<State>) {
    loop {
        let stream = accept(&listener).await;
        let state = state.clone();
        let service = service_fn(move |request| answer(request, state.clone()));
        tokio::spawn(server::Builder::new().serve_connection(TokioIo::new(stream), service).with_upgrades());
    }
}

async fn answer(request: Request<Incoming>, state: Arc<State>) -> Reply {
    let (mut tunnel, settings) = begin(&request, &state);
    if settings.hang {
        record(&state, tunnel);
        return std::future::pending().await;
    }
    let checked = check(&request, &settings, &tunnel);
    let reached = match checked {
        Ok(address) => {
            tunnel.routed_to = Some(address);
            TcpStream::connect(address).await.map_err(|_| 502)
        }
        Err(status) => Err(status),
    };
    tunnel.status = Some(*reached.as_ref().err().unwrap_or(&200));
    record(&state, tunnel);
    match reached {
        Err(status) => Ok(refused(status)),
        Ok(upstream) if request.method() == Method::CONNECT => Ok(connect(request, upstream)),
        Ok(upstream) => forward(request, upstream).await,
    }
}

fn begin(request: &Request<Incoming>, state: &State) -> (Tunnel, ProxySettings) {
    let header = |name: &str| request.headers().get(name)?.to_str().ok();
    let tunnel = Tunnel {
        method: request.method().to_string(),
        target: target(request.uri()),
        routed_to: None,
        user: header("proxy-authorization").and_then(basic).map(|(user, _)| user),
        user_agent: header("user-agent").map(str::to_owned),
        status: None,
        at_ms: clock::millis(clock::now(0)),
    };
    (tunnel, state.lock().settings.proxy.clone())
}

fn record(state: &State, tunnel: Tunnel) {
    state.lock().tunnels.push(tunnel);
}

fn target(uri: &Uri) -> String {
    let port = uri.port_u16().unwrap_or(80);
    format!("{}:{port}", uri.host().unwrap_or_default())
}

/// The address to connect to, or the status of the refusal.
fn check(request: &Request<Incoming>, settings: &ProxySettings, tunnel: &Tunnel) -> Result<SocketAddr, u16> {
    let given = request.headers().get(PROXY_AUTHORIZATION).and_then(|value| basic(value.to_str().ok()?));
    if let (Some(user), Some(password)) = (&settings.user, &settings.password)
        && given != Some((user.clone(), password.clone()))
    {
        return Err(407);
    }
    if let Some(status) = settings.refuse {
        return Err(status);
    }
    let routes = &settings.routes;
    routes
        .get(&tunnel.target)
        .copied()
        .or_else(|| loopback(&tunnel.target))
        .or_else(|| routes.get("*").copied())
        .filter(|address| address.ip().is_loopback())
        .ok_or(502)
}

/// Names are not looked up, so that nothing leaves the machine.
fn loopback(target: &str) -> Option<SocketAddr> {
    let (host, port) = target.rsplit_once(':')?;
    let ip: IpAddr = match host {
        "localhost" => [127, 0, 0, 1].into(),
        host => host.trim_matches(['[', ']']).parse().ok()?,
    };
    ip.is_loopback().then_some(SocketAddr::new(ip, port.parse().ok()?))
}

fn connect(request: Request<Incoming>, mut upstream: TcpStream) -> Response<Body> {
    tokio::spawn(async move {
        if let Ok(upgraded) = hyper::upgrade::on(request).await {
            // Either side may leave at any time.
            let _ = copy_bidirectional(&mut TokioIo::new(upgraded), &mut upstream).await;
        }
    });
    Response::new(Either::Right(Full::default()))
}

async fn forward(mut request: Request<Incoming>, upstream: TcpStream) -> Reply {
    let host = request.uri().authority().map(|host| host.to_string());
    if let Some(host) = host.and_then(|host| HeaderValue::try_from(host).ok()) {
        request.headers_mut().insert(HOST, host);
    }
    request.headers_mut().remove(PROXY_AUTHORIZATION);
    request.headers_mut().remove("proxy-connection");
    let path = request.uri().path_and_query().cloned();
    *request.uri_mut() = path.map(Uri::from).unwrap_or_default();
    let (mut sender, connection) = client::handshake(TokioIo::new(upstream)).await?;
    tokio::spawn(connection);
    let response = sender.send_request(request).await?;
    Ok(response.map(Either::Left))
}

fn refused(status: u16) -> Response<Body> {
    let mut response = Response::new(Either::Right(Full::from("the proxy refuses")));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    if status == 407 {
        let basic = HeaderValue::from_static("Basic realm=\"local_ecr\"");
        response.headers_mut().insert("proxy-authenticate", basic);
    }
    response
}
