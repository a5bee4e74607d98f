//! The program itself, and many of it at once.

use crate::call::{HOST, Scene, ended, give, program};
use crate::trial;
use libtest_mimic::Trial;
use local_ecr::{Fault, Settings};
use serde_json::json;
use std::process::{Command, Stdio};

pub fn trials() -> Vec<Trial> {
    vec![
        trial("the program answers every verb", every_verb),
        trial("forty cold gets at once make one call", forty_at_once),
        trial("forty gets at once of what fails make one call", failures_at_once),
        trial("gets of several registries at once do not lose each other's", several_at_once),
        trial("the program needs no environment", no_environment),
    ]
}

fn every_verb() {
    let scene = Scene::new(Settings::default());
    let call = |verb: &str, input: &str| ended(scene.start(verb, input));
    assert_eq!(call("get", HOST).login().1, "password-for-111122223333");
    call("get", "https://index.docker.io/v1/").assert_not_found();
    let login = json!({ "ServerURL": HOST, "Username": "AWS", "Secret": "handed-in" });
    let told = call("store", &login.to_string());
    assert_eq!((told.good, told.out.as_str(), told.err.as_str()), (true, "", ""));
    assert_eq!(call("get", HOST).login().1, "handed-in");
    assert_eq!(call("list", "").out, format!("{{\"{HOST}\":\"AWS\"}}"));
    assert!(call("erase", HOST).good);
    assert_eq!(call("list", "").out, "{}");
    assert_eq!(call("version", ""), scene.call("version", ""));
    assert!(call("nothing", "").failure().contains("usage"));
}

/// All of them wait for the first one's answer.
fn slow(settings: Settings) -> Scene {
    Scene::new(Settings { delay_ms: 500, ..settings })
}

fn forty_at_once() {
    let scene = slow(Settings::default());
    let children: Vec<_> = (0..40).map(|_| scene.start("get", HOST)).collect();
    for child in children {
        assert_eq!(ended(child).login().1, "password-for-111122223333");
    }
    assert_eq!(scene.asked(), 1);
}

/// All have started before the first may ask, and come to wait while it does: a failure is not kept for long.
fn failures_at_once() {
    let fault = Fault::Error { status: 400, code: "AccessDeniedException".into(), message: "not you".into() };
    let scene = Scene::new(Settings { fault: Some(fault), delay_ms: 3000, ..Settings::default() });
    let waiting: Vec<_> = (0..40).map(|_| scene.wait_with(&program(), &["get"])).collect();
    let children: Vec<_> = waiting.into_iter().map(|child| give(child, HOST)).collect();
    let told: Vec<_> = children.into_iter().map(ended).collect();
    assert!(told[0].failure().contains("not you"));
    assert!(told.iter().all(|one| *one == told[0]), "{told:?}");
    assert_eq!(scene.asked(), 1);
}

fn several_at_once() {
    let scene = slow(Settings::default());
    let host = |number: usize| format!("{number:012}.dkr.ecr.eu-west-1.amazonaws.com");
    let children: Vec<_> = (0..10).map(|number| scene.start("get", &host(number))).collect();
    for (number, child) in children.into_iter().enumerate() {
        assert_eq!(ended(child).login().1, format!("password-for-{number:012}"));
    }
    assert_eq!(scene.asked(), 10);
    for number in 0..10 {
        assert_eq!(scene.call("get", &host(number)).login().1, format!("password-for-{number:012}"));
    }
    assert_eq!(scene.asked(), 10);
}

fn no_environment() {
    let mut command = Command::new(program());
    let child = command.arg("list").env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let told = ended(child.spawn().unwrap());
    assert_eq!((told.good, told.out.as_str()), (true, "{}"), "{told:?}");
}
