//! A local stand-in for ECR, for the demo and the tests of EcrLogin.
//!
//! From Rust:
//!
//! ```
//! use local_ecr::{LocalEcr, Settings};
//!
//! let ecr = LocalEcr::start(Settings::default());
//! // ... calls to ecr.url() ...
//! assert!(ecr.calls().is_empty());
//! ```
//!
//! From anywhere, `local_ecr --parent-stdin` prints its address and is told how to behave over
//! HTTP:
//!
//! ```sh
//! curl -X PUT  http://127.0.0.1:PORT/_control/settings -d '{"fault": {"kind": "throttle"}, "fault_count": 2}'
//! curl         http://127.0.0.1:PORT/_control/calls
//! curl         http://127.0.0.1:PORT/_control/connections
//! curl -X DELETE http://127.0.0.1:PORT/_control
//! ```
//!
//! Settings that are sent replace all that were in force. A request is checked as AWS does it,
//! signature included; by default the one key of the AWS documentation is known, and the temporary
//! keys that were handed out. All services are on the same listener:
//!
//! | path | service |
//! |---|---|
//! | `/` with a target | ECR and ECR Public: GetAuthorizationToken |
//! | `/` with an action | STS: AssumeRole, AssumeRoleWithWebIdentity, AssumeRoleWithSAML, GetCallerIdentity |
//! | `/federation/credentials`, `/token` | IAM Identity Center: GetRoleCredentials, CreateToken |
//! | `/v1/token` | AWS Sign-In: CreateOAuth2Token |
//! | `/creds` | keys of a container |
//! | `/latest` | metadata of an instance, version 2 |
//! | `/idp` | a SAML identity provider |
//! | `/v2/`, `/token/` | a registry, as far as it takes logins |
// A stand-in for tests: its fields bear the names of what they stand in for.
#![allow(missing_docs)]
#![forbid(unsafe_code)]

mod answer;
mod auth;
mod body;
mod calls;
mod certs;
mod clock;
mod container;
mod control;
mod dpop;
mod ecr;
mod fault;
mod idp;
mod imds;
mod issue;
mod login_key;
mod proxy;
mod registry;
mod request;
mod router;
mod saml;
mod server;
mod settings;
mod signin;
mod sigv4;
mod socket;
mod sso;
mod sts;
mod tls;
mod world;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio_rustls::rustls::ServerConfig;

pub use calls::{Call, Connections, Outcome};
pub use certs::write_certificates;
pub use container::ContainerSettings;
pub use fault::{Fault, RawBody, Stage};
pub use idp::{Form, IdpSettings};
pub use imds::ImdsSettings;
pub use proxy::{ProxySettings, Tunnel};
pub use registry::RegistrySettings;
pub use settings::{ACCESS_KEY, ACCOUNT, Field, Key, Order, SECRET_KEY, Settings, Token};
pub use signin::SigninSettings;
pub use sso::SsoSettings;
pub use sts::{Role, StsSettings};
pub use tls::Tls;

use world::State;

/// Where to listen, beside the plain listener with something on it.
#[derive(Clone, Debug)]
pub struct Listeners {
    pub http: SocketAddr,
    /// One more listener for each, on a free port of the loopback interface.
    pub tls: Vec<Tls>,
    /// Whether to be a proxy as well, on a free port of the loopback interface.
    pub proxy: bool,
}

impl Default for Listeners {
    fn default() -> Self {
        Listeners { http: LOOPBACK, tls: Vec::new(), proxy: false }
    }
}

