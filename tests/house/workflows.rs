//! The workflows run what was looked at, with no more rights and no more time than they need.

use crate::files::{below, read};
use std::collections::{BTreeMap, BTreeSet};

fn workflows() -> Vec<(String, String)> {
    let paths = below(".github/workflows", &[".yml"]);
    paths.into_iter().map(|path| (path.clone(), read(&path))).collect()
}

/// The actions that a workflow uses, as `owner/name`, commit and the version of the comment.
fn actions(text: &str) -> Vec<(&str, &str, &str)> {
    let uses = text.lines().filter_map(|line| line.trim_start().trim_start_matches("- ").strip_prefix("uses: "));
    let parts = uses.map(|used| {
        let (name, rest) = used.split_once('@').unwrap_or_else(|| panic!("{used} names no commit"));
        let (commit, version) = rest.split_once(" # ").unwrap_or_else(|| panic!("{used} names no version"));
        (name, commit, version)
    });
    parts.collect()
}

#[test]
fn actions_are_pinned_to_a_commit_each_the_same_everywhere() {
    let mut seen: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for (path, text) in workflows() {
        for (name, commit, version) in actions(&text) {
            let hexadecimal = commit.len() == 40 && commit.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
            assert!(hexadecimal && version.starts_with('v'), "{path}: {name}@{commit} # {version}");
            seen.entry(name.to_owned()).or_default().insert((commit.to_owned(), version.to_owned()));
        }
    }
    assert!(seen.len() > 3, "{seen:?}");
    assert!(seen.values().all(|pins| pins.len() == 1), "{seen:?}");
}

#[test]
fn every_system_and_powershell_runs_the_same_tests() {
    let changes = read(".github/workflows/changes.yml");
    let (_, systems) = changes.split_once("\n  systems:\n").expect("a job of all systems");
    let (systems, _) = systems.split_once("\n\n  ").expect("another job");
    assert!(systems.contains("system: [windows-2025, ubuntu-24.04, macos-15]"), "{systems}");
    assert_eq!(systems.matches("build.ps1 test").count(), 3, "{systems}");
    let release = read(".github/workflows/release.yml");
    let (_, libraries) = release.split_once("\n  libraries:\n").expect("a job for each library");
    assert_eq!(libraries.matches("run: ./build.ps1 test\n").count(), 1);
    assert_eq!(libraries.matches("run: ./build.sh test\n").count(), 1);
    let whole = read(".ci/run");
    assert!(whole.contains("\ncount test\n") && whole.contains("\ncount windows\n"));
}

#[test]
fn a_checkout_leaves_no_token_behind() {
    for (path, text) in workflows() {
        let checkouts = text.matches("uses: actions/checkout@").count();
        assert_eq!(text.matches("persist-credentials: false").count(), checkouts, "{path}");
    }
}

#[test]
fn every_job_has_a_limit_of_time_and_starts_with_the_right_to_read() {
    for (path, text) in workflows() {
        let (head, jobs) = text.split_once("\njobs:\n").unwrap_or_else(|| panic!("{path} has no jobs"));
        assert!(head.contains("\npermissions:\n  contents: read\n\n"), "{path}");
        assert!(head.contains("\nconcurrency:\n"), "{path}");
        let named = |line: &&str| line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':');
        let count = jobs.lines().filter(named).count();
        assert!(count > 0, "{path}");
        let limits = jobs.lines().filter(|line| line.starts_with("    timeout-minutes: ")).count();
        assert_eq!(limits, count, "{path}");
    }
}
