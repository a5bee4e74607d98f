//! Roles are assumed, and their keys are good for ECR.

mod common;

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{Reply, Signer, send, tokens_as};
use local_ecr::{Fault, LocalEcr, Role, Settings, StsSettings};

const ROLE: &str = "arn:aws:iam::000000000005:role/deploy";
const DEVICE: &str = "arn:aws:iam::111122223333:mfa/device";

/// The text of an element.
fn element(reply: &Reply, name: &str) -> String {
    let text = reply.text();
    let (_, rest) = text.split_once(&format!("<{name}>")).unwrap_or_else(|| panic!("no {name} in {text}"));
    rest.split_once('<').unwrap().0.into()
}

fn form(action: &str, fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("Action", action)
        .append_pair("Version", "2011-06-15")
        .extend_pairs(fields)
        .finish()
}

fn assume(signer: &Signer, url: &str, role: &str, more: &[(&str, &str)]) -> Reply {
    let fields = [&[("RoleArn", role), ("RoleSessionName", "test")], more].concat();
    let body = form("AssumeRole", &fields);
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    signer.post(url, &headers, &body).unwrap()
}

/// The keys of an answer, to sign with.
fn session(reply: &Reply, service: &str) -> Signer {
    Signer {
        access_key: element(reply, "AccessKeyId"),
        secret: element(reply, "SecretAccessKey"),
        session_token: Some(element(reply, "SessionToken")),
        ..Signer::new(service)
    }
}

fn with_role(role: Role) -> LocalEcr {
    LocalEcr::start(Settings {
        sts: StsSettings { roles: BTreeMap::from([(ROLE.into(), role)]), ..StsSettings::default() },
        ..Settings::default()
    })
}

#[test]
fn the_keys_of_a_role_are_good_for_its_registry() {
    let ecr = LocalEcr::start(Settings::default());
    let more = [("ExternalId", "ext"), ("DurationSeconds", "1800")];
    let reply = assume(&Signer::new("sts"), ecr.url(), ROLE, &more);
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(element(&reply, "RequestId"), reply.header("x-amzn-requestid"));

    let json = tokens_as(&session(&reply, "ecr"), ecr.url(), &[]).unwrap().json();
    let host = json["authorizationData"][0]["proxyEndpoint"].as_str();
    assert!(host.unwrap().starts_with("https://000000000005."));

    let calls = ecr.calls();
    assert_eq!(calls[0].parameters["RoleArn"], ROLE);
    assert_eq!(calls[0].parameters["RoleSessionName"], "test");
    assert_eq!(calls[0].parameters["ExternalId"], "ext");
    assert_eq!(calls[0].parameters["DurationSeconds"], "1800");
    assert_eq!(calls[0].issued_access_key, calls[1].access_key);
}

#[test]
fn a_chain_of_three_lasts_an_hour_at_most() {
    let ecr = LocalEcr::start(Settings::default());
    let mut signer = Signer::new("sts");
    for role in ["one", "two", "three"] {
        let role = format!("arn:aws:iam::111122223333:role/{role}");
        let reply = assume(&signer, ecr.url(), &role, &[]);
        assert_eq!(reply.status, 200);
        signer = session(&reply, "sts");
    }
    let reply = assume(&signer, ecr.url(), ROLE, &[("DurationSeconds", "3601")]);
    assert_eq!(element(&reply, "Code"), "ValidationError");

    let body = form("GetCallerIdentity", &[]);
    let reply = signer.post(ecr.url(), &[], &body).unwrap();
    assert_eq!(element(&reply, "Arn"), "arn:aws:sts::111122223333:assumed-role/three/test");
}

#[test]
fn a_role_has_conditions() {
    let ecr = with_role(Role {
        external_id: Some("ext".into()),
        trusts: vec!["arn:aws:iam::111122223333:role/one".into()],
        max_duration_s: 7200,
        ..Role::default()
    });
    let ext = ("ExternalId", "ext");
    let signer = Signer::new("sts");
    let reply = assume(&signer, ecr.url(), ROLE, &[ext]);
    assert_eq!((reply.status, element(&reply, "Code").as_str()), (403, "AccessDenied"));
    assert!(element(&reply, "Message").ends_with(ROLE));

    let reply = assume(&signer, ecr.url(), "arn:aws:iam::111122223333:role/one", &[]);
    let one = session(&reply, "sts");
    assert_eq!(assume(&one, ecr.url(), ROLE, &[]).status, 403);
    assert_eq!(assume(&one, ecr.url(), ROLE, &[ext]).status, 200);

    let ecr = with_role(Role { max_duration_s: 7200, ..Role::default() });
    let reply = assume(&signer, ecr.url(), ROLE, &[("DurationSeconds", "7201")]);
    assert_eq!(element(&reply, "Code"), "ValidationError");
}

#[test]
fn a_code_is_needed_and_good_once() {
    let ecr = with_role(Role { mfa_required: true, ..Role::default() });
    let signer = Signer::new("sts");
    let status = |more: &[(&str, &str)]| assume(&signer, ecr.url(), ROLE, more).status;
    let serial = ("SerialNumber", DEVICE);
    assert_eq!(status(&[]), 403);
    assert_eq!(status(&[serial]), 403);
    assert_eq!(status(&[serial, ("TokenCode", "12")]), 400);
    assert_eq!(status(&[serial, ("TokenCode", "000000")]), 403);
    assert_eq!(status(&[("SerialNumber", "unknown"), ("TokenCode", "123456")]), 403);
    assert_eq!(status(&[serial, ("TokenCode", "123456")]), 200);
    assert_eq!(status(&[serial, ("TokenCode", "123456")]), 403);
    assert_eq!(status(&[serial, ("TokenCode", "234567")]), 200);
}

