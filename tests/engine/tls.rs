//! Whom TLS trusts, and what is said of certificates that it does not.

use crate::home::{assert_error, error, native};
use crate::support::{World, each, failure};
use local_ecr::{Listeners, LocalEcr, Settings, Tls, write_certificates};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

/// An endpoint that shows each of these certificates on a listener of its own.
fn secured(kinds: &[&str], only_1_2: bool) -> World {
    let home = TempDir::new().unwrap();
    write_certificates(home.path(), &[]).unwrap();
    let file = |kind: &str, ending: &str| home.path().join(format!("{kind}.{ending}"));
    let tls = kinds.iter().map(|kind| Tls { certificate: file(kind, "pem"), key: file(kind, "key"), only_1_2 });
    let listeners = Listeners { tls: tls.collect(), ..Listeners::default() };
    World { ecr: LocalEcr::listen(Settings::default(), &listeners).unwrap(), home }
}

impl World {
    fn pem(&self, name: &str) -> String {
        self.home.path().join(name).to_str().unwrap().to_owned()
    }

    /// Asks the first TLS listener.
    fn ask_tls(&self, env: &[(&str, &str)], more: Value) -> Value {
        let mut fields = json!({ "env": self.env(env), "endpoint_url": self.ecr.https_urls()[0] });
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.ask(fields)
    }
}

fn trusted(answer: &Value) -> bool {
    match answer["ok"]["tokens"].as_array().map(Vec::len) {
        Some(1) => true,
        _ => {
            assert_eq!(failure(answer)["code"], "TlsFailed", "{answer}");
            false
        }
    }
}

#[test]
fn a_bundle_is_named_by_parameter_variable_or_profile() {
    let world = secured(&["good"], false);
    let ca = world.pem("ca.pem");
    world.write("config", format!("[profile corp]\nca_bundle = {ca}\n"));
    assert!(!trusted(&world.ask_tls(&[], json!({}))));
    assert!(trusted(&world.ask_tls(&[], json!({ "ca_bundle": "ca.pem", "cwd": world.home.path() }))));
    assert!(trusted(&world.ask_tls(&[("AWS_CA_BUNDLE", &ca)], json!({}))));
    assert!(trusted(&world.ask_tls(&[("AWS_PROFILE", "corp")], json!({}))));
    assert!(trusted(&world.ask_tls(&[("REQUESTS_CA_BUNDLE", &ca)], json!({}))));
    assert!(trusted(&world.ask_tls(&[("AWS_CA_BUNDLE", "~/ca.pem")], json!({}))));
}

#[test]
fn the_first_that_is_named_counts_alone() {
    let world = secured(&["good"], false);
    let (ca, other) = (world.pem("ca.pem"), world.pem("self-signed.pem"));
    world.write("config", format!("[profile corp]\nca_bundle = {ca}\n[profile other]\nca_bundle = {other}\n"));
    let wrong = [("AWS_CA_BUNDLE", other.as_str()), ("AWS_PROFILE", "corp"), ("REQUESTS_CA_BUNDLE", ca.as_str())];
    assert!(!trusted(&world.ask_tls(&wrong, json!({}))));
    assert!(trusted(&world.ask_tls(&wrong, json!({ "ca_bundle": ca }))));
    assert!(!trusted(&world.ask_tls(&[("AWS_PROFILE", "other"), ("REQUESTS_CA_BUNDLE", &ca)], json!({}))));
}

#[test]
#[cfg(target_os = "linux")]
fn the_systems_bundle_may_lie_elsewhere() {
    let world = secured(&["good"], false);
    assert!(trusted(&world.ask_tls(&[("SSL_CERT_FILE", &world.pem("ca.pem"))], json!({}))));
}

