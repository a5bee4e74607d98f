//! A client's config file: `credHelpers` and `credsStore`.

use super::record::{Before, Config};
use crate::base::edited::{Step, Undone, change, undo};
use crate::base::error::{Code, Error};
use crate::base::files::check_is_file;
use crate::base::json_text::JsonText;
use crate::base::links::target_of;
use crate::base::private;
use crate::base::shown::shown;
use crate::client::protocol::OURS;
use serde_json::Value;
use std::fs::File;
use std::io;
use std::path::Path;
use std::time::Duration;

/// How long logins to the same file may take.
const LOCK_LIMIT: Duration = Duration::from_secs(600);

/// What is to be in a config file.
pub struct Wish<'a> {
    /// The hosts that get our helper.
    pub hosts: &'a [String],
    /// Whether it becomes the store of all hosts. Then `credHelpers` are for hosts alone that have another helper there.
    pub as_store: bool,
}

/// Puts the helper into a config file, and what stood there into the record, which `keep` writes down before the file is
/// touched. None where nothing was to change.
///
/// # Errors
/// [`Code::ClientConfigInvalid`].
pub async fn install(
    config: &mut Config,
    wish: &Wish<'_>,
    dry: bool,
    mut keep: impl FnMut(&Config) -> Result<(), Error>,
) -> Result<Option<Step>, Error> {
    let path = config.path.clone();
    let _lock = if dry { None } else { Some(lock(&path).await?) };
    let (mut failed, before) = (None, config.clone());
    let step = change(&path, dry, |json| {
        let (store, helpers) = replaced(json, wish)?;
        // Each time anew: what others wrote meanwhile is what was there.
        config.clone_from(&before);
        if let Some(before) = store {
            config.store = Some(Before { before });
            json.set(&["credsStore"], &quoted(OURS))?;
        }
        for (host, before) in helpers {
            json.set(&["credHelpers", &host], &quoted(OURS))?;
            config.helpers.insert(host, Before { before });
        }
        if !dry && let Err(error) = keep(config) {
            failed = Some(error);
            return Err("is left as it is".to_owned());
        }
        Ok(())
    });
    if let Some(error) = failed {
        return Err(error);
    }
    let step = step.map_err(|what| unusable(&path, &what))?;
    config.steps.extend(step.clone());
    Ok(step)
}

/// What stands under `credsStore`, if that is to be replaced, and the hosts to be set, with what stands there.
type Replaced = (Option<Option<String>>, Vec<(String, Option<String>)>);

fn replaced(json: &JsonText, wish: &Wish<'_>) -> Result<Replaced, String> {
    let store = name_at(json, &["credsStore"])?;
    let mut helpers = Vec::new();
    for host in wish.hosts {
        let named = name_at(json, &["credHelpers", host])?;
        let is_served = match named.as_deref() {
            Some(name) => name == OURS,
            None => wish.as_store,
        };
        if !is_served {
            helpers.push((host.clone(), named));
        }
    }
    let takes_over = wish.as_store && store.as_deref() != Some(OURS);
    Ok((takes_over.then_some(store), helpers))
}

fn name_at(json: &JsonText, path: &[&str]) -> Result<Option<String>, String> {
    match json.value(path) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(name)) => Ok(Some(name)),
        Some(_) => Err(format!("has a {} that is no text", path.join(", "))),
    }
}

/// Takes out of a config file what is still ours.
///
/// # Errors
/// [`Code::ClientConfigInvalid`].
pub async fn uninstall(config: &Config, dry: bool) -> Result<Undone, Error> {
    if !config.path.exists() {
        return Ok(Undone::Gone);
    }
    let _lock = if dry { None } else { Some(lock(&config.path).await?) };
    undo(&config.path, &config.steps, dry, |json| take_out(json, config)).map_err(|what| unusable(&config.path, &what))
}

fn take_out(json: &mut JsonText, config: &Config) -> Result<(), String> {
    if let Some(Before { before }) = &config.store {
        put_back(json, &["credsStore"], before.as_deref())?;
    }
    for (host, Before { before }) in &config.helpers {
        put_back(json, &["credHelpers", host], before.as_deref())?;
    }
    let is_left =
        json.value(&["credHelpers"]).is_some_and(|left| left.as_object().is_some_and(serde_json::Map::is_empty));
    if is_left && !config.helpers.is_empty() {
        json.remove(&["credHelpers"]);
    }
    Ok(())
}

/// What others put in our place stays.
fn put_back(json: &mut JsonText, path: &[&str], before: Option<&str>) -> Result<(), String> {
    if json.value(path).as_ref().and_then(Value::as_str) != Some(OURS) {
        return Ok(());
    }
    match before {
        Some(name) => json.set(path, &quoted(name)),
        None => {
            json.remove(path);
            Ok(())
        }
    }
}

/// Checks that the helper can be put into a config file: that there is a file, or nothing.
///
/// # Errors
/// [`Code::ClientConfigInvalid`].
pub fn check_config(path: &Path) -> Result<(), Error> {
    check_is_file(path).map_err(|error| {
        unusable(path, &format!("cannot be read: {error}"))
            .hint("Name a file, by -ConfigPath or the client's own variable, or name the other clients with -Tool.")
    })
}

/// The same lock as that of logins, which write the file too.
async fn lock(path: &Path) -> Result<File, Error> {
    let path = target_of(path);
    check_config(&path)?;
    private::lock(&path.with_file_name(".ecrlogin.lock"), LOCK_LIMIT).await.map_err(|error| match error.kind() {
        io::ErrorKind::WouldBlock => unusable(&path, "is locked by a login that does not end"),
        _ => unusable(&path, &format!("cannot be locked by .ecrlogin.lock beside it: {error}")),
    })
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn unusable(path: &Path, what: &str) -> Error {
    Error::new(Code::ClientConfigInvalid, format!("The client's config file {} {what}.", shown(path)))
        .hint("Repair the file or move it away, or name the other clients with -Tool.")
}