#[test]
fn expired_keys_are_refused() {
    let ecr = with_role(Role { lifetime_s: Some(-1), ..Role::default() });
    let reply = assume(&Signer::new("sts"), ecr.url(), ROLE, &[]);
    let reply = tokens_as(&session(&reply, "ecr"), ecr.url(), &[]).unwrap();
    assert_eq!(reply.code(), "ExpiredTokenException");
}

#[test]
fn signatures_are_refused_in_the_words_of_sts() {
    let ecr = LocalEcr::start(Settings::default());
    let body = form("GetCallerIdentity", &[]);
    let unsigned = send("POST", &format!("{}/", ecr.url()), &[], &body).unwrap();
    let unknown = Signer { access_key: "AKIANOBODY".into(), ..Signer::new("sts") };
    let wrong = Signer { secret: "wrong".into(), ..Signer::new("sts") };
    for (code, reply) in [
        ("MissingAuthenticationToken", unsigned),
        ("InvalidClientTokenId", unknown.post(ecr.url(), &[], &body).unwrap()),
        ("SignatureDoesNotMatch", wrong.post(ecr.url(), &[], &body).unwrap()),
    ] {
        assert_eq!((reply.status, element(&reply, "Code").as_str()), (403, code));
    }
}

#[test]
fn a_web_identity_needs_no_signature() {
    let ecr = with_role(Role { web_identity_tokens: vec!["good".into()], ..Role::default() });
    let call = |token: &str| {
        let fields = [("RoleArn", ROLE), ("RoleSessionName", "web"), ("WebIdentityToken", token)];
        let body = form("AssumeRoleWithWebIdentity", &fields);
        send("POST", &format!("{}/", ecr.url()), &[], &body).unwrap()
    };
    let reply = call("bad");
    assert_eq!(element(&reply, "Code"), "InvalidIdentityToken");
    let reply = call("good");
    assert_eq!(tokens_as(&session(&reply, "ecr"), ecr.url(), &[]).unwrap().status, 200);
    let noted = &ecr.calls()[1].parameters["WebIdentityToken"];
    assert!(noted.starts_with("sha256:"));
}

#[test]
fn the_identity_provider_gives_an_assertion_that_sts_takes() {
    let ecr = LocalEcr::start(Settings::default());
    let page = |user: &str| {
        let basic = format!("Basic {}", STANDARD.encode(user));
        let url = format!("{}/idp/sso", ecr.url());
        send("GET", &url, &[("authorization", &basic)], "").unwrap()
    };
    let refused = page("user:wrong");
    assert_eq!(refused.status, 401);
    assert!(refused.header("www-authenticate").starts_with("Basic"));

    let html = page("user:idp-password").text();
    let (_, rest) = html.split_once("name=\"SAMLResponse\" value=\"").unwrap();
    let assertion = rest.split_once('"').unwrap().0;
    let call = |role: &str, assertion: &str| {
        let fields = [
            ("RoleArn", role),
            ("PrincipalArn", "arn:aws:iam::111122223333:saml-provider/local"),
            ("SAMLAssertion", assertion),
        ];
        let body = form("AssumeRoleWithSAML", &fields);
        send("POST", &format!("{}/", ecr.url()), &[], &body).unwrap()
    };
    let role = "arn:aws:iam::111122223333:role/saml";
    let reply = call(role, assertion);
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(element(&reply, "Arn"), "arn:aws:sts::111122223333:assumed-role/saml/user");
    assert_eq!(tokens_as(&session(&reply, "ecr"), ecr.url(), &[]).unwrap().status, 200);
    assert_eq!(element(&call(ROLE, assertion), "Code"), "AccessDenied");
    assert_eq!(element(&call(role, "AAAA"), "Code"), "InvalidIdentityToken");

    let mut settings = ecr.settings();
    settings.idp.lifetime_s = -1;
    ecr.set(settings);
    let html = page("user:idp-password").text();
    let (_, rest) = html.split_once("name=\"SAMLResponse\" value=\"").unwrap();
    let late = rest.split_once('"').unwrap().0;
    assert_eq!(element(&call(role, late), "Code"), "ExpiredTokenException");
}

#[test]
fn faults_are_for_sts_too_and_in_its_words() {
    let ecr = LocalEcr::start(Settings {
        fault: Some(Fault::Throttle {}),
        fault_count: Some(1),
        fault_on: vec!["AssumeRole".into()],
        ..Settings::default()
    });
    let reply = assume(&Signer::new("sts"), ecr.url(), ROLE, &[]);
    assert_eq!((reply.status, element(&reply, "Code").as_str()), (400, "Throttling"));
    assert_eq!(element(&reply, "RequestId"), reply.header("x-amzn-requestid"));
    assert_eq!(assume(&Signer::new("sts"), ecr.url(), ROLE, &[]).status, 200);
}
