//! The verb `kubelet`, asked and read by Kubernetes' own types, which refuse any field that they do not know.

use crate::call::{HOST, Scene};
use crate::{go, trial};
use libtest_mimic::Trial;
use local_ecr::Settings;
use std::io::Write;
use std::process::{Command, Stdio};

pub fn trials() -> Vec<Trial> {
    let trials = [
        trial("Kubernetes reads the response to its request", login),
        trial("Kubernetes reads a response without a login", anonymous),
        trial("Kubernetes asks for a service account", service_account),
    ];
    trials.into_iter().map(|trial| trial.with_ignored_flag(!go::runs())).collect()
}

/// What Kubernetes makes of an input, by words.
pub fn kubernetes(args: &[&str], input: &str) -> String {
    let mut command = Command::new(go::program("kubelet"));
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{input}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A request for an image, on behalf of a service account where a token and annotations follow.
pub fn request(of: &[&str]) -> String {
    kubernetes(&[&["request"], of].concat(), "")
}

fn pulled(scene: &Scene, of: &[&str]) -> String {
    let told = scene.call("kubelet", &request(of));
    assert!(told.good, "{told:?}");
    kubernetes(&["response"], &told.out)
}

fn login() {
    let read = pulled(&Scene::new(Settings::default()), &[&format!("{HOST}/team/app")]);
    let lines: Vec<&str> = read.lines().collect();
    assert_eq!(lines[1..], [format!("{HOST} AWS password-for-111122223333")], "{read}");
    let [kind, seconds] = lines[0].split(' ').collect::<Vec<_>>()[..] else { panic!("{read}") };
    assert_eq!(kind, "Registry");
    assert!((17_270..=21_600).contains(&seconds.parse::<i64>().unwrap()), "{read}");
}

fn anonymous() {
    let scene = Scene::new(Settings::default());
    scene.map(serde_json::json!([{ "match": "public.ecr.aws", "anonymous": true }]));
    assert_eq!(pulled(&scene, &["public.ecr.aws/docker/library/alpine"]), "Registry none\n");
}

fn service_account() {
    let role = "eks.amazonaws.com/role-arn=arn:aws:iam::111122223333:role/pod";
    let scene = Scene::new(Settings::default());
    assert!(pulled(&scene, &[HOST, "token", role]).contains("password-for-111122223333"));
    assert_eq!(scene.world.calls_of("AssumeRoleWithWebIdentity").len(), 1);
}
