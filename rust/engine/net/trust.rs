//! Whom TLS trusts: the system, or what the user named in its place.

use super::error::TransportError;
use crate::base::files;
use crate::base::shown::shown;
use crate::base::stamp::Stamp;
use crate::base::text::decode;
use once_cell::sync::OnceCell;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which certificate authorities count.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Trust {
    /// The system's; on Linux this bundle file in its place, when SSL_CERT_FILE names one.
    System(Option<PathBuf>),
    /// Those of a PEM file, and no others.
    Bundle {
        /// The file.
        file: Stamp,
        /// Whether it must be right where no TLS is spoken too: the user named it for this very request.
        always: bool,
    },
    /// Every certificate is taken.
    Nothing,
}

/// The TLS settings of one client, made at its first https connection.
#[derive(Debug)]
pub struct TlsConfigCell {
    trust: Trust,
    config: OnceCell<Arc<ClientConfig>>,
}

impl TlsConfigCell {
    pub fn new(trust: Trust) -> Self {
        TlsConfigCell { trust, config: OnceCell::new() }
    }

    /// The settings; a failure is tried again by the next connection.
    pub fn get(&self) -> Result<Arc<ClientConfig>, TransportError> {
        self.config.get_or_try_init(|| self.build().map(Arc::new)).cloned()
    }

    /// Refuses a bundle that cannot be used, where it must be right in any case.
    pub fn check(&self) -> Result<(), TransportError> {
        match self.trust {
            Trust::Bundle { always: true, .. } => self.get().map(drop),
            _ => Ok(()),
        }
    }

    fn build(&self) -> Result<ClientConfig, TransportError> {
        match &self.trust {
            Trust::System(bundle) => system(bundle.as_deref()),
            Trust::Bundle { file, .. } => Ok(with_roots(bundle_roots(file.path())?)),
            Trust::Nothing => {
                Ok(builder().dangerous().with_custom_certificate_verifier(Arc::new(Unverified)).with_no_client_auth())
            }
        }
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// TLS 1.2 and 1.3; rustls has nothing older.
fn builder() -> rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier> {
    ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .expect("ring serves TLS 1.2 and 1.3")
}

fn with_roots(roots: RootCertStore) -> ClientConfig {
    builder().with_root_certificates(roots).with_no_client_auth()
}

#[cfg(any(windows, target_os = "macos"))]
fn system(_: Option<&Path>) -> Result<ClientConfig, TransportError> {
    use rustls_platform_verifier::BuilderVerifierExt;
    let builder = builder()
        .with_platform_verifier()
        .map_err(|e| TransportError::Trust(format!("the system's certificate verifier cannot be used: {e}")))?;
    Ok(builder.with_no_client_auth())
}

/// One bundle file: reading the directory beside it as well costs many times as much and adds nothing.
#[cfg(not(any(windows, target_os = "macos")))]
fn system(bundle: Option<&Path>) -> Result<ClientConfig, TransportError> {
    const BUNDLES: &[&str] = &[
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
        "/usr/local/share/certs/ca-root-nss.crt",
    ];
    let path = bundle.or_else(|| BUNDLES.iter().map(Path::new).find(|path| path.is_file())).ok_or_else(|| {
        TransportError::Trust(
            "no bundle of certificate authorities was found; install ca-certificates or use -CABundle".into(),
        )
    })?;
    let unusable = |what: String| TransportError::Trust(format!("the bundle {} {what}", shown(path)));
    let pem = files::read(path).map_err(|e| unusable(format!("cannot be read: {e}")))?;
    let mut roots = RootCertStore::empty();
    // A system's bundle may hold certificates that rustls does not take; the others still count.
    let (added, _) = roots.add_parsable_certificates(CertificateDer::pem_slice_iter(&pem).flatten());
    if added == 0 {
        return Err(unusable("holds no usable certificate".to_owned()));
    }
    Ok(with_roots(roots))
}

/// The authorities of a bundle that a user named: all of it must be right, or a line is named.
fn bundle_roots(path: &Path) -> Result<RootCertStore, TransportError> {
    let unusable = |what: String| TransportError::Bundle(format!("the CA bundle {} {what}", shown(path)));
    let pem = files::read(path).map_err(|e| unusable(format!("cannot be read: {e}")))?;
    let text = decode(&pem);
    let mut roots = RootCertStore::empty();
    for (line, section) in certificates(&text) {
        CertificateDer::from_pem_slice(section.as_bytes())
            .map_err(|_| ())
            .and_then(|certificate| roots.add(certificate).map_err(|_| ()))
            .map_err(|()| unusable(format!("holds a broken certificate at line {line}")))?;
    }
    if roots.is_empty() { Err(unusable("holds no certificate in PEM form".to_owned())) } else { Ok(roots) }
}

/// The certificates of a PEM text with the lines they start at; one without an end reaches to the next.
fn certificates(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut inside = false;
    for (number, line) in text.lines().enumerate() {
        if line.contains("-----BEGIN ") {
            inside = line.contains("CERTIFICATE-----");
            if inside {
                found.push((number + 1, String::new()));
            }
        }
        if let Some((_, section)) = found.last_mut().filter(|_| inside) {
            section.push_str(line.trim());
            section.push('\n');
        }
        inside &= !line.contains("-----END ");
    }
    found
}

/// Takes every certificate; that the server holds its key is still checked.
#[derive(Debug)]
struct Unverified;

impl ServerCertVerifier for Unverified {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &provider().signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &provider().signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider().signature_verification_algorithms.supported_schemes()
    }
}
