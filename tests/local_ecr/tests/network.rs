//! The proxy and TLS.

mod common;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use local_ecr::{Listeners, LocalEcr, ProxySettings, Settings, Tls, write_certificates};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, Stream};

/// A folder that goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        write_certificates(&folder, &["api.ecr.eu-west-1.amazonaws.com".into()]).unwrap();
        Folder(folder)
    }

    fn tls(&self, kind: &str, only_1_2: bool) -> Tls {
        Tls { certificate: self.0.join(format!("{kind}.pem")), key: self.0.join(format!("{kind}.key")), only_1_2 }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn authority(url: &str) -> &str {
    url.split_once("://").unwrap().1
}

const REQUEST: &str = "GET /_control/connections HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

/// A handshake and a request over a connection, trusting the authority of the folder.
fn over_tls(folder: &Path, mut stream: TcpStream, name: &str) -> Result<String, String> {
    let mut roots = RootCertStore::empty();
    let ca = CertificateDer::from_pem_file(folder.join("ca.pem")).unwrap();
    roots.add(ca).unwrap();
    let config = ClientConfig::builder_with_provider(default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut session = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut tls = Stream::new(&mut session, &mut stream);
    tls.write_all(REQUEST.as_bytes()).map_err(|e| e.to_string())?;
    let mut answer = Vec::new();
    // The server closes without a close_notify, which is an error after all data.
    let _ = tls.read_to_end(&mut answer);
    let version = session.protocol_version().unwrap();
    Ok(format!("{version:?} {}", String::from_utf8_lossy(&answer)))
}

#[test]
fn each_certificate_fails_for_its_own_reason() {
    let folder = Folder::new("certificates");
    let kinds = ["good", "self-signed", "expired", "wrong-host"];
    let mut tls: Vec<Tls> = kinds.map(|kind| folder.tls(kind, false)).into();
    tls.push(folder.tls("good", true));
    let listeners = Listeners { tls, ..Listeners::default() };
    let ecr = LocalEcr::listen(Settings::default(), &listeners).unwrap();
    let urls = ecr.https_urls();
    let ask = |place: usize| {
        let stream = TcpStream::connect(authority(&urls[place])).unwrap();
        over_tls(&folder.0, stream, "localhost")
    };
    let good = ask(0).unwrap();
    assert!(good.contains("TLSv1_3") && good.contains("200 OK"), "{good}");
    for (place, reason) in [(1, "UnknownIssuer"), (2, "expired"), (3, "not valid for name")] {
        let error = ask(place).unwrap_err();
        assert!(error.contains(reason), "{error}");
    }
    let old = ask(4).unwrap();
    assert!(old.contains("TLSv1_2") && old.contains("200 OK"), "{old}");
    let soon = std::time::Duration::from_secs(5);
    assert!(ecr.wait_until(soon, |_, connections| connections.tls_failed == 3));
}

#[test]
fn a_tunnel_leads_to_a_name_that_is_only_routed() {
    let folder = Folder::new("tunnel");
    let listeners = Listeners { tls: vec![folder.tls("good", false)], proxy: true, ..Listeners::default() };
    let ecr = LocalEcr::listen(Settings::default(), &listeners).unwrap();
    let target = "api.ecr.eu-west-1.amazonaws.com:443";
    let tls = authority(&ecr.https_urls()[0]).parse().unwrap();
    ecr.set(Settings {
        proxy: ProxySettings {
            user: Some("user".into()),
            password: Some("proxy-password".into()),
            routes: BTreeMap::from([(target.into(), tls)]),
            ..ProxySettings::default()
        },
        ..Settings::default()
    });
    let connect = |target: &str, authorization: &str| {
        let mut stream = TcpStream::connect(authority(ecr.proxy_url().unwrap())).unwrap();
        let head = format!("CONNECT {target} HTTP/1.1\r\nhost: {target}\r\n{authorization}\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            answer.push(byte[0]);
        }
        let status = String::from_utf8(answer).unwrap()[9..12].to_owned();
        (status, stream)
    };
    let basic = STANDARD.encode("user:proxy-password");
    let authorization = format!("proxy-authorization: Basic {basic}\r\n");
    assert_eq!(connect(target, "").0, "407");
    assert_eq!(connect("elsewhere.example:443", &authorization).0, "502");
    let (status, stream) = connect(target, &authorization);
    assert_eq!(status, "200");
    let name = target.strip_suffix(":443").unwrap();
    assert!(over_tls(&folder.0, stream, name).unwrap().contains("200 OK"));

    let tunnels = ecr.tunnels();
    let statuses: Vec<_> = tunnels.iter().map(|tunnel| tunnel.status).collect();
    assert_eq!(statuses, [Some(407), Some(502), Some(200)]);
    assert_eq!(tunnels[2].target, target);
    assert_eq!(tunnels[2].user.as_deref(), Some("user"));
}

#[test]
fn plain_requests_are_forwarded() {
    let listeners = Listeners { proxy: true, ..Listeners::default() };
    let ecr = LocalEcr::listen(Settings::default(), &listeners).unwrap();
    let ask = |target: &str| {
        let mut stream = TcpStream::connect(authority(ecr.proxy_url().unwrap())).unwrap();
        let head = format!("GET {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let forwarded = ask(&format!("{}/_control/settings", ecr.url()));
    assert!(forwarded.contains("default_account"), "{forwarded}");
    assert!(ask("http://elsewhere.example/").contains(" 502 "));

    let mut settings = ecr.settings();
    settings.proxy.refuse = Some(403);
    ecr.set(settings);
    assert!(ask(ecr.url()).contains(" 403 "));
}

#[test]
fn the_login_key_is_one_of_its_kind() {
    let folder = Folder::new("login");
    let text = std::fs::read_to_string(folder.0.join("login.key")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let [first, base64 @ .., last] = &lines[..] else { panic!("{text}") };
    assert_eq!((*first, *last), ("-----BEGIN EC PRIVATE KEY-----", "-----END EC PRIVATE KEY-----"));
    let der = STANDARD.decode(base64.concat()).unwrap();
    assert_eq!(der.len(), usize::from(der[1]) + 2);
    let (private, public) = (&der[7..39], &der[der.len() - 65..]);
    EcdsaKeyPair::from_private_key_and_public_key(
        &ECDSA_P256_SHA256_FIXED_SIGNING,
        private,
        public,
        &SystemRandom::new(),
    )
    .unwrap();
}
