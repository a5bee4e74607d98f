//! The other places keys come from: SSO, sign-in, containers, instances.

mod common;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use common::{Reply, Signer, send, tokens_as};
use local_ecr::{ContainerSettings, LocalEcr, Settings};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

/// Whether the keys in this part of an answer are good for ECR.
fn are_good(ecr: &LocalEcr, keys: &Value, names: [&str; 3]) -> bool {
    let text = |name: &str| keys[name].as_str().expect(name).to_owned();
    let signer = Signer {
        access_key: text(names[0]),
        secret: text(names[1]),
        session_token: Some(text(names[2])),
        ..Signer::new("ecr")
    };
    tokens_as(&signer, ecr.url(), &[]).unwrap().status == 200
}

const CAMEL: [&str; 3] = ["accessKeyId", "secretAccessKey", "sessionToken"];
const METADATA: [&str; 3] = ["AccessKeyId", "SecretAccessKey", "Token"];

#[test]
fn sso_gives_keys_for_a_token_and_a_token_for_a_refresh_token() {
    let ecr = LocalEcr::start(Settings::default());
    let keys = |token: &str| {
        let url = format!("{}/federation/credentials?role_name=dev&account_id=000000000003", ecr.url());
        send("GET", &url, &[("x-amz-sso_bearer_token", token)], "").unwrap()
    };
    let reply = keys("old");
    assert_eq!((reply.status, reply.header("x-amzn-errortype")), (401, "UnauthorizedException"));
    let reply = keys("sso-access-token");
    assert!(are_good(&ecr, &reply.json()["roleCredentials"], CAMEL));

    let refresh = |secret: &str, token: &str| {
        let body = json!({
            "clientId": "sso-client", "clientSecret": secret,
            "grantType": "refresh_token", "refreshToken": token,
        });
        let url = format!("{}/token", ecr.url());
        send("POST", &url, &[], &body.to_string()).unwrap()
    };
    let code = |reply: Reply| reply.header("x-amzn-errortype").to_owned();
    assert_eq!(code(refresh("bad", "sso-refresh-token")), "InvalidClientException");
    assert_eq!(code(refresh("sso-client-secret", "bad")), "InvalidGrantException");
    let new = refresh("sso-client-secret", "sso-refresh-token").json();
    assert_eq!(keys(new["accessToken"].as_str().unwrap()).status, 200);
    let again = refresh("sso-client-secret", "sso-refresh-token");
    assert_eq!(code(again), "InvalidGrantException");
    let next = refresh("sso-client-secret", new["refreshToken"].as_str().unwrap());
    assert_eq!(next.status, 200);
}

/// A DPoP proof with a fresh key, made for this URL and time.
fn proof(url: &str, at: i64) -> String {
    let random = SystemRandom::new();
    let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
    let key = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).unwrap();
    let point = key.public_key().as_ref();
    let part = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let header = part(json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": {
        "kty": "EC", "crv": "P-256",
        "x": URL_SAFE_NO_PAD.encode(&point[1..33]),
        "y": URL_SAFE_NO_PAD.encode(&point[33..]),
    }}));
    let payload = part(json!({"jti": "1", "htm": "POST", "htu": url, "iat": at}));
    let message = format!("{header}.{payload}");
    let signature = key.sign(&random, message.as_bytes()).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

#[test]
fn sign_in_wants_a_proof_of_the_key() {
    let ecr = LocalEcr::start(Settings::default());
    let url = format!("{}/v1/token", ecr.url());
    let now = time::OffsetDateTime::now_utc().unix_timestamp();
    let body = json!({
        "clientId": "arn:aws:signin:::devtools/same-device",
        "grantType": "refresh_token", "refreshToken": "signin-refresh-token",
    });
    let call = |proof: &str| send("POST", &url, &[("dpop", proof)], &body.to_string()).unwrap();

    let reply = call(&proof(&url, now));
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert!(are_good(&ecr, &reply.json()["accessToken"], CAMEL));

    let good = proof(&url, now);
    let (message, _) = good.rsplit_once('.').unwrap();
    let foreign = proof(&url, now);
    let (_, signature) = foreign.rsplit_once('.').unwrap();
    for bad in [
        String::new(),
        format!("{message}.{signature}"),
        proof(&url, now - 3600),
        proof("https://elsewhere.example/", now),
    ] {
        let reply = call(&bad);
        assert_eq!(reply.json()["error"], "INVALID_REQUEST", "{bad}");
    }

    let mut settings = ecr.settings();
    settings.signin.error = Some("USER_CREDENTIALS_CHANGED".into());
    ecr.set(settings);
    let reply = call(&good);
    assert_eq!(reply.header("x-amzn-errortype"), "AccessDeniedException");
    assert_eq!(reply.json()["error"], "USER_CREDENTIALS_CHANGED");
}

#[test]
fn a_container_may_need_its_token() {
    let ecr = LocalEcr::start(Settings {
        container: ContainerSettings { authorization: Some("container-token".into()), ..ContainerSettings::default() },
        ..Settings::default()
    });
    let url = format!("{}/creds/1", ecr.url());
    assert_eq!(send("GET", &url, &[], "").unwrap().status, 401);
    let headers = [("authorization", "container-token")];
    let reply = send("GET", &url, &headers, "").unwrap();
    assert!(are_good(&ecr, &reply.json(), METADATA));
}

#[test]
fn metadata_is_for_those_with_a_token() {
    let ecr = LocalEcr::start(Settings::default());
    let url = |path: &str| format!("{}/latest/{path}", ecr.url());
    let ttl = ("x-aws-ec2-metadata-token-ttl-seconds", "60");
    let keys = "meta-data/iam/security-credentials/";
    assert_eq!(send("GET", &url(keys), &[], "").unwrap().status, 401);
    let through_proxy = [ttl, ("x-forwarded-for", "192.0.2.1")];
    let token = |headers: &[(&str, &str)]| send("PUT", &url("api/token"), headers, "").unwrap();
    assert_eq!(token(&through_proxy).status, 403);
    assert_eq!(token(&[]).status, 400);

    let token = token(&[ttl]).text();
    let get = |path: &str| {
        let headers = [("x-aws-ec2-metadata-token", token.as_str())];
        send("GET", &url(path), &headers, "").unwrap()
    };
    assert_eq!(get("meta-data/placement/region").text(), "us-east-1");
    assert_eq!(get("meta-data/nothing").status, 404);
    let role = get(keys).text();
    let reply = get(&format!("{keys}{role}"));
    assert_eq!(reply.json()["Code"], "Success");
    assert!(are_good(&ecr, &reply.json(), METADATA));

    let mut settings = ecr.settings();
    settings.imds.role = None;
    ecr.set(settings);
    assert_eq!(get(keys).status, 404);
}
