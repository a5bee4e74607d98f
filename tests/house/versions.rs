//! The version is one, wherever it is said.

use crate::files::{below, read};

const VERSION: &str = env!("CARGO_PKG_VERSION");

#[test]
fn the_header_and_the_changelog_are_of_the_version_of_the_library_and_the_build_gives_the_module_its_own() {
    let manifest = read("ps-module/EcrLogin.psd1");
    for (key, value) in [("ModuleVersion", "0.0.0"), ("RootModule", "EcrLogin-0.0.0.dll")] {
        let said = manifest.lines().find(|line| line.trim_start().starts_with(key)).expect("a version");
        assert_eq!(said.split('\'').nth(1), Some(value));
    }

    assert!(read("rust/include/ecr_login.h").contains(&format!("#define ECR_LOGIN_VERSION \"{VERSION}\"")));

    let changelog = read("CHANGELOG.md");
    let newest = changelog.lines().find_map(|line| line.strip_prefix("## ")).expect("a release");
    assert!(newest.split([' ', '[', ']', ',']).any(|word| word == VERSION), "CHANGELOG.md begins with {newest}");
}

/// The versions that a text names right after the name of the module.
fn named(text: &str) -> Vec<&str> {
    let after = text.split("EcrLogin").skip(1);
    let versions = after.filter_map(|rest| {
        let rest = rest.trim_start_matches([' ', '/', '\\', '-', '@', '.']);
        let rest = rest.strip_prefix("RequiredVersion ").or(rest.strip_prefix("Version ")).unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        Some(rest[..end].trim_end_matches('.')).filter(|version| version.split('.').count() == 3)
    });
    versions.collect()
}

#[test]
fn no_page_names_another() {
    let pages =
        below("docs", &[".md"]).into_iter().chain(["README.md", "CONTRIBUTING.md", "SECURITY.md"].map(str::to_owned));
    for page in pages {
        let text = read(&page);
        assert!(named(&text).iter().all(|version| *version == VERSION), "{page}: {:?}", named(&text));
    }
}

#[test]
fn versions_are_found_where_pages_name_them() {
    let text = "EcrLogin is 5.1.0. EcrLogin 1.2.3, EcrLogin-1.2.4.zip, output/EcrLogin/1.2.5/x,
        Install-PSResource EcrLogin -Version 1.2.6; Install-Module EcrLogin -RequiredVersion 1.2.7";
    assert_eq!(named(text), ["1.2.3", "1.2.4", "1.2.5", "1.2.6", "1.2.7"]);
}
