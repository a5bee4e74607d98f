//! Certificates for the tests of TLS: a good one and the usual bad ones.

use std::fs;
use std::io;
use std::path::Path;

use rcgen::{BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use time::{Duration, OffsetDateTime};

use crate::login_key;

const NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// Writes `ca.pem`, and `NAME.pem` with `NAME.key` for each of `good`, `self-signed`, `expired`
/// and `wrong-host`. All but the last are for the loopback names and the names given.
/// `login.key` is a key as `aws login` keeps one in its cache.
pub fn write_certificates(folder: &Path, names: &[String]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let names: Vec<String> = NAMES.iter().map(|name| name.to_string()).chain(names.iter().cloned()).collect();
    make(folder, &names).map_err(io::Error::other)?
}

fn make(folder: &Path, names: &[String]) -> Result<io::Result<()>, rcgen::Error> {
    let ca_key = KeyPair::generate()?;
    let ca_params = authority();
    let ca_pem = ca_params.self_signed(&ca_key)?.pem();
    let ca = Issuer::new(ca_params, ca_key);

    let wrong_name = ["wrong.example".to_owned()];
    let kinds = [
        ("good", names, valid(), Some(&ca)),
        ("self-signed", names, valid(), None),
        ("expired", names, over(), Some(&ca)),
        ("wrong-host", &wrong_name, valid(), Some(&ca)),
    ];
    let mut files = vec![("ca.pem".to_owned(), ca_pem)];
    for (kind, names, days, issuer) in kinds {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(names)?;
        params.distinguished_name = name(kind);
        (params.not_before, params.not_after) = days;
        let certificate = match issuer {
            Some(ca) => params.signed_by(&key, ca)?,
            None => params.self_signed(&key)?,
        };
        files.push((format!("{kind}.pem"), certificate.pem()));
        files.push((format!("{kind}.key"), key.serialize_pem()));
    }
    files.push(("login.key".to_owned(), login_key::pem(&KeyPair::generate()?)));
    Ok(files.iter().try_for_each(|(file, text)| fs::write(folder.join(file), text)))
}

fn authority() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = name("test authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    (params.not_before, params.not_after) = valid();
    params
}

fn name(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, format!("local_ecr {common_name}"));
    name
}

/// Some verifiers refuse certificates that are good for more than a year or so.
fn valid() -> (OffsetDateTime, OffsetDateTime) {
    let now = OffsetDateTime::now_utc();
    (now - Duration::days(1), now + Duration::days(300))
}

fn over() -> (OffsetDateTime, OffsetDateTime) {
    let now = OffsetDateTime::now_utc();
    (now - Duration::days(30), now - Duration::days(1))
}
