//! Whom TLS trusts: the system, or what the user named in its place.

use super::TransportError;
use once_cell::sync::OnceCell;
use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which certificate authorities count.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Trust {
    /// The system's; on Linux this bundle file in its place, when SSL_CERT_FILE names one.
    System(Option<PathBuf>),
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

    fn build(&self) -> Result<ClientConfig, TransportError> {
        let Trust::System(bundle) = &self.trust;
        system(bundle.as_deref())
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn builder() -> rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier> {
    ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .expect("ring serves TLS 1.2 and 1.3")
}

#[cfg(any(windows, target_os = "macos"))]
fn system(_: Option<&Path>) -> Result<ClientConfig, TransportError> {
    use rustls_platform_verifier::BuilderVerifierExt;
    let builder = builder()
        .with_platform_verifier()
        .map_err(|e| TransportError::Trust(format!("The system's certificate verifier cannot be used: {e}.")))?;
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
            "No bundle of certificate authorities was found on this system; install ca-certificates or use -CABundle."
                .into(),
        )
    })?;
    let unusable = |what: String| TransportError::Trust(format!("The bundle {} {what}.", path.display()));
    let pem = std::fs::read(path).map_err(|e| unusable(format!("cannot be read: {e}")))?;
    let mut roots = rustls::RootCertStore::empty();
    // A system's bundle may hold certificates that rustls does not take; the others still count.
    let (added, _) = roots.add_parsable_certificates(CertificateDer::pem_slice_iter(&pem).flatten());
    if added == 0 {
        return Err(unusable("holds no usable certificate".to_owned()));
    }
    Ok(builder().with_root_certificates(roots).with_no_client_auth())
}
