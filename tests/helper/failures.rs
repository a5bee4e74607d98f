//! Failures that are kept for a moment, and what makes them old.

use crate::call::{HOST, Scene};
use crate::home::{hex, world};
use crate::trial;
use libtest_mimic::Trial;
use local_ecr::{Fault, Settings};
use serde_json::json;
use sha1::{Digest, Sha1};
use std::fs;
use std::path::PathBuf;

const CONFIG: &str = "[profile dev]\nsso_account_id = 000000000003\nsso_role_name = developer\nsso_session = corp\n\
                      [sso-session corp]\nsso_start_url = https://corp.example/start\nsso_region = eu-central-1\n";
const PAST: &str = "2020-01-01T00:00:00Z";
const FUTURE: &str = "2099-01-01T00:00:00Z";

pub fn trials() -> Vec<Trial> {
    vec![
        trial("an ended sign-in is tried once for four gets, and says how to sign in", ended_sign_in),
        trial("what the service repeats of a sign-in is neither told nor kept", repeated_sign_in),
        trial("a new sign-in counts at once", new_sign_in),
        trial("a failure is kept for seconds, and no longer", for_seconds),
        trial("a failure falls with a change of map, config or credentials", files_that_change),
        trial("a failure is only whose it is", whose),
        trial("a code that would have to be asked for is told, with the command that asks", one_time_code),
        trial("so is a sign-in at an identity provider", identity_provider),
    ]
}

/// A sign-in that has to be renewed, by a refresh token that the endpoint knows or not.
fn scene(refresh_token: &str) -> (Scene, PathBuf) {
    let world = world(CONFIG);
    let token = json!({
        "startUrl": "https://corp.example/start", "region": "eu-central-1", "accessToken": "old", "expiresAt": PAST,
        "clientId": "sso-client", "clientSecret": "sso-client-secret", "refreshToken": refresh_token,
        "registrationExpiresAt": FUTURE,
    });
    let file = world.write(&format!("sso/cache/{}.json", hex(Sha1::digest("corp"))), token.to_string());
    (Scene::of(world).with("AWS_PROFILE", "dev"), file)
}

fn ended_sign_in() {
    let (scene, _) = scene("gone");
    let first = scene.call("get", HOST);
    assert!(first.failure().contains("aws sso login --profile dev"), "{first:?}");
    for name in [HOST.to_owned(), format!("{HOST}/app"), format!("https://{HOST}")] {
        scene.renew_failures();
        assert_eq!(scene.call("get", &name), first);
    }
    assert_eq!(scene.world.calls_of("CreateToken").len(), 1);
    assert_eq!(scene.asked(), 0);
    // And so through the program itself.
    scene.renew_failures();
    assert_eq!(crate::call::ended(scene.start("get", HOST)), first);
    assert_eq!(scene.world.calls_of("CreateToken").len(), 1);
    scene.call("get", "https://index.docker.io/v1/").assert_not_found();
}

fn repeated_sign_in() {
    let secret = "refresh-It-0n-4nd-0n-5till";
    let (scene, _) = scene(secret);
    let message = format!("The grant {} is over", secret.replace('-', "\u{ad}."));
    scene.world.ecr.set(Settings {
        fault: Some(Fault::Error { status: 401, code: "UnauthorizedException".into(), message }),
        fault_on: vec!["GetRoleCredentials".into()],
        ..crate::home::settings()
    });
    let told = scene.call("get", HOST).failure().to_owned();
    for text in [told, scene.kept()] {
        assert!(text.contains("The grant *** is over") && !text.contains("5till"), "{text}");
    }
}

fn new_sign_in() {
    let (scene, file) = scene("gone");
    scene.call("get", HOST).failure();
    // As the AWS CLI writes it: into the same file.
    let token = json!({
        "startUrl": "https://corp.example/start", "region": "eu-central-1",
        "accessToken": "sso-access-token", "expiresAt": FUTURE,
    });
    fs::write(&file, token.to_string()).unwrap();
    scene.call("get", HOST).login();
}

fn denied() -> Settings {
    let fault = Fault::Error { status: 400, code: "AccessDeniedException".into(), message: "not you".into() };
    Settings { fault: Some(fault), ..Settings::default() }
}

fn for_seconds() {
    let scene = Scene::new(denied());
    let first = scene.call("get", HOST);
    scene.renew_failures();
    assert_eq!(scene.call("get", HOST), first);
    assert_eq!(scene.asked(), 1);
    let age = |seconds: i64| {
        scene.change(|kept| {
            let failed = &mut kept["failures"][0];
            failed["since"] = (failed["since"].as_i64().unwrap() - seconds).into();
        });
    };
    age(10);
    scene.call("get", HOST).failure();
    assert_eq!(scene.asked(), 2);
    // A clock that was set back does not keep it either.
    age(-60);
    scene.world.ecr.set(Settings::default());
    scene.call("get", HOST).login();
}

fn files_that_change() {
    let world = world("");
    let mut settings = world.ecr.settings();
    settings.fault = denied().fault;
    world.ecr.set(settings);
    let scene = Scene::of(world).with("AWS_PROFILE", "user");
    let changes: [&dyn Fn(); 3] = [
        &|| drop(scene.map(json!([{ "match": "ghcr.io", "anonymous": true }]))),
        &|| drop(scene.world.write("config", "[profile more]\n")),
        &|| drop(scene.world.write("credentials", crate::home::keys_of("user") + "[more]\n")),
    ];
    scene.call("get", HOST).failure();
    for (at, change) in changes.into_iter().enumerate() {
        change();
        for _ in 0..2 {
            scene.call("get", HOST).failure();
            assert_eq!(scene.asked(), at + 2);
            scene.renew_failures();
        }
    }
}

fn whose() {
    let scene = Scene::new(Settings { only_ids: vec!["111122223333".to_owned()], ..denied() });
    scene.call("get", HOST).failure();
    scene.call("get", "444455556666.dkr.ecr.eu-west-1.amazonaws.com").login();
    let scene = scene.with("AWS_ROLE_SESSION_NAME", "me");
    scene.call("get", HOST).failure();
    assert_eq!(scene.asked(), 3);
}

fn one_time_code() {
    let role = "[profile mfa]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = user\n\
                mfa_serial = arn:aws:iam::111122223333:mfa/me\n";
    let scene = Scene::of(world(role)).with("AWS_PROFILE", "mfa");
    let told = scene.call("get", HOST);
    for word in ["'mfa'", "one-time code", "aws sts get-caller-identity --profile mfa"] {
        assert!(told.failure().contains(word), "{told:?}");
    }
    assert!(scene.world.ecr.calls().is_empty());
}

fn identity_provider() {
    let profile =
        "[profile saml]\nsaml_endpoint = https://idp.example/adfs\nrole_arn = arn:aws:iam::111122223333:role/r\n";
    let scene = Scene::of(world(profile)).with("AWS_PROFILE", "saml");
    let told = scene.call("get", HOST);
    for word in ["'saml'", "identity provider", "Connect-ECRRegistry -ProfileName saml"] {
        assert!(told.failure().contains(word), "{told:?}");
    }
}
