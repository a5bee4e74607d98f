//! Roles assumed with the assertion of an identity provider.

use crate::home::{assert_error, error, settings, sha256, world};
use crate::support::{World, each};
use local_ecr::{Fault, Settings};
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
fn an_assertion_that_the_service_repeats_is_not_told() {
    let world = provider(&["saml-repeated"]);
    let assertion = assertion(&world);
    world.ecr.set(Settings {
        fault: Some(Fault::Error {
            status: 400,
            code: "InvalidIdentityToken".into(),
            message: assertion.replace('=', "%3D"),
        }),
        fault_on: vec!["AssumeRoleWithSAML".into()],
        ..settings()
    });
    let answer = ask(&world, json!({ "saml_assertion": assertion, "saml_principal_arn": PROVIDER, "debug": true }));
    assert_error(error(&answer), "CredentialsFailed", &["role/saml-repeated", "***"]);
    assert!(!answer.to_string().contains(&assertion[..12]), "{answer}");
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

/// Writes the store of the AWS SDK for .NET, where it lies for the world's home.
#[cfg(not(any(windows, target_os = "macos")))]
fn write_store(world: &World, accounts: Value, providers: Value) {
    let folder = world.home.path().join(".local/share/AWSToolkit");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("RegisteredAccounts.json"), accounts.to_string()).unwrap();
    std::fs::write(folder.join("SAMLEndpoints.json"), providers.to_string()).unwrap();
}

#[test]
#[cfg(not(any(windows, target_os = "macos")))]
fn a_profile_of_the_sdk_store_goes_before_the_shared_files() {
    let world = provider(&["saml-shared", "saml-store"]);
    let account =
        json!({ "DisplayName": "Corp", "EndpointName": "idp", "RoleArn": arn("saml-store"), "Region": "eu-west-3" });
    let idp = json!({ "DisplayName": "idp", "Endpoint": "https://idp.example/store", "AuthenticationType": "Basic" });
    write_store(&world, json!({ "0a": { "DisplayName": "other" }, "1b": account }), json!({ "2c": idp }));
    let fields = json!({ "profile": "corp", "region": null });
    let answer = ask(&world, fields.clone());
    let detail = json!({ "endpoint": "https://idp.example/store", "authentication_type": "Basic", "role_arn": arn("saml-store") });
    assert_eq!(answer["needs"], json!({ "kind": "saml_assertion", "profile": "Corp", "detail": detail }), "{answer}");

    let mut signed_in = fields;
    signed_in["saml_assertion"] = assertion(&world).into();
    signed_in["saml_principal_arn"] = PROVIDER.into();
    let answer = ask(&world, signed_in);
    assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
    assert_eq!(world.signer(), world.issued_by("AssumeRoleWithSAML"));
    assert_eq!(
        (&answer["ok"]["info"]["profile"], &answer["ok"]["info"]["region"]),
        (&json!("Corp"), &json!("eu-west-3"))
    );
    assert_eq!(world.calls_of("AssumeRoleWithSAML")[0].parameters["RoleArn"], arn("saml-store"));

    // Not where the user names a file, and not once the profile is gone from it.
    let located = ask(&world, json!({ "profile_location": world.home.path().join(".aws/config") }));
    assert_error(error(&located), "ProfileNotFound", &["corp"]);
    write_store(&world, json!({}), json!({}));
    assert_eq!(ask(&world, json!({}))["needs"]["detail"]["endpoint"], "https://idp.example/adfs");
}

#[test]
#[cfg(not(any(windows, target_os = "macos")))]
fn a_store_that_cannot_be_read_is_told_and_passed_over() {
    let world = provider(&["saml-broken"]);
    write_store(&world, json!([1]), json!({}));
    let fields = json!({ "saml_assertion": assertion(&world), "saml_principal_arn": PROVIDER });
    let answer = ask(&world, fields);
    assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
    let log = answer["log"].to_string();
    assert!(log.contains("RegisteredAccounts.json cannot be read"), "{log}");
}

#[test]
#[cfg(not(any(windows, target_os = "macos")))]
fn what_aws_tools_was_set_up_with_counts_where_no_default_is() {
    let world = provider(&["saml-other", "saml-settled"]);
    let account = json!({ "DisplayName": "AWS PS Default", "EndpointName": "idp", "RoleArn": arn("saml-settled") });
    let idp = json!({ "DisplayName": "idp", "Endpoint": "https://idp.example/store", "AuthenticationType": "Basic" });
    write_store(&world, json!({ "1b": account }), json!({ "2c": idp }));
    let unnamed = json!({ "profile": null });
    assert_eq!(ask(&world, unnamed.clone())["needs"]["profile"], "AWS PS Default");
    // Not where a profile is named, nor where there is a default one.
    assert_eq!(ask(&world, json!({}))["needs"]["profile"], "corp");
    let config = world.home.path().join(".aws/config");
    let lines = std::fs::read_to_string(&config).unwrap();
    let keys = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n";
    std::fs::write(&config, format!("{lines}\n[default]\n{keys}")).unwrap();
    assert!(ask(&world, unnamed).get("needs").is_none());
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