#[test]
fn a_bundle_that_cannot_be_used_is_named_with_its_line() {
    let world = secured(&["good"], false);
    let ca = fs::read_to_string(world.pem("ca.pem")).unwrap();
    let broken = format!("# ours\n{ca}-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n");
    let line = format!("line {}", ca.lines().count() + 2);
    let cut = format!("-----BEGIN CERTIFICATE-----\nMIIB\n{ca}");
    let cases: [(&str, &str, &[&str]); 4] = [
        ("broken.pem", &broken, &[&line, "broken certificate"]),
        ("cut.pem", &cut, &["line 1", "broken certificate"]),
        ("words.pem", "no certificate", &["no certificate in PEM form"]),
        ("empty.pem", "", &["no certificate in PEM form"]),
    ];
    for (file, text, words) in cases {
        fs::write(world.pem(file), text).unwrap();
        let answer = world.ask_tls(&[], json!({ "ca_bundle": world.pem(file) }));
        assert_error(failure(&answer), "InvalidCABundle", words);
        assert_error(failure(&answer), "InvalidCABundle", &[file, "-CABundle"]);
    }
    let answer = world.ask_tls(&[], json!({ "ca_bundle": world.pem("lost.pem") }));
    assert_error(failure(&answer), "InvalidCABundle", &["lost.pem", "cannot be read"]);
}

#[test]
fn a_bundle_that_was_repaired_counts_at_the_next_call() {
    let world = secured(&["good"], false);
    let bundle = json!({ "ca_bundle": world.pem("mine.pem") });
    fs::write(world.pem("mine.pem"), "nothing").unwrap();
    assert_eq!(failure(&world.ask_tls(&[], bundle.clone()))["code"], "InvalidCABundle");
    fs::copy(world.pem("ca.pem"), world.pem("mine.pem")).unwrap();
    assert!(trusted(&world.ask_tls(&[], bundle)));
}

#[test]
fn each_bad_certificate_says_why_and_what_helps() {
    let kinds = ["self-signed", "expired", "wrong-host"];
    let words: [&[&str]; 3] = [&["-CABundle"], &["expired", "clock"], &["name", "-EndpointUrl"]];
    let world = secured(&kinds, false);
    for (at, words) in words.iter().enumerate() {
        let url = world.ecr.https_urls()[at].clone();
        let answer = world.ask_tls(&[], json!({ "ca_bundle": world.pem("ca.pem"), "endpoint_url": url }));
        assert_error(failure(&answer), "TlsFailed", words);
        assert_error(failure(&answer), "TlsFailed", &[&url]);
        assert_eq!(failure(&answer)["retryable"], false);
    }
    assert!(world.ecr.calls().is_empty());
}

#[test]
fn certificates_are_skipped_only_with_a_warning() {
    let world = secured(&["self-signed", "expired", "wrong-host"], false);
    for url in world.ecr.https_urls() {
        let answer = world.ask_tls(&[], json!({ "skip_certificate_check": true, "endpoint_url": url }));
        assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
        assert_eq!(answer["log"][0]["level"], "warning");
        assert!(answer["log"][0]["message"].as_str().unwrap().contains("not verified"), "{answer}");
    }
    let answer = world.ask_tls(&[], json!({ "skip_certificate_check": true }));
    assert_eq!(answer["log"][0]["level"], "warning", "at every call");
    assert!(!trusted(&world.ask_tls(&[], json!({}))), "and for that call only");
}

#[test]
fn tls_1_2_is_spoken_where_there_is_nothing_newer() {
    let bundle = |world: &World| json!({ "ca_bundle": world.pem("ca.pem") });
    for (only_1_2, version) in [(true, "1.2"), (false, "1.3")] {
        let world = secured(&["good"], only_1_2);
        assert!(trusted(&world.ask_tls(&[], bundle(&world))));
        assert_eq!(world.token_call().tls_version.as_deref(), Some(version));
    }
}

