//! The verbs, as clients and users call them.

use crate::input;
use crate::kubelet;
use crate::login;
use crate::outcome::{NO_SERVER, NO_USER, NOT_FOUND, Outcome};
use ecr_engine::{Code, Error, Helper, Look, Secret};
use std::collections::BTreeMap;
use std::io::Read;
use zeroize::Zeroizing;

const USAGE: &str = "usage: docker-credential-ecrlogin get|store|erase|list|version|explain HOST|kubelet";

/// The verb of a kubelet.
pub const KUBELET: &str = "kubelet";

/// What a verb is called with, beside its arguments.
pub struct Call<'a> {
    /// What the client writes.
    pub stdin: &'a mut dyn Read,
    /// The environment.
    pub env: BTreeMap<String, Secret>,
}

impl Call<'_> {
    fn helper(&mut self) -> Result<Helper, Error> {
        Helper::new(std::mem::take(&mut self.env))
    }
}

/// Answers a call.
///
/// # Errors
/// Why it cannot be answered.
pub fn answer(args: &[&str], call: Call<'_>) -> Result<Outcome, Error> {
    match args {
        ["get"] => get(call),
        ["store"] => store(call),
        ["erase"] => erase(call),
        ["list"] => list(call),
        ["version" | "--version" | "-v"] => Ok(said(version())),
        ["explain", host] => explain(host, call),
        [KUBELET] => pull(call),
        ["--help" | "-h"] => Ok(said(USAGE.to_owned())),
        [] | ["get" | "store" | "erase" | "list" | "version" | "explain" | KUBELET, ..] => {
            Ok(Outcome::Misused(USAGE.to_owned()))
        }
        // What is none of ours may be anything, and is not repeated.
        _ => Ok(Outcome::Misused(format!("The verb is unknown; {USAGE}"))),
    }
}

fn get(mut call: Call<'_>) -> Result<Outcome, Error> {
    let server = input::read(call.stdin)?;
    if server.is_empty() {
        return Ok(Outcome::Refused(NO_SERVER));
    }
    let helper = call.helper()?;
    let found = match helper.look(&server)? {
        Look::Known(given) => given,
        look => asked(helper.get(look))?,
    };
    Ok(found.map_or(Outcome::Refused(NOT_FOUND), |given| Outcome::Said(login::written(given))))
}

fn store(mut call: Call<'_>) -> Result<Outcome, Error> {
    let given = login::read(&input::read(call.stdin)?)?;
    if given.server.trim().is_empty() {
        return Ok(Outcome::Refused(NO_SERVER));
    }
    if given.username.is_empty() {
        return Ok(Outcome::Refused(NO_USER));
    }
    if given.secret.expose().is_empty() {
        let message = "The login has an empty secret, with which nobody can log in, so it is not kept.";
        return Err(Error::new(Code::InvalidRequest, message).hint("Log in with the registry's password."));
    }
    let is_kept = asked(call.helper()?.store(given))?;
    Ok(Outcome::Done(
        (!is_kept).then_some("The login is not kept: ECRLOGIN_CACHE is off, or there is no folder of caches."),
    ))
}

fn erase(mut call: Call<'_>) -> Result<Outcome, Error> {
    let server = input::read(call.stdin)?;
    if server.is_empty() {
        return Ok(Outcome::Refused(NO_SERVER));
    }
    asked(call.helper()?.erase(&server))?;
    Ok(Outcome::Done(None))
}

fn list(mut call: Call<'_>) -> Result<Outcome, Error> {
    let names = asked(call.helper()?.list())?;
    Ok(said(serde_json::to_string(&names).expect("names are texts")))
}

fn explain(host: &str, mut call: Call<'_>) -> Result<Outcome, Error> {
    Ok(said(asked(call.helper()?.explain(host))?))
}

fn pull(mut call: Call<'_>) -> Result<Outcome, Error> {
    let wanted = kubelet::read(&input::read(call.stdin)?)?;
    let pulled = asked(call.helper()?.pull(&wanted.image, wanted.account))?;
    Ok(Outcome::Said(kubelet::written(&pulled)))
}

fn version() -> String {
    format!("docker-credential-ecrlogin (https://github.com/ecrlogin/ecrlogin) {}", env!("CARGO_PKG_VERSION"))
}

fn said(text: String) -> Outcome {
    Outcome::Said(Zeroizing::new(text))
}

/// The output of what has to ask somebody, or to wait for somebody: only then is there a runtime.
fn asked<T>(future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
        Error::new(Code::RuntimeUnavailable, format!("The helper's runtime does not start: {error}."))
    })?;
    #[cfg(unix)]
    return crate::stop::run_unless_stopped(&runtime, future);
    // Windows ends with this program what it has started.
    #[cfg(not(unix))]
    runtime.block_on(future)
}
