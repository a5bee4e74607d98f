//! What others wrote and the project takes is what deny.toml lets in.

use crate::crates::{Deny, cargo, locked, metadata, shipped};
use semver::{Version, VersionReq};
use spdx::{Expression, Licensee, ParseMode};
use std::collections::BTreeSet;

#[test]
fn licences_are_those_that_deny_toml_lets_in_and_each_is_needed() {
    let allowed = Deny::read().licenses.allow;
    let licensees: Vec<Licensee> = allowed.iter().map(|name| Licensee::parse(name).expect("an SPDX name")).collect();
    let metadata = metadata();
    let packages = shipped(&metadata);
    assert!(packages.len() > 100, "the tree of the library");
    let mut chosen = BTreeSet::new();
    for package in packages {
        let expression = package.license.as_deref().unwrap_or_else(|| panic!("{} names no licence", package.name));
        let expression = Expression::parse_mode(expression, ParseMode::LAX).unwrap_or_else(|e| panic!("{e}"));
        let minimal = expression.minimized_requirements(&licensees);
        let minimal = minimal.unwrap_or_else(|e| panic!("{} is under {expression}: {e}", package.name));
        chosen.extend(minimal.into_iter().map(|requirement| requirement.to_string()));
    }
    assert_eq!(chosen, allowed.into_iter().collect());
}

#[test]
fn packages_come_from_the_registry_that_deny_toml_names_each_with_its_sum() {
    let sources = Deny::read().sources;
    assert_eq!((sources.unknown_registry.as_str(), sources.unknown_git.as_str()), ("deny", "deny"));
    assert_eq!(sources.allow_git, [""; 0]);
    let allowed: BTreeSet<String> = sources.allow_registry.iter().map(|url| format!("registry+{url}")).collect();
    for package in locked() {
        match &package.source {
            Some(source) => {
                assert!(allowed.contains(source), "{} comes from {source}", package.name);
                assert!(package.checksum.is_some(), "{} has no checksum", package.name);
            }
            None => assert!(
                ["credential_helper", "ecr_abi", "ecr_engine", "ecr_login", "ecr_system", "local_ecr"]
                    .contains(&package.name.as_str()),
                "{}",
                package.name
            ),
        }
    }
}

#[test]
fn no_package_is_one_that_deny_toml_bans() {
    let bans = Deny::read().bans.deny;
    for package in locked() {
        let version = Version::parse(&package.version).expect("a version");
        for ban in &bans {
            let (name, versions) = ban.spec.split_once(':').unwrap_or((&ban.spec, "*"));
            let versions = VersionReq::parse(versions).unwrap_or_else(|e| panic!("{}: {e}", ban.spec));
            let banned = package.name == name && versions.matches(&version);
            assert!(!banned, "{} {} is banned by {}", package.name, version, ban.spec);
        }
    }
}

#[test]
fn the_legacy_stacks_are_in_no_tree() {
    for spec in ["rustls@0.21", "hyper@0.14"] {
        let output = cargo(["tree", "--edges", "all", "--invert", spec]);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(words.contains("did not match any packages"), "{spec}: {words}");
    }
    assert!(cargo(["tree", "--edges", "all", "--invert", "hyper@1"]).status.success());
}

#[test]
fn no_dependency_is_of_any_version() {
    assert_eq!(Deny::read().bans.wildcards, "deny");
    let metadata = metadata();
    let own = metadata.packages.iter().filter(|package| metadata.workspace_members.contains(&package.id));
    for dependency in own.flat_map(|package| &package.dependencies) {
        assert!(dependency.req != "*" || dependency.path.is_some(), "{} has no version", dependency.name);
    }
}
