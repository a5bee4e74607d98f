//! What stands where: the folders, and what their mod.rs may hold.

use super::tree::{File, Tree};
use super::{ENGINE, ROOMS};
use std::fs;
use std::path::Path;
use syn::spanned::Spanned;
use syn::{AttrStyle, Item, Visibility};

/// Says what in a mod.rs does not belong there.
pub fn index_faults(file: &File, syntax: &syn::File) -> Vec<String> {
    let strangers = syntax.items.iter().filter(|item| match item {
        Item::Mod(module) => module.content.is_some(),
        Item::Use(names) => matches!(names.vis, Visibility::Inherited),
        _ => true,
    });
    let mut faults: Vec<String> = strangers
        .map(|item| {
            let quote = file.quote(start(item));
            format!("{ENGINE}/{} holds more than its doc, `mod` and `pub use`:\n    {quote}", file.path)
        })
        .collect();

    let documented = syntax
        .attrs
        .iter()
        .any(|attribute| matches!(attribute.style, AttrStyle::Inner(_)) && attribute.path().is_ident("doc"));
    if !documented {
        faults.push(format!("{ENGINE}/{} does not say what its folder is for (`//! …`)", file.path));
    }
    faults
}

/// The line of an item, below its doc and attributes.
fn start(item: &Item) -> usize {
    let shown = match item {
        Item::Fn(item) => item.sig.span(),
        Item::Use(item) => item.use_token.span(),
        Item::Mod(item) => item.mod_token.span(),
        other => other.span(),
    };
    shown.start().line
}

/// Says which folder is no room, which room has none, and which file belongs to no module.
pub fn faults(project: &Path, tree: &Tree) -> Vec<String> {
    let engine = project.join(ENGINE);
    let mut faults = tree.faults.clone();
    for (name, is_folder) in entries(&engine) {
        if is_folder && !ROOMS.contains(&name.as_str()) {
            faults.push(format!("{ENGINE}/{name} is none of the rooms: {}", ROOMS.join(", ")));
        }
        if !is_folder && name.ends_with(".rs") && name != "lib.rs" {
            faults.push(format!("{ENGINE}/{name} stands in no room"));
        }
    }
    let missing = ROOMS.iter().filter(|room| !engine.join(room).join("mod.rs").is_file());
    faults.extend(missing.map(|room| format!("{ENGINE}/{room}/mod.rs is missing")));

    let mut sources = Vec::new();
    collect(&engine, "", &mut sources);
    let unread = sources.into_iter().filter(|path| !is_known(tree, path));
    faults.extend(unread.map(|path| format!("{ENGINE}/{path} is not compiled: no `mod` leads to it")));
    faults
}

fn is_known(tree: &Tree, path: &str) -> bool {
    let for_tests = |known: &String| path == known || known.ends_with('/') && path.starts_with(known);
    tree.files.iter().any(|file| file.path == path) || tree.for_tests.iter().any(for_tests)
}

/// The Rust files in a folder and below, by their paths from the engine's.
fn collect(engine: &Path, folder: &str, found: &mut Vec<String>) {
    for (name, is_folder) in entries(&engine.join(folder)) {
        let path = format!("{folder}{name}");
        if is_folder {
            collect(engine, &format!("{path}/"), found);
        } else if path.ends_with(".rs") {
            found.push(path);
        }
    }
}

/// What a folder holds, sorted by name; true stands with a folder.
fn entries(folder: &Path) -> Vec<(String, bool)> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut entries: Vec<(String, bool)> = entries
        .map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().into_string().expect("a plain name"), entry.file_type().unwrap().is_dir())
        })
        .collect();
    entries.sort();
    entries
}
