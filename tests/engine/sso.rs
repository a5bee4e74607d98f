//! IAM Identity Center: sessions that `aws sso login` left behind.

use crate::echoes;
use crate::home::{assert_error, hex, settings, sha256, world};
use crate::proxied;
use crate::support::{World, ask};
use local_ecr::{ProxySettings, Settings};
use serde_json::{Value, json};
use sha1::{Digest, Sha1};
use std::fs;
use std::path::PathBuf;

const URL: &str = "https://corp.example/start";
const PAST: &str = "2020-01-01T00:00:00Z";
const FUTURE: &str = "2099-01-01T00:00:00Z";
const LEGACY: &str = "[profile dev]\nsso_account_id = 000000000003\nsso_role_name = developer\n\
                      sso_start_url = https://corp.example/start\nsso_region = eu-central-1\n";
const SESSION: &str = "[profile dev]\nsso_account_id = 000000000003\nsso_role_name = developer\nsso_session = corp\n\
                       [sso-session corp]\nsso_start_url = https://corp.example/start\nsso_region = eu-central-1\n";

/// Writes the token that is known by the session's name, or by the start URL.
fn cache(world: &World, known_by: &str, token: &Value) -> PathBuf {
    world.write(&format!("sso/cache/{}.json", hex(Sha1::digest(known_by))), token.to_string())
}

fn token(access_token: &str, expires_at: &str) -> Value {
    json!({ "startUrl": URL, "region": "eu-central-1", "accessToken": access_token, "expiresAt": expires_at })
}

fn refreshable(refresh_token: &str, expires_at: &str) -> Value {
    let mut token = token("old", expires_at);
    token["clientId"] = "sso-client".into();
    token["clientSecret"] = "sso-client-secret".into();
    token["refreshToken"] = refresh_token.into();
    token["registrationExpiresAt"] = FUTURE.into();
    token
}

fn assert_had(world: &World, access_token: &str) {
    let call = world.calls_of("GetRoleCredentials").pop().expect("a call");
    assert_eq!(call.parameters["account_id"], "000000000003");
    assert_eq!(call.parameters["role_name"], "developer");
    assert_eq!(call.parameters["access_token"], format!("sha256:{}", sha256(access_token)));
    assert_eq!(Some(world.signer()), call.issued_access_key);
}

#[test]
fn a_session_gives_the_keys_of_a_role() {
    let world = world(SESSION);
    cache(&world, "corp", &token("sso-access-token", FUTURE));
    let answer = world.log_in("dev");
    assert_had(&world, "sso-access-token");
    assert_eq!(answer["ok"]["info"]["credentials_source"], "single sign-on of the profile 'dev'");
}

#[test]
fn a_logout_ends_what_was_kept() {
    let world = world(SESSION);
    let file = cache(&world, "corp", &token("sso-access-token", FUTURE));
    world.log_in("dev");
    world.log_in("dev");
    assert_eq!(world.calls_of("GetRoleCredentials").len(), 1);
    fs::remove_file(file).unwrap();
    assert_eq!(world.ask_with(&[], json!({ "profile": "dev" }))["error"]["code"], "SsoTokenExpired");
}

#[test]
fn so_does_a_login_of_the_old_kind() {
    let world = world(LEGACY);
    cache(&world, URL, &token("sso-access-token", FUTURE));
    world.log_in("dev");
    assert_had(&world, "sso-access-token");
}

