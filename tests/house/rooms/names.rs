//! Which files a path leads to.
//!
//! A path ends at the first file that is no mod.rs and has no module of the next name: what that file takes from
//! others is its own use of them. More than one file is found where each system has its own, or where one name
//! stands for a module and for a function.

use super::tree::{Import, Module, Tree};
use std::collections::BTreeSet;

#[derive(Clone, Copy)]
enum Found {
    Module(usize),
    /// In this file, below its modules.
    File(usize),
}

/// Finds what paths of a tree stand for.
pub struct Names<'a> {
    tree: &'a Tree,
    /// The names that are being looked up, each in its module: `use a::*` may lead back to itself.
    asked: BTreeSet<(usize, String)>,
}

impl<'a> Names<'a> {
    pub fn new(tree: &'a Tree) -> Self {
        Names { tree, asked: BTreeSet::new() }
    }

    /// The files that a path in a module stands for; none if it leads out of the crate.
    pub fn files(&mut self, module: usize, path: &[String], all: bool) -> BTreeSet<usize> {
        let found = self.resolve(module, path);
        found.into_iter().flat_map(|found| if all { self.offers(found) } else { vec![self.file(found)] }).collect()
    }

    fn file(&self, found: Found) -> usize {
        match found {
            Found::Module(module) => self.module(module).file,
            Found::File(file) => file,
        }
    }

    fn module(&self, module: usize) -> &'a Module {
        &self.tree.modules[module]
    }

    fn is_index(&self, module: usize) -> bool {
        self.tree.files[self.module(module).file].is_index()
    }

    fn resolve(&mut self, module: usize, path: &[String]) -> Vec<Found> {
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        let mut found = match first.as_str() {
            "crate" => vec![Found::Module(0)],
            "self" => vec![Found::Module(module)],
            "super" => vec![Found::Module(self.module(module).parent)],
            name => self.in_scope(module, name),
        };
        for name in rest {
            found = found.into_iter().flat_map(|found| self.step(found, name)).collect();
        }
        found
    }

    /// What a name in a path stands for, after the names before it.
    fn step(&mut self, found: Found, name: &str) -> Vec<Found> {
        match (found, name) {
            (Found::File(_), _) | (Found::Module(_), "self") => vec![found],
            (Found::Module(module), "super") => vec![Found::Module(self.module(module).parent)],
            (Found::Module(module), _) => {
                let index = self.is_index(module);
                let below = if index { self.in_scope(module, name) } else { self.children(module, name) };
                if below.is_empty() { vec![self.inside(module)] } else { below }
            }
        }
    }

    fn inside(&self, module: usize) -> Found {
        Found::File(self.module(module).file)
    }

    fn children(&self, module: usize, name: &str) -> Vec<Found> {
        let children = self.module(module).children.iter().filter(|(child, _)| child == name);
        children.map(|(_, child)| Found::Module(*child)).collect()
    }

    /// What a name stands for in the code of a module: its own modules, what it imports, what comes by `*`.
    fn in_scope(&mut self, module: usize, name: &str) -> Vec<Found> {
        if !self.asked.insert((module, name.to_owned())) {
            return Vec::new();
        }
        let mut found = self.children(module, name);
        found.extend(self.imported(module, |import| import.name.as_deref() == Some(name)));
        if found.is_empty() {
            let all = self.imported(module, |import| import.name.is_none());
            found.extend(all.into_iter().flat_map(|all| self.offered(all, name)));
        }
        self.asked.remove(&(module, name.to_owned()));
        found
    }

    fn imported(&mut self, module: usize, which: impl Fn(&Import) -> bool) -> Vec<Found> {
        let imports = self.module(module).imports.iter().filter(|import| which(import));
        imports.flat_map(|import| self.resolve(module, &import.path)).collect()
    }

    /// What `*` hands on under a name.
    fn offered(&mut self, from: Found, name: &str) -> Vec<Found> {
        match from {
            Found::Module(module) if self.is_index(module) => self.in_scope(module, name),
            Found::Module(module) if self.module(module).items.contains(name) => vec![self.inside(module)],
            Found::Module(module) => self.children(module, name),
            Found::File(_) => Vec::new(),
        }
    }

    /// The files of all that `*` brings from a module.
    fn offers(&mut self, found: Found) -> Vec<usize> {
        let mut files = vec![self.file(found)];
        if let Found::Module(module) = found
            && self.is_index(module)
            && self.asked.insert((module, "*".to_owned()))
        {
            for import in self.module(module).imports.iter().filter(|import| import.public) {
                files.extend(self.files(module, &import.path, import.name.is_none()));
            }
            self.asked.remove(&(module, "*".to_owned()));
        }
        files
    }
}
