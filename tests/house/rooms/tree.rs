//! The modules of the engine, each with its file, its names and what it refers to.

use super::scan::Scan;
use super::{ENGINE, ROOMS, shape};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The engine as its `mod` lines lay it out. Module 0 is the root.
#[derive(Default)]
pub struct Tree {
    pub files: Vec<File>,
    pub modules: Vec<Module>,
    /// Files and folders for tests alone; a folder ends in a slash.
    pub for_tests: Vec<String>,
    pub faults: Vec<String>,
}

pub struct File {
    /// From the engine's folder: `net/http.rs`.
    pub path: String,
    pub lines: Vec<String>,
}

#[derive(Default)]
pub struct Module {
    pub file: usize,
    pub parent: usize,
    /// More than one has a name where each system has a file of its own.
    pub children: Vec<(String, usize)>,
    /// What it defines or imports for others.
    pub items: BTreeSet<String>,
    pub imports: Vec<Import>,
    pub references: Vec<Reference>,
}

/// A name that a `use` brings in; no name, and it is all of a module's.
pub struct Import {
    pub name: Option<String>,
    pub path: Vec<String>,
    pub public: bool,
}

/// A path in the code.
pub struct Reference {
    pub path: Vec<String>,
    pub line: usize,
    /// Whether it ends in `::*`.
    pub all: bool,
}

impl File {
    /// Whether it only says what is in its folder.
    pub fn is_index(&self) -> bool {
        self.path == "lib.rs" || self.path.ends_with("/mod.rs")
    }

    /// The place of its room, from the top.
    pub fn room(&self) -> Option<usize> {
        let (folder, _) = self.path.split_once('/')?;
        ROOMS.iter().position(|room| *room == folder)
    }

    /// A line as a fault names it.
    pub fn quote(&self, line: usize) -> String {
        format!("{ENGINE}/{}:{line}: {}", self.path, self.lines[line - 1].trim())
    }
}

/// Reads the engine of a project.
pub fn read(project: &Path) -> Tree {
    let mut tree = Tree { modules: vec![Module::default()], ..Tree::default() };
    read_file(&project.join(ENGINE), &mut tree, 0, "lib.rs");
    tree
}

/// Reads the file of a module, and those of the modules in it.
pub fn read_file(engine: &Path, tree: &mut Tree, module: usize, path: &str) {
    let text = fs::read_to_string(engine.join(path)).unwrap_or_else(|e| panic!("{ENGINE}/{path}: {e}"));
    let syntax = syn::parse_file(&text).unwrap_or_else(|e| panic!("{ENGINE}/{path}:{}: {e}", e.span().start().line));

    let file = File { path: path.to_owned(), lines: text.lines().map(str::to_owned).collect() };
    if file.is_index() {
        tree.faults.extend(shape::index_faults(&file, &syntax));
    }
    tree.modules[module].file = tree.files.len();
    tree.files.push(file);
    Scan::new(engine, tree, module, path).items(&syntax.items);
}
