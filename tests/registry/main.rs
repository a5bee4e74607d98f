//! Real container clients that log in, through the engine, to a real registry on this machine.
//!
//! A test whose programs are not on PATH counts as ignored; with ECRLOGIN_REQUIRE_E2E=1 it fails, that of a client that
//! takes minutes to compile with ECRLOGIN_DEEP=1, and that of nerdctl never.
#![allow(clippy::disallowed_methods, missing_docs)]

#[cfg(unix)]
mod amazon;
#[cfg(unix)]
mod artefact;
#[cfg(unix)]
mod client;
#[cfg(unix)]
mod helper;
#[cfg(unix)]
mod home;
#[cfg(unix)]
mod image;
#[cfg(unix)]
mod installed;
#[cfg(unix)]
mod logins;
#[cfg(unix)]
mod no_client;
#[cfg(unix)]
mod placement;
#[cfg(unix)]
mod registry;
#[cfg(unix)]
mod shims;
#[cfg(unix)]
mod together;
#[cfg(unix)]
mod watch;

#[path = "../engine/support.rs"]
#[allow(dead_code)]
mod support;

use libtest_mimic::{Arguments, Trial};

#[cfg(unix)]
fn main() {
    if together::is_child() {
        return together::answer_as_child();
    }
    let mut trials = Vec::new();
    for client in client::ALL {
        trials.extend([
            trial("logs in, the login serves, and it goes", client, logins::comes_and_goes),
            trial("logs in where it keeps its logins itself", client, logins::in_its_own_place),
            trial("leaves a link a link", client, placement::links_stay),
            trial("leaves all else in its file as it was", client, placement::all_else_stays),
        ]);
        trials.extend([
            trial("uses a login that it did not make", client, no_client::serves_its_client),
            trial("finds such a login in its own place", client, no_client::stands_in_its_own_place),
            with_helper("keeps the login of another registry in the helper", client, helper::keeps_others_by_host),
            with_helper("gets a login of ours from the helper", client, helper::serves_ours),
        ]);
        trials.push(match client.asks_nobody() {
            true => trial("keeps what no registry has seen", client, logins::is_unseen),
            false => trial("says why it was refused", client, logins::is_refused),
        });
        if client.stores_its_own() {
            trials.push(trial("pushes and pulls what it stores", client, logins::lets_it_push_and_pull));
            trials.push(with_helper("keeps all logins in the helper", client, helper::keeps_others_as_store));
        }
        if client.is_of_containers() {
            trials.push(trial("finds nothing in its way", client, placement::nothing_is_in_the_way));
        }
        trials.extend([
            with_helper("pulls from the host that the helper is installed for", client, installed::by_exact_host),
            with_helper("pulls with the helper installed as its store", client, installed::as_store),
        ]);
        if client.cert_folder().is_some() {
            trials.push(trial("trusts a local authority over TLS", client, logins::over_tls));
        }
    }
    trials.extend([
        trial("logs in, the login serves, and it goes", &client::NERDCTL, logins::comes_and_goes),
        trial("logs in where it keeps its logins itself", &client::NERDCTL, logins::in_its_own_place),
    ]);
    let amazons: &[&str] = if client::find(amazon::PROGRAM).is_some() { &[] } else { &[amazon::PROGRAM] };
    trials.push(trial_with("needs no login beside Amazon's helper", &client::DOCKER, amazons, amazon::needs_no_login));
    trials.push(trial("need not be there to be refused", &client::DOCKER, no_client::is_refused));
    trials.push(trial("need not be there for a local authority", &client::DOCKER, no_client::over_tls));
    trials.push(trial("keeps a login in its store, and it goes", &client::DOCKER, logins::in_a_store));
    trials.push(trial("without a session for its store", &client::DOCKER, placement::a_store_without_a_session));
    trials.push(trial(
        "without a session for the store it chose",
        &client::DOCKER,
        placement::a_store_that_docker_chose,
    ));
    trials.extend([
        with_helper("keeps all logins in the helper", &client::DOCKER, helper::keeps_others_as_store),
        with_helper("finds its own file's logins", &client::DOCKER, helper::gives_what_stands_in_dockers_file),
    ]);
    trials.push(trial("behind docker's name logs in, and out", &client::PODMAN, shims::comes_and_goes));
    trials.push(trial("behind docker's name keeps to its own place", &client::PODMAN, shims::in_its_own_place));
    trials.push(trial("replaces older logins under other spellings", &client::DOCKER, logins::replaces_spellings));
    trials.push(trial("reads a config in UTF-16 that it would write over", &client::DOCKER, logins::in_utf16));
    trials.push(trial("in two processes loses no login", &client::DOCKER, together::two_processes));
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

#[cfg(not(unix))]
fn main() {
    libtest_mimic::run(&Arguments::from_args(), Vec::<Trial>::new()).exit();
}

#[cfg(unix)]
fn trial(name: &str, client: &'static client::Client, body: fn(&client::Client)) -> Trial {
    trial_with(name, client, &[], body)
}

/// A trial of the helper that ECRLOGIN_HELPER names.
#[cfg(unix)]
fn with_helper(name: &str, client: &'static client::Client, body: fn(&client::Client)) -> Trial {
    let helper: &[&str] = if helper::is_there() { &[] } else { &["what ECRLOGIN_HELPER names"] };
    trial_with(name, client, helper, body)
}

#[cfg(unix)]
fn trial_with(name: &str, client: &'static client::Client, missing: &[&str], body: fn(&client::Client)) -> Trial {
    let programs = [client.name, "docker-registry", "htpasswd", "skopeo"];
    let programs = programs.into_iter().filter(|name| client::find(name).is_none());
    let missing: Vec<_> = programs.chain(missing.iter().copied()).collect();
    let required = client.demanded_by().and_then(std::env::var_os).is_some_and(|value| value == "1");
    let name = format!("{} {name}", client.name);
    if missing.is_empty() {
        return Trial::test(name, move || {
            body(client);
            Ok(())
        });
    }
    let reason = format!("not there: {}", missing.join(", "));
    eprintln!("{name}: {reason}");
    Trial::test(name, move || Err(reason.into())).with_ignored_flag(!required)
}