#[test]
fn an_old_token_is_renewed_and_written_back() {
    let world = world(SESSION);
    let file = cache(&world, "corp", &refreshable("sso-refresh-token", PAST));
    world.log_in("dev");
    assert_eq!(world.calls_of("CreateToken").len(), 1);
    let kept: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    assert_had(&world, kept["accessToken"].as_str().unwrap());
    assert_ne!(kept["refreshToken"], "sso-refresh-token");
    assert_eq!(kept["clientId"], "sso-client");
    assert!(kept["expiresAt"].as_str().unwrap() > "2025", "{kept}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_role_may_rest_on_it() {
    let role = "arn:aws:iam::111122223333:role/on-sso";
    let world = world(&format!("{SESSION}[profile on]\nrole_arn = {role}\nsource_profile = dev\n"));
    cache(&world, "corp", &token("sso-access-token", FUTURE));
    world.log_in("on");
    let base = world.issued_by("GetRoleCredentials");
    assert_eq!(world.calls_of("AssumeRole")[0].access_key, Some(base));
}

#[test]
fn a_session_that_is_over_says_how_to_log_in() {
    let garbage = json!({ "accessToken": "hunter2" });
    let table = [
        (LEGACY, URL, Some(token("sso-access-token", PAST)), "has expired"),
        (SESSION, "corp", Some(token("sso-access-token", PAST)), "has expired"),
        (SESSION, "corp", Some(token("sso-access-token", "soon")), "has expired"),
        (SESSION, "corp", Some(garbage), "is not readable"),
        (SESSION, "corp", None, "was not found"),
        (LEGACY, URL, None, "was not found"),
    ];
    for (config, known_by, token, why) in table {
        let world = world(config);
        if let Some(token) = &token {
            cache(&world, known_by, token);
        }
        let error = world.refused("dev");
        assert_error(&error, "SsoTokenExpired", &["'dev'", why, "aws sso login --profile dev"]);
        assert!(!error.to_string().contains("hunter2"), "{error}");
        assert!(world.ecr.calls().is_empty(), "{why}");
    }
}

#[test]
fn a_token_that_is_not_renewed_or_not_taken_says_so_too() {
    let world = world(SESSION);
    cache(&world, "corp", &refreshable("revoked", PAST));
    let error = world.refused("dev");
    assert_error(&error, "SsoTokenExpired", &["'dev'", "aws sso login --profile dev"]);
    assert!(!error.to_string().contains("revoked"), "{error}");
    assert_eq!(world.calls_of("CreateToken").len(), 1);

    cache(&world, "corp", &token("signed-out-elsewhere", FUTURE));
    let error = world.refused("dev");
    assert_error(&error, "SsoTokenExpired", &["'dev'", "aws sso login --profile dev"]);
    assert!(!error.to_string().contains("signed-out-elsewhere"), "{error}");
}

#[test]
fn a_role_that_is_not_the_users_is_no_reason_to_log_in() {
    let world = world(SESSION);
    let mut settings: Settings = settings();
    settings.sso.roles = vec!["000000000003/reader".into()];
    world.ecr.set(settings);
    cache(&world, "corp", &token("sso-access-token", FUTURE));
    assert_error(&world.refused("dev"), "AccessDenied", &["'dev'", "000000000003", "developer"]);
}

#[test]
fn profiles_that_do_not_fit_are_told() {
    let table = [
        (SESSION.replace("[sso-session corp]", "[sso-session other]"), "sso-session 'corp', which is in none"),
        (
            SESSION.replace("sso_session = corp", "sso_session = corp\nsso_start_url = https://x.example"),
            "another sso_start_url",
        ),
        (SESSION.replace("sso_role_name = developer", ""), "sso_role_name is missing"),
        (SESSION.replace("= corp", "= my corp").replace("[sso-session corp]", "[sso-session my corp]"), "no blanks"),
        (SESSION.replace("sso_account_id = 000000000003", ""), "sso_account_id is missing"),
        (LEGACY.replace("sso_region = eu-central-1", ""), "sso_region is missing"),
    ];
    for (config, why) in table {
        let error = world(&config).refused("dev");
        assert_error(&error, "CredentialsFailed", &["'dev'", why, "Correct the profile"]);
    }
}

#[test]
fn a_start_url_that_stands_twice_and_is_the_same_is_fine() {
    let config = SESSION.replace("sso_session = corp", &format!("sso_session = corp\nsso_start_url = {URL}"));
    let world = world(&config);
    cache(&world, "corp", &token("sso-access-token", FUTURE));
    world.log_in("dev");
}

#[test]
fn its_calls_go_where_the_profile_says() {
    let other = world("");
    let services = format!("services = mine\n[services mine]\nsso =\n  endpoint_url = {}\n", other.ecr.url());
    let world = world(&SESSION.replace("sso_session = corp\n", &format!("sso_session = corp\n{services}")));
    cache(&world, "corp", &token("sso-access-token", FUTURE));
    let mut request = world.request_with(&[], json!({ "profile": "dev", "endpoint_url": world.ecr.url() }));
    request["env"].as_object_mut().unwrap().remove("AWS_ENDPOINT_URL");
    ask(&request);
    assert_eq!(other.calls_of("GetRoleCredentials").len(), 1);
    assert_eq!(world.signer(), other.issued_by("GetRoleCredentials"));

    let proxied = proxied::world(ProxySettings::default());
    let fips = "use_fips_endpoint = true\nsso_account_id";
    proxied.write("config", SESSION.replace("eu-central-1", "us-east-1").replacen("sso_account_id", fips, 1));
    cache(&proxied, "corp", &token("sso-access-token", FUTURE));
    let fields = json!({ "profile": "dev", "access_key": null, "secret_key": null, "region": "us-east-1" });
    proxied.ask_proxied(&[("HTTPS_PROXY", proxied.ecr.proxy_url().unwrap())], fields);
    let hosts = ["portal.sso-fips.us-east-1.amazonaws.com:443", "ecr-fips.us-east-1.amazonaws.com:443"];
    assert_eq!(proxied.targets(), hosts);
}

#[test]
fn endpoints_that_are_to_be_ignored_are_ignored_by_its_calls() {
    let closed = "http://127.0.0.1:1";
    let ignored = format!(
        "ignore_configured_endpoint_urls = true\nendpoint_url = {closed}\nservices = mine\n\
         [services mine]\nsso =\n  endpoint_url = {closed}\n"
    );
    let plain = SESSION.replace("eu-central-1", "eu-west-1");
    let by_profile = plain.replace("sso_session = corp\n", &format!("sso_session = corp\n{ignored}"));
    let by_variable = [("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")];
    for (config, env) in [(by_profile, &by_variable[..0]), (plain, &by_variable)] {
        let world = proxied::world(ProxySettings::default());
        world.write("config", config);
        cache(&world, "corp", &token("sso-access-token", FUTURE));
        let configured = [
            ("HTTPS_PROXY", world.ecr.proxy_url().unwrap()),
            ("AWS_ENDPOINT_URL", closed),
            ("AWS_ENDPOINT_URL_SSO", closed),
        ];
        let fields = json!({ "profile": "dev", "access_key": null, "secret_key": null });
        world.ask_proxied(&[&configured[..], env].concat(), fields);
        let hosts = ["portal.sso.eu-west-1.amazonaws.com:443", "api.ecr.eu-west-1.amazonaws.com:443"];
        assert_eq!(world.targets(), hosts);
    }
}

#[test]
fn what_the_portal_repeats_of_a_session_is_not_told() {
    let secret = echoes::token();
    let over = |field: &str| {
        let mut token = refreshable("refresh", PAST);
        token[field] = secret.as_str().into();
        token
    };
    for (on, token) in [
        ("GetRoleCredentials", token(&secret, FUTURE)),
        ("CreateToken", over("refreshToken")),
        ("CreateToken", over("clientSecret")),
    ] {
        for echo in echoes::echoes(&secret) {
            let world = world(SESSION);
            cache(&world, "corp", &token);
            echoes::world_that_says(&world, on, "UnauthorizedException", format!("Session token {echo} is invalid"));
            let answer = world.ask_with(&[], json!({ "profile": "dev", "debug": true }));
            assert_error(&answer["error"], "SsoTokenExpired", &["aws sso login"]);
            echoes::assert_none_of(&secret, &answer.to_string());
        }
    }
}