#[test]
fn trust_is_not_looked_at_for_plain_http() {
    let world = World::new(Settings::default());
    let env = world.env(&[("AWS_CA_BUNDLE", "/nowhere/ca.pem"), ("SSL_CERT_FILE", "/nowhere/ca.pem")]);
    assert_eq!(each(&world.ask(json!({ "env": env })), "username"), ["AWS"]);
}

#[test]
fn a_bundle_that_the_request_names_is_read_for_plain_http_too() {
    let world = World::new(Settings::default());
    let bad = world.write("bad.pem", "no certificate");
    for (bundle, words) in [
        ("/nowhere/ca.pem", [&native("/nowhere/ca.pem"), "cannot be read"]),
        (bad.to_str().unwrap(), ["bad.pem", "no certificate in PEM form"]),
    ] {
        let answer = world.ask(json!({ "ca_bundle": bundle }));
        assert_error(failure(&answer), "InvalidCABundle", &words);
        let anything = world.ask(json!({ "ca_bundle": bundle, "skip_certificate_check": true }));
        assert_eq!(each(&anything, "username"), ["AWS"]);
    }
    assert_eq!(world.ecr.calls().len(), 2);
    write_certificates(world.home.path(), &[]).unwrap();
    assert_eq!(each(&world.ask(json!({ "ca_bundle": world.pem("ca.pem") })), "username"), ["AWS"]);
}

#[test]
fn the_way_to_credentials_trusts_the_same() {
    let world = secured(&["good"], false);
    let ca = world.pem("ca.pem");
    let role = "arn:aws:iam::111122223333:role/over-tls";
    world.write("config", format!("[profile role]\nrole_arn = {role}\ncredential_source = Environment\n"));
    let env = [
        ("AWS_ACCESS_KEY_ID", local_ecr::ACCESS_KEY),
        ("AWS_SECRET_ACCESS_KEY", local_ecr::SECRET_KEY),
        ("AWS_ENDPOINT_URL", &world.ecr.https_urls()[0]),
    ];
    let untrusted = world.ask_with(&env, json!({ "profile": "role" }));
    assert_error(error(&untrusted), "TlsFailed", &["role/over-tls", "-CABundle"]);
    let missing = world.ask_with(&env, json!({ "profile": "role", "ca_bundle": "/nowhere/ca.pem" }));
    assert_error(error(&missing), "InvalidCABundle", &[&native("/nowhere/ca.pem")]);
    world.ask_with(&env, json!({ "profile": "role", "ca_bundle": ca }));
    assert_eq!(world.signer(), world.issued_by("AssumeRole"));
    assert!(world.ecr.calls().iter().all(|call| call.scheme == "https"));
}

#[test]
fn a_bundle_is_read_however_windows_powershell_wrote_it() {
    let world = secured(&["good"], false);
    let text = fs::read_to_string(world.pem("ca.pem")).unwrap().replace('\n', "\r\n");
    let marked = format!("\u{feff}{text}");
    let utf16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (file, bytes) in [("marked.pem", marked.into_bytes()), ("utf16.pem", utf16)] {
        fs::write(world.pem(file), bytes).unwrap();
        assert!(trusted(&world.ask_tls(&[], json!({ "ca_bundle": world.pem(file) }))), "{file}");
    }
}

#[test]
fn a_certificate_without_an_authority_may_vouch_for_itself() {
    let world = secured(&["self-signed"], false);
    assert!(trusted(&world.ask_tls(&[], json!({ "ca_bundle": world.pem("self-signed.pem") }))));
}

#[test]
#[cfg(target_os = "linux")]
fn the_systems_bundle_is_read_once() {
    let world = secured(&["good"], false);
    let ca = world.pem("ca.pem");
    assert!(trusted(&world.ask_tls(&[("SSL_CERT_FILE", &ca)], json!({}))));
    fs::write(&ca, "").unwrap();
    assert!(trusted(&world.ask_tls(&[("SSL_CERT_FILE", &ca)], json!({ "region": "us-east-1" }))));
}
