//! The systems that there is a library for are the same in the build, in the module and in what is checked.

use crate::crates::Deny;
use crate::files::read;
use std::collections::BTreeSet;

/// The rows `'key' = 'value'` of the table that a PowerShell source assigns to a variable.
fn table(path: &str, variable: &str) -> Vec<(String, String)> {
    let text = read(path);
    let start = format!("${variable} = @{{\n");
    let body = text.split(&start).nth(1).unwrap_or_else(|| panic!("{path} has no ${variable}"));
    let rows = body.lines().take_while(|line| line.trim() != "}").map(|line| {
        let mut quoted = line.split('\'').skip(1).step_by(2);
        (quoted.next().expect("a key").to_owned(), quoted.next().expect("a value").to_owned())
    });
    rows.collect()
}

#[test]
fn targets_and_identifiers_agree_everywhere() {
    let built = table("build/library.ps1", "ridOfTarget");
    let targets: BTreeSet<String> = built.iter().map(|(target, _)| target.clone()).collect();
    assert_eq!(targets, Deny::read().graph.targets.into_iter().collect());

    let identifiers: BTreeSet<String> = built.into_iter().map(|(_, rid)| rid).collect();
    let finder = read("ps-module/Engine/LibraryFinder.cs");
    let loaded = finder.lines().filter_map(|line| line.trim().strip_prefix("[\"")?.split('"').next());
    assert_eq!(identifiers, loaded.map(str::to_owned).collect());

    let workflow = read(".github/workflows/release.yml");
    let released = workflow.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("rid: "));
    assert_eq!(identifiers, released.map(str::to_owned).collect());
    let count =
        workflow.split("find output/natives -type f | wc -l)\" -eq ").nth(1).and_then(|rest| rest.lines().next());
    assert_eq!(count, Some((2 * identifiers.len()).to_string().as_str()), "a library and a helper for each system");
}
