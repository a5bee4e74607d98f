//! The names that `use` brings into a module.

use super::scan::{Scan, word};
use super::tree::Import;
use syn::spanned::Spanned;
use syn::{Ident, UseTree};

impl Scan<'_> {
    /// Notes each name of a `use`: `a::{b, c as d, e::*}`.
    pub fn imports(&mut self, tree: &UseTree, before: &[String], public: bool) {
        let mut path = before.to_vec();
        match tree {
            UseTree::Path(part) => {
                path.push(word(&part.ident));
                self.imports(&part.tree, &path, public);
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.imports(tree, &path, public)),
            UseTree::Name(name) => self.import(path, &name.ident, &name.ident, public),
            UseTree::Rename(name) => self.import(path, &name.ident, &name.rename, public),
            UseTree::Glob(star) => {
                self.refer(path.clone(), star.span(), true);
                self.here().imports.push(Import { name: None, path, public });
            }
        }
    }

    fn import(&mut self, mut path: Vec<String>, original: &Ident, name: &Ident, public: bool) {
        if original != "self" {
            path.push(word(original));
        }
        let name = if name == "self" { path.last().cloned() } else { Some(word(name)) };
        self.refer(path.clone(), original.span(), false);
        if public {
            self.here().items.extend(name.clone());
        }
        self.here().imports.push(Import { name, path, public });
    }
}
