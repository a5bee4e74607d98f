//! What is told of a host, in lines for a person to read.

use crate::base::printable::printable;
use crate::base::time::iso_of;
use crate::message::explained::Explained;
use crate::ops::callers::Called;
use std::time::{Duration, UNIX_EPOCH};

/// The lines, with what clients ask, where that is known, and what serves registries that are not ours, where the helper is
/// asked for them.
pub fn text(explained: &Explained, called: Option<&Called>, next: Option<&str>) -> String {
    let mut lines = vec![("Host", explained.host.clone())];
    lines.push(("Map", map(explained)));
    let is_unasked = called.is_some_and(|called| !called.is_any);
    lines.extend(called.map(|called| ("Clients", called.told.join("; "))));
    if is_unasked && explained.is_ours() && !explained.anonymous {
        lines.push(("Not asked", nobody_asks(explained)));
    }
    lines.push(("Login from", served(explained, next)));
    let known = |name, value: &Option<String>| value.as_ref().map(|value| (name, printable(value)));
    lines.extend(known("Account", &explained.account));
    lines.extend(known("Profile", &explained.profile));
    lines.extend(known("Role", &explained.role));
    lines.extend(known("Region", &explained.region));
    lines.extend(known("Endpoint", &explained.endpoint));
    if explained.is_ours() {
        lines.push(("Kept login", kept(explained)));
        lines.extend(next.map(|next| ("Other registries", next.to_owned())));
    }
    lines.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n")
}

/// That nobody asks this helper for a host of ours, and what changes that.
fn nobody_asks(explained: &Explained) -> String {
    let host = printable(&explained.host);
    format!("No client asks this helper for {host}. Run Install-ECRCredentialHelper {host} in PowerShell.")
}

/// Who gives the login.
fn served(explained: &Explained, next: Option<&str>) -> String {
    match (explained.anonymous, explained.is_ours(), next) {
        (true, ..) if explained.kept_until.is_some() => {
            "the client that handed it in; then nobody, since the map says that nobody logs in there".to_owned()
        }
        (true, ..) => "nobody: the map says that nobody logs in there".to_owned(),
        (false, true, _) => "Amazon ECR".to_owned(),
        (false, false, Some(next)) => next.to_owned(),
        (false, false, None) => "the clients' own files and stores: this helper is not asked".to_owned(),
    }
}

fn map(explained: &Explained) -> String {
    match &explained.map_line {
        Some(place) => place.clone(),
        None => format!("no line is of it (looked at: {})", explained.maps.join(", ")),
    }
}

fn kept(explained: &Explained) -> String {
    let Some(until) = explained.kept_until.and_then(iso) else { return "none".to_owned() };
    match explained.handed_in_at.and_then(iso) {
        Some(at) => format!("until {until}, handed in by a client at {at}"),
        None => format!("until {until}"),
    }
}

fn iso(seconds: i64) -> Option<String> {
    iso_of(UNIX_EPOCH.checked_add(Duration::from_secs(u64::try_from(seconds).ok()?))?)
}
