//! The same services over TLS.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{ProtocolVersion, ServerConfig, ServerConnection};

use crate::request::Peer;
use crate::server::{accept, converse};
use crate::socket::{Link, Socket};
use crate::world::State;

/// What a TLS listener shows, as PEM files.
#[derive(Clone, Debug)]
pub struct Tls {
    pub certificate: PathBuf,
    pub key: PathBuf,
    /// Whether it speaks nothing newer than TLS 1.2.
    pub only_1_2: bool,
}

pub fn configure(tls: &Tls) -> io::Result<Arc<ServerConfig>> {
    let chain = CertificateDer::pem_file_iter(&tls.certificate)
        .and_then(Iterator::collect)
        .map_err(|error| unreadable(&tls.certificate, error))?;
    let key = PrivateKeyDer::from_pem_file(&tls.key).map_err(|error| unreadable(&tls.key, error))?;
    let versions = if tls.only_1_2 { &[&TLS12][..] } else { &[&TLS12, &TLS13] };
    let config = ServerConfig::builder_with_provider(default_provider().into())
        .with_protocol_versions(versions)
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key));
    config.map(Arc::new).map_err(|error| unreadable(&tls.certificate, error))
}

fn unreadable(path: &std::path::Path, error: impl std::fmt::Display) -> io::Error {
    io::Error::other(format!("{}: {error}", path.display()))
}

/// Serves TLS until the task is dropped.
pub async fn serve(listener: TcpListener, config: Arc<ServerConfig>, state: Arc<State>) {
    let acceptor = TlsAcceptor::from(config);
    loop {
        let stream = accept(&listener).await;
        tokio::spawn(shake_hands(stream, acceptor.clone(), state.clone()));
    }
}

async fn shake_hands(stream: TcpStream, acceptor: TlsAcceptor, state: Arc<State>) {
    let Ok(stream) = acceptor.accept(Socket::new(stream)).await else {
        state.lock().connections.tls_failed += 1;
        return;
    };
    let (socket, session) = stream.get_ref();
    let peer =
        Peer { connection: state.lock().next(), scheme: "https", tls_version: version(session).map(str::to_owned) };
    let link = Link::new(peer, socket, state.clone());
    converse(stream, link, state).await;
}

fn version(session: &ServerConnection) -> Option<&'static str> {
    match session.protocol_version()? {
        ProtocolVersion::TLSv1_2 => Some("1.2"),
        ProtocolVersion::TLSv1_3 => Some("1.3"),
        _ => None,
    }
}
