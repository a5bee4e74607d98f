//! Kubernetes' own credential provider for ECR, and the verb `kubelet`, given the same requests before the same endpoint.

use crate::call::{HOST, Scene, Told, ended};
use crate::kubernetes::{kubernetes, request};
use crate::{go, trial};
use libtest_mimic::Trial;
use local_ecr::{Call, Settings};
use std::env;
use std::path::PathBuf;

/// The name of its program.
const PROGRAM: &str = "ecr-credential-provider";

/// A host of each form in each partition, as it answers for them.
const HOSTS: &[&str] = &[
    "111122223333.dkr.ecr.eu-west-1.amazonaws.com",
    "111122223333.dkr.ecr-fips.us-east-1.amazonaws.com",
    "111122223333.dkr-ecr.eu-west-1.on.aws",
    "111122223333.dkr-ecr-fips.us-west-2.on.aws",
    "111122223333.dkr.ecr.us-gov-west-1.amazonaws.com",
    "111122223333.dkr.ecr-fips.us-gov-east-1.amazonaws.com",
    "111122223333.dkr-ecr.us-gov-east-1.on.aws",
    "111122223333.dkr-ecr-fips.us-gov-west-1.on.aws",
    "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn",
    "111122223333.dkr.ecr.cn-north-1.on.amazonwebservices.com.cn",
    "111122223333.dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn",
    "111122223333.dkr.ecr.eusc-de-east-1.amazonaws.eu",
    "111122223333.dkr.ecr.us-iso-east-1.c2s.ic.gov",
    "111122223333.dkr.ecr-fips.us-iso-east-1.c2s.ic.gov",
    "111122223333.dkr.ecr.us-isob-east-1.sc2s.sgov.gov",
    "111122223333.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk",
    "111122223333.dkr.ecr.us-isof-south-1.csp.hci.ic.gov",
    "public.ecr.aws",
    "ecr-public.aws.com",
];

pub fn trials() -> Vec<Trial> {
    let trials = [
        trial("Kubernetes' provider gives the same logins in every partition", every_partition),
        trial("Kubernetes' provider gives a service account the same login", service_account),
        trial("Kubernetes' provider gives the node's login where a service account has no role", no_role),
    ];
    let is_here = found().is_some() && go::runs();
    trials.into_iter().map(|trial| trial.with_ignored_flag(!is_here)).collect()
}

fn found() -> Option<PathBuf> {
    let program = PathBuf::from(PROGRAM).with_extension(env::consts::EXE_EXTENSION);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&program)).find(|file| file.is_file())
}

/// What a provider gave, and what it asked for that.
#[derive(Debug, PartialEq, Eq)]
struct Pulled {
    kind: String,
    /// Key, user name and password.
    logins: Vec<String>,
    calls: Vec<Asked>,
}

#[derive(Debug, PartialEq, Eq)]
struct Asked {
    service: String,
    operation: String,
    region: Option<String>,
    role: Option<String>,
    by_session: bool,
}

impl Asked {
    fn of(call: Call) -> Self {
        let Call { service, operation, region, parameters, session_token_present, .. } = call;
        Asked {
            service,
            operation,
            region,
            role: parameters.get("RoleArn").cloned(),
            by_session: session_token_present,
        }
    }
}

/// That, and for how many seconds it serves.
fn pulled(scene: &Scene, provider: impl FnOnce(&Scene) -> Told) -> (Pulled, i64) {
    scene.world.ecr.clear_calls();
    let told = provider(scene);
    assert!(told.good, "{told:?}");
    let read = kubernetes(&["response"], &told.out);
    let mut lines = read.lines().map(str::to_owned);
    let first = lines.next().expect("a line");
    let (kind, seconds) = first.split_once(' ').expect("two words");
    let calls = scene.world.ecr.calls().into_iter().map(Asked::of);
    let pulled = Pulled { kind: kind.to_owned(), logins: lines.collect(), calls: calls.collect() };
    (pulled, seconds.parse().unwrap_or_else(|_| panic!("{read}")))
}

fn theirs(request: &str) -> impl FnOnce(&Scene) -> Told {
    move |scene| ended(scene.start_program(&found().expect("it is there"), &[], request))
}

fn ours(request: &str) -> impl FnOnce(&Scene) -> Told {
    move |scene| ended(scene.start("kubelet", request))
}

/// Asserts that both give the same for a request, and ask alike for it; ours serves a little less long.
fn assert_alike(scene: &Scene, request: &str) {
    let (their, their_seconds) = pulled(scene, theirs(request));
    let (our, our_seconds) = pulled(scene, ours(request));
    assert_eq!(our, their, "{request}");
    assert_eq!(our.logins.len(), 1, "{our:?}");
    let least = their_seconds * 4 / 5 - 10;
    assert!((least..=their_seconds).contains(&our_seconds), "{request}: {our_seconds} s, {their_seconds} s");
}

fn every_partition() {
    let scene = Scene::new(Settings::default());
    for host in HOSTS {
        assert_alike(&scene, &request(&[&format!("{host}/team/app")]));
    }
}

/// Each reads its own annotation first; both are there.
fn service_account() {
    let role = "arn:aws:iam::111122223333:role/pod";
    let annotations = ["ecr-role-arn", "role-arn"].map(|name| format!("eks.amazonaws.com/{name}={role}"));
    let scene = Scene::new(Settings::default());
    for host in [HOST, "public.ecr.aws"] {
        let image = format!("{host}/team/app");
        assert_alike(&scene, &request(&[&image, "token", &annotations[0], &annotations[1]]));
        let assumed = scene.world.calls_of("AssumeRoleWithWebIdentity");
        assert_eq!(assumed.len(), 1, "{host}: {assumed:?}");
    }
}

/// What ours refuses, and why this stands in its documentation.
fn no_role() {
    let scene = Scene::new(Settings::default());
    let request = request(&[HOST, "token"]);
    let (their, _) = pulled(&scene, theirs(&request));
    assert_eq!(their.logins, [format!("{HOST} AWS password-for-111122223333")]);
    let told = ours(&request)(&scene);
    assert!(!told.good && told.err.contains("names no role"), "{told:?}");
}
