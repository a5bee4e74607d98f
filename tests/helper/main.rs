//! The credential helper: through `run`, and as the program that ECRLOGIN_HELPER names, against the local endpoint.
//!
//! The tests that stand on docker's and Kubernetes' own code count as ignored where there is no `go`; with
//! ECRLOGIN_REQUIRE_E2E=1 they fail.
#![allow(clippy::disallowed_methods, missing_docs)]

mod call;
mod clock;
mod docker_library;
mod explain;
mod failures;
mod get;
mod go;
#[allow(dead_code)]
#[path = "../engine/home.rs"]
mod home;
mod kept;
mod kubelet;
mod kubernetes;
mod map;
mod others;
mod processes;
mod protocol;
mod provider;
mod secrets;
mod stored;
#[allow(dead_code)]
#[path = "../engine/support.rs"]
mod support;

use libtest_mimic::{Arguments, Trial};

fn main() {
    let trials = [
        protocol::trials(),
        get::trials(),
        map::trials(),
        kept::trials(),
        clock::trials(),
        failures::trials(),
        stored::trials(),
        explain::trials(),
        others::trials(),
        processes::trials(),
        secrets::trials(),
        docker_library::trials(),
        kubelet::trials(),
        kubernetes::trials(),
        provider::trials(),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials.into_iter().flatten().collect()).exit();
}

fn trial(name: &str, body: fn()) -> Trial {
    Trial::test(name, move || {
        body();
        Ok(())
    })
}
