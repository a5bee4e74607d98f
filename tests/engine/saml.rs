//! Roles assumed with the assertion of an identity provider.

use crate::home::{assert_error, error, settings, sha256, world};
use crate::support::{World, each};
use local_ecr::Settings;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;

const PROVIDER: &str = "arn:aws:iam::111122223333:saml-provider/local";

fn arn(name: &str) -> String {
    format!("arn:aws:iam::111122223333:role/{name}")
}

/// An identity provider that vouches for these roles, and a profile `corp` for the first.
fn provider(roles: &[&str]) -> World {
    let lines = "saml_authentication_type = Basic\nuser_identity = corp\\\\user\n";
    let world = world(&format!(
        "[profile corp]\nsaml_endpoint = https://idp.example/adfs\nrole_arn = {}\n{lines}",
        arn(roles[0])
    ));
    let mut settings: Settings = settings();
    settings.idp.roles = roles.iter().map(|role| format!("{},{PROVIDER}", arn(role))).collect();
    world.ecr.set(settings);
    world
}

/// Signs in as the module does and takes the assertion out of the form.
fn assertion(world: &World) -> String {
    let host = world.ecr.url().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let user = "dXNlcjppZHAtcGFzc3dvcmQ=";
    let head = format!("GET /idp HTTP/1.1\r\nhost: {host}\r\nauthorization: Basic {user}\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    let (_, rest) = page.split_once("name=\"SAMLResponse\" value=\"").expect("a form");
    rest.split_once('"').unwrap().0.to_owned()
}

fn ask(world: &World, more: Value) -> Value {
    let mut fields = json!({ "profile": "corp" });
    fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    world.ask_with(&[], fields)
}

#[test]
fn an_assertion_is_asked_for_before_any_call() {
    let world = provider(&["saml-asked"]);
    let answer = ask(&world, json!({}));
    let detail = json!({
        "endpoint": "https://idp.example/adfs", "authentication_type": "Basic",
        "role_arn": arn("saml-asked"), "user_identity": "corp\\\\user",
    });
    assert_eq!(answer["needs"], json!({ "kind": "saml_assertion", "profile": "corp", "detail": detail }), "{answer}");
    assert!(world.ecr.calls().is_empty());
}

#[test]
fn an_assertion_opens_a_session_that_is_kept() {
    let world = provider(&["saml-kept"]);
    let assertion = assertion(&world);
    let answer = ask(&world, json!({ "saml_assertion": assertion, "saml_principal_arn": PROVIDER }));
    assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
    assert!(!answer.to_string().contains(&assertion));
    let call = &world.calls_of("AssumeRoleWithSAML")[0];
    assert_eq!(call.access_key, None, "the call is not signed");
    assert_eq!(call.parameters["RoleArn"], arn("saml-kept"));
    assert_eq!(call.parameters["PrincipalArn"], PROVIDER);
    assert_eq!(call.parameters["SAMLAssertion"], format!("sha256:{}", sha256(&assertion)));
    for region in ["eu-west-1", "us-east-1"] {
        assert_eq!(each(&ask(&world, json!({ "region": region })), "username"), ["AWS"]);
        assert_eq!(world.signer(), world.issued_by("AssumeRoleWithSAML"));
    }
    assert_eq!(world.calls_of("AssumeRoleWithSAML").len(), 1);
}

#[test]
fn another_user_signs_in_anew() {
    let world = provider(&["saml-user"]);
    let user = json!({ "saml_user": "user", "saml_password": "hunter2" });
    let mut signed_in = user.clone();
    signed_in["saml_assertion"] = assertion(&world).into();
    signed_in["saml_principal_arn"] = PROVIDER.into();
    assert_eq!(each(&ask(&world, signed_in), "username"), ["AWS"]);
    assert_eq!(each(&ask(&world, user), "username"), ["AWS"]);
    for other in
        [json!({ "saml_user": "other", "saml_password": "hunter2" }), json!({ "saml_user": "user" }), json!({})]
    {
        assert_eq!(ask(&world, other)["needs"]["kind"], "saml_assertion");
    }
}

#[test]
fn a_role_that_the_user_chose_goes_before_the_profiles() {
    let world = provider(&["saml-first", "saml-second"]);
    let fields = json!({
        "saml_assertion": assertion(&world), "saml_principal_arn": PROVIDER, "saml_role_arn": arn("saml-second"),
    });
    assert_eq!(each(&ask(&world, fields), "username"), ["AWS"]);
    assert_eq!(world.calls_of("AssumeRoleWithSAML")[0].parameters["RoleArn"], arn("saml-second"));
}

#[test]
fn a_provider_of_another_store_needs_no_profile() {
    let world = provider(&["saml-store"]);
    let mut fields = json!({ "profile": null, "saml_endpoint": "https://idp.example/store" });
    let answer = ask(&world, fields.clone());
    assert_eq!(answer["needs"]["detail"]["endpoint"], "https://idp.example/store", "{answer}");
    fields["saml_assertion"] = assertion(&world).into();
    fields["saml_principal_arn"] = PROVIDER.into();
    assert_error(error(&ask(&world, fields.clone())), "InvalidParameter", &["without the role"]);
    fields["saml_role_arn"] = arn("saml-store").into();
    assert_eq!(each(&ask(&world, fields), "username"), ["AWS"]);
    assert_eq!(world.signer(), world.issued_by("AssumeRoleWithSAML"));
}

#[test]
fn an_assertion_that_is_not_taken_is_told_and_not_repeated() {
    let world = provider(&["saml-refused"]);
    let mut settings = world.ecr.settings();
    settings.idp.lifetime_s = -10;
    world.ecr.set(settings);
    let late = assertion(&world);
    let cases = [
        (late.as_str(), PROVIDER, "ExpiredToken", "ExpiredTokenException"),
        ("aHVudGVyMg==", PROVIDER, "CredentialsFailed", "InvalidIdentityToken"),
    ];
    for (assertion, principal, code, aws_code) in cases {
        let answer = ask(&world, json!({ "saml_assertion": assertion, "saml_principal_arn": principal }));
        assert_error(error(&answer), code, &["role/saml-refused", "'corp'", aws_code]);
        assert!(!answer.to_string().contains(assertion), "{answer}");
    }
    settings_back(&world);
    let stranger = json!({
        "saml_assertion": assertion(&world), "saml_principal_arn": PROVIDER, "saml_role_arn": arn("saml-strange"),
    });
    assert_error(error(&ask(&world, stranger)), "AccessDenied", &["role/saml-strange", "AssumeRoleWithSAML"]);
}

fn settings_back(world: &World) {
    let mut settings = world.ecr.settings();
    settings.idp.lifetime_s = 300;
    world.ecr.set(settings);
}
