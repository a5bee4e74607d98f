//! Every member of the workspace keeps the lints of the workspace.

use crate::files::read;
use toml::Table;

fn manifest(path: &str) -> Table {
    read(path).parse().unwrap_or_else(|e| panic!("{path}: {e}"))
}

#[test]
fn every_member_keeps_the_lints_of_the_workspace() {
    let root = manifest("Cargo.toml");
    let lints = root["workspace"].get("lints").and_then(|lints| lints.as_table());
    assert!(lints.is_some_and(|lints| !lints.is_empty()), "Cargo.toml has no [workspace.lints]");

    let members = root["workspace"]["members"].as_array().expect("members");
    let members = members.iter().map(|member| format!("{}/Cargo.toml", member.as_str().expect("a folder")));
    let without: Vec<String> = members
        .chain(["Cargo.toml".to_owned()])
        .filter(|path| {
            let manifest = manifest(path);
            let lints = manifest.get("lints").and_then(|lints| lints.get("workspace"));
            lints.and_then(toml::Value::as_bool) != Some(true)
        })
        .collect();
    assert!(without.is_empty(), "without `[lints] workspace = true`: {without:?}");
}
