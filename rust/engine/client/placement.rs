//! Where a login goes: which store would keep it, and whether it can.

use super::config_file::ConfigFile;
use super::next::answer;
use super::protocol::ECR_LOGIN;
use super::protocol::{call, program_of};
use super::store::{HELPER_LIMIT, NOT_ON_PATH, missing};
use super::tool::Tool;
use crate::base::environment::Environment;
use crate::base::error::Error;
use crate::base::secret::Secret;
use std::path::Path;

/// The most bytes that the credential manager of Windows keeps: CRED_MAX_CREDENTIAL_BLOB_SIZE.
const WINDOWS_LIMIT: usize = 5 * 512;

/// The stores that keep their secrets in it.
const WINDOWS_STORES: &[&str] = &["wincred", "desktop", "desktop.exe"];

/// What is to be done with a login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Log in; the client keeps it where it keeps all.
    AsConfigured,
    /// Log in, but keep this host's login in the file: its store cannot hold so long a password.
    InFile,
    /// The ECR credential helper logs in to this host by itself.
    NotNeeded,
}

/// Where a login goes, before anything is stored.
///
/// # Errors
/// [`crate::base::error::Code::CredentialStoreMissing`] when the store's helper is not on PATH, or when `ecr-login` does not answer.
pub async fn placement(
    tool: Tool,
    config: &ConfigFile,
    host: &str,
    password_bytes: usize,
    env: &Environment,
    windows: bool,
) -> Result<Placement, Error> {
    let store = match config.store_of(tool, host) {
        Some(store) => {
            let program = program_of(store, env).ok_or_else(|| missing(config, store, host, NOT_ON_PATH))?;
            if store == ECR_LOGIN {
                let silent = |why: String| missing(config, store, host, &format!("does not answer: {why}"));
                return answers(&program, env).await.map(|()| Placement::NotNeeded).map_err(silent);
            }
            Some(store)
        }
        // Docker's own choice on Windows when nothing is configured.
        None if windows && tool == Tool::Docker && config.is_blank() && program_of("wincred", env).is_some() => {
            Some("wincred")
        }
        None => None,
    };
    let too_long =
        windows && password_bytes > WINDOWS_LIMIT && store.is_some_and(|store| WINDOWS_STORES.contains(&store));
    Ok(if too_long && config.can_keep_in_file(tool) { Placement::InFile } else { Placement::AsConfigured })
}

/// Whether a helper can be started and knows the protocol. Helpers from before `version` say that they do not know it.
async fn answers(program: &Path, env: &Environment) -> Result<(), String> {
    let output = call(program, "version", Secret::from(String::new()), env, HELPER_LIMIT).await;
    let output = output.map_err(|failure| failure.to_string())?;
    let both = String::from_utf8_lossy(&[&output.stdout[..], b" ", &output.stderr[..]].concat()).to_lowercase();
    if output.status.success() || both.contains("unknown credential action") {
        return Ok(());
    }
    let said = answer::words(&output.stdout, &output.stderr, None).unwrap_or_default();
    Err(format!("{} {said}", output.status).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::test_files::{env, open, runtime, write};
    use serde_json::{Value, json};
    use tempfile::tempdir;

    const HOST: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";

    /// The decision for docker on Windows, with the helpers of Windows on PATH.
    fn on_windows(config: &Value, bytes: usize) -> Placement {
        let folder = tempdir().unwrap();
        let config = open(&write(&folder, config));
        let env = env(&folder, &["docker-credential-wincred", "docker-credential-desktop", "docker-credential-pass"]);
        runtime().block_on(placement(Tool::Docker, &config, HOST, bytes, &env, true)).unwrap()
    }

    #[test]
    fn what_the_store_of_windows_cannot_hold_goes_into_the_file() {
        for config in [
            json!({ "credsStore": "wincred" }),
            json!({ "credsStore": "desktop" }),
            json!({ "credHelpers": { HOST: "wincred" }, "credsStore": "pass" }),
            json!({}),
            json!({ "auths": {}, "credsStore": "", "credHelpers": {}, "currentContext": "default" }),
        ] {
            assert_eq!(on_windows(&config, 2560), Placement::AsConfigured, "{config}");
            assert_eq!(on_windows(&config, 2561), Placement::InFile, "{config}");
        }
    }

    #[test]
    fn other_stores_have_no_such_limit() {
        for config in [
            json!({ "credsStore": "pass" }),
            json!({ "credHelpers": { HOST: "pass" }, "credsStore": "wincred" }),
            json!({ "credHelpers": { HOST: "" }, "credsStore": "wincred" }),
            json!({ "auths": { "other.example": {} } }),
        ] {
            assert_eq!(on_windows(&config, 4096), Placement::AsConfigured, "{config}");
        }
    }

    #[test]
    fn off_windows_and_off_docker_nothing_is_moved() {
        let folder = tempdir().unwrap();
        let env = env(&folder, &["docker-credential-wincred"]);
        let wincred = open(&write(&folder, &json!({ "credsStore": "wincred" })));
        let decided = |tool, windows| runtime().block_on(placement(tool, &wincred, HOST, 4096, &env, windows)).unwrap();
        assert_eq!(decided(Tool::Docker, false), Placement::AsConfigured);
        assert_eq!(decided(Tool::Podman, true), Placement::AsConfigured);
        assert_eq!(decided(Tool::Nerdctl, true), Placement::InFile);
        drop(wincred);
        let blank = open(&write(&folder, &json!({})));
        let chosen = |tool| runtime().block_on(placement(tool, &blank, HOST, 4096, &env, true)).unwrap();
        assert_eq!((chosen(Tool::Docker), chosen(Tool::Crane)), (Placement::InFile, Placement::AsConfigured));
    }

    #[test]
    fn without_its_helper_windows_is_like_the_others() {
        let folder = tempdir().unwrap();
        let blank = open(&write(&folder, &json!({})));
        let env = env(&folder, &[]);
        let decided = runtime().block_on(placement(Tool::Docker, &blank, HOST, 4096, &env, true));
        assert_eq!(decided.unwrap(), Placement::AsConfigured);
    }
}
