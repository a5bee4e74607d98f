//! Account ids that lost their leading zeros on the way here.

use crate::base::log_line::{Level, LogLine};
use crate::base::printable::printable;
use crate::registry::id::{Written, parse_id};
use std::collections::HashSet;

/// What there is to say of ids whose zeros were put back, once of each. A number has lost nothing but zeros; a text,
/// as of a spreadsheet, may have lost another digit.
pub fn padded(written: &[Written]) -> Vec<LogLine> {
    let mut seen = HashSet::new();
    let short = written.iter().filter_map(|one| Some((one, parse_id(&one.text).filter(|id| id.padded)?.id)));
    short.filter(|(_, id)| seen.insert(id.clone())).map(|(one, id)| line(one, &id)).collect()
}

fn line(written: &Written, id: &str) -> LogLine {
    if written.is_number {
        let message = format!("Registry id {id}: leading zeros were put back, which a bare number does not keep.");
        return LogLine { level: Level::Verbose, message };
    }
    let message = format!(
        "'{}' has less than 12 digits and was taken for the registry id {id}. Should another digit be missing, that is the registry of somebody else.",
        printable(&written.text)
    );
    LogLine { level: Level::Warning, message }
}
