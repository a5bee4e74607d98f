//! What the project says about itself must agree with itself.

use crate::files::read;
use ecr_engine::Code;
use std::collections::BTreeSet;

#[test]
fn every_code_is_documented_with_cause_and_remedy() {
    let page = read("docs/errors.md");
    let engine = page.split("## Of the module").next().unwrap();
    let rows: Vec<Vec<&str>> = engine
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let documented: BTreeSet<&str> = rows.iter().map(|row| row[0].trim_matches('`')).collect();
    let codes: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(documented, codes);
    assert!(rows.iter().all(|row| row.len() == 3 && row.iter().all(|cell| !cell.is_empty())));
}

#[test]
fn codes_are_what_serde_writes_and_end_their_hints_like_sentences() {
    for code in Code::ALL {
        assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        assert!(code.hint().is_empty() || code.hint().ends_with('.'), "{code:?}");
    }
}

#[test]
fn a_panic_unwinds_in_what_ships() {
    let manifest = read("Cargo.toml");
    let release = manifest.split("[profile.release]").nth(1).unwrap().split("\n[").next().unwrap();
    assert!(release.contains("panic = \"unwind\""));
    assert!(!manifest.contains("\"abort\""));
}
