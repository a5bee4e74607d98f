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
//! signature included; by default the one key of the AWS documentation is known.

mod answer;
mod auth;
mod body;
mod calls;
mod clock;
mod control;
mod ecr;
mod fault;
mod request;
mod router;
mod server;
mod settings;
mod sigv4;
mod socket;
mod world;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

pub use calls::{Call, Connections, Outcome};
pub use fault::{Fault, RawBody, Stage};
pub use settings::{ACCESS_KEY, ACCOUNT, Field, Key, Order, SECRET_KEY, Settings, Token};

use world::State;

/// Where to listen.
#[derive(Clone, Debug)]
pub struct Listeners {
    pub http: SocketAddr,
}

impl Default for Listeners {
    fn default() -> Self {
        Listeners { http: LOOPBACK }
    }
}

const LOOPBACK: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// A running endpoint; it ends when this is dropped.
pub struct LocalEcr {
    url: String,
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

    pub fn listen(settings: Settings, listeners: &Listeners) -> io::Result<LocalEcr> {
        let state = Arc::new(State::new(settings));
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let http = bind(listeners.http)?;
        let url = format!("http://{}", http.local_addr()?);
        let (stop, stopped) = oneshot::channel();
        let world = state.clone();
        let thread = thread::Builder::new()
            .name("local_ecr".into())
            .spawn(move || run(&runtime, http, world, stopped))?;
        Ok(LocalEcr {
            url,
            state,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// `http://127.0.0.1:PORT`
    pub fn url(&self) -> &str {
        &self.url
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

    /// Default settings, no records, no temporary keys.
    pub fn reset(&self) {
        self.state.lock().reset();
    }

    /// Waits until the records are as a test wants them; false when they are not in time.
    pub fn wait_until(
        &self,
        limit: Duration,
        wanted: impl Fn(&[Call], &Connections) -> bool,
    ) -> bool {
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

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn run(runtime: &Runtime, http: TcpListener, state: Arc<State>, stopped: oneshot::Receiver<()>) {
    runtime.block_on(async {
        let http = tokio::net::TcpListener::from_std(http).expect("a listener just bound");
        tokio::spawn(server::serve(http, state));
        // Both a message and the dropped sender mean the end.
        let _ = stopped.await;
    });
}
