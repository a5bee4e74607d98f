//! What is told of a host, in lines for a person to read.

use crate::base::printable::printable;
use crate::base::time::iso_of;
use crate::message::explained::Explained;
use std::time::{Duration, UNIX_EPOCH};

/// The lines, with what serves registries that are not ours.
pub fn text(explained: &Explained, next: &str) -> String {
    let mut lines = vec![("Host", explained.host.clone())];
    lines.push(("Map", map(explained)));
    let is_ours = explained.is_ecr || explained.account.is_some();
    let served = match (explained.anonymous, is_ours) {
        (true, _) => "nobody: the map says that nobody logs in there".to_owned(),
        (false, true) => "Amazon ECR".to_owned(),
        (false, false) => next.to_owned(),
    };
    lines.push(("Login from", served));
    let known = |name, value: &Option<String>| value.as_ref().map(|value| (name, printable(value)));
    lines.extend(known("Account", &explained.account));
    lines.extend(known("Profile", &explained.profile));
    lines.extend(known("Role", &explained.role));
    lines.extend(known("Region", &explained.region));
    lines.extend(known("Endpoint", &explained.endpoint));
    if is_ours || explained.anonymous {
        lines.push(("Kept login", kept(explained.kept_until)));
        lines.push(("Other registries", next.to_owned()));
    }
    lines.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n")
}

fn map(explained: &Explained) -> String {
    match &explained.map_line {
        Some(place) => place.clone(),
        None => format!("no line is of it (looked at: {})", explained.maps.join(", ")),
    }
}

fn kept(until: Option<i64>) -> String {
    let until = until.and_then(|seconds| Some(Duration::from_secs(u64::try_from(seconds).ok()?)));
    let until = until.and_then(|since| iso_of(UNIX_EPOCH.checked_add(since)?));
    until.map_or_else(|| "none".to_owned(), |until| format!("until {until}"))
}