const LOOPBACK: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// A running endpoint; it ends when this is dropped.
pub struct LocalEcr {
    url: String,
    https_urls: Vec<String>,
    proxy_url: Option<String>,
    state: Arc<State>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl LocalEcr {
    /// Listens on a free port of the loopback interface.
    ///
    /// # Panics
    /// When there is no such port: a test can do nothing about it.
    pub fn start(settings: Settings) -> LocalEcr {
        LocalEcr::listen(settings, &Listeners::default()).expect("a port on the loopback interface")
    }

    /// Listens where it is told to.
    pub fn listen(settings: Settings, listeners: &Listeners) -> io::Result<LocalEcr> {
        let state = Arc::new(State::new(settings));
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let bound = Bound::new(listeners)?;
        let (stop, stopped) = oneshot::channel();
        let mut local = LocalEcr {
            url: address("http", &bound.http)?,
            https_urls: bound.tls.iter().map(|(listener, _)| address("https", listener)).collect::<io::Result<_>>()?,
            proxy_url: bound.proxy.as_ref().map(|listener| address("http", listener)).transpose()?,
            state: state.clone(),
            stop: Some(stop),
            thread: None,
        };
        local.thread =
            Some(thread::Builder::new().name("local_ecr".into()).spawn(move || run(&runtime, bound, &state, stopped))?);
        Ok(local)
    }

    /// `http://127.0.0.1:PORT`
    pub fn url(&self) -> &str {
        &self.url
    }

    /// `https://127.0.0.1:PORT`, one for each TLS listener in the order given.
    pub fn https_urls(&self) -> &[String] {
        &self.https_urls
    }

    /// `http://127.0.0.1:PORT` of the proxy, if there is one.
    pub fn proxy_url(&self) -> Option<&str> {
        self.proxy_url.as_deref()
    }

    /// Replaces the settings.
    pub fn set(&self, settings: Settings) {
        self.state.lock().set(settings);
    }

    /// The settings in force, to change some of them.
    pub fn settings(&self) -> Settings {
        self.state.lock().settings.clone()
    }

    pub fn calls(&self) -> Vec<Call> {
        self.state.lock().calls.clone()
    }

    pub fn clear_calls(&self) {
        self.state.lock().calls.clear();
    }

    pub fn connections(&self) -> Connections {
        self.state.lock().connections
    }

    /// What the proxy was asked for.
    pub fn tunnels(&self) -> Vec<Tunnel> {
        self.state.lock().tunnels.clone()
    }

    /// Default settings, no records, no temporary keys.
    pub fn reset(&self) {
        self.state.lock().reset();
    }

    /// Waits until the records are as a test wants them; false when they are not in time.
    pub fn wait_until(&self, limit: Duration, wanted: impl Fn(&[Call], &Connections) -> bool) -> bool {
        let end = Instant::now() + limit;
        loop {
            {
                let world = self.state.lock();
                if wanted(&world.calls, &world.connections) {
                    return true;
                }
            }
            if Instant::now() >= end {
                return false;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for LocalEcr {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of that thread has already been printed.
            let _ = thread.join();
        }
    }
}

struct Bound {
    http: TcpListener,
    tls: Vec<(TcpListener, Arc<ServerConfig>)>,
    proxy: Option<TcpListener>,
}

impl Bound {
    fn new(listeners: &Listeners) -> io::Result<Bound> {
        Ok(Bound {
            http: bind(listeners.http)?,
            tls: listeners
                .tls
                .iter()
                .map(|tls| Ok((bind(LOOPBACK)?, tls::configure(tls)?)))
                .collect::<io::Result<_>>()?,
            proxy: listeners.proxy.then(|| bind(LOOPBACK)).transpose()?,
        })
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn address(scheme: &str, listener: &TcpListener) -> io::Result<String> {
    Ok(format!("{scheme}://{}", listener.local_addr()?))
}

fn run(runtime: &Runtime, bound: Bound, state: &Arc<State>, stopped: oneshot::Receiver<()>) {
    let adopt = |listener| tokio::net::TcpListener::from_std(listener).expect("a listener that was just bound");
    runtime.block_on(async {
        tokio::spawn(server::serve(adopt(bound.http), state.clone()));
        for (listener, config) in bound.tls {
            tokio::spawn(tls::serve(adopt(listener), config, state.clone()));
        }
        if let Some(listener) = bound.proxy {
            tokio::spawn(proxy::serve(adopt(listener), state.clone()));
        }
        // Both a message and the dropped sender mean the end.
        let _ = stopped.await;
    });
}
