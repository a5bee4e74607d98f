//! What a file holds: modules, names, imports, and every path in its code.

use super::ENGINE;
use super::attributes::{self, for_tests};
use super::tree::{Module, Reference, Tree, read_file};
use proc_macro2::Span;
use std::path::Path;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Ident, Item, ItemMod, ItemUse, Visibility};

pub struct Scan<'a> {
    engine: &'a Path,
    tree: &'a mut Tree,
    module: usize,
    /// The file, from the engine's folder.
    path: &'a str,
    /// Where the files of its modules are, likewise: empty, or with a slash at the end.
    folder: String,
}

impl<'a> Scan<'a> {
    pub fn new(engine: &'a Path, tree: &'a mut Tree, module: usize, path: &'a str) -> Self {
        let folder = match path.strip_suffix("mod.rs").or(path.strip_suffix("lib.rs")) {
            Some(folder) => folder.to_owned(),
            None => format!("{}/", path.trim_end_matches(".rs")),
        };
        Scan { engine, tree, module, path, folder }
    }

    /// Notes all that a module holds.
    pub fn items(&mut self, items: &[Item]) {
        let names = items.iter().filter_map(public_name).map(word);
        self.here().items.extend(names);
        items.iter().for_each(|item| self.visit_item(item));
    }

    pub fn here(&mut self) -> &mut Module {
        &mut self.tree.modules[self.module]
    }

    pub fn refer(&mut self, path: Vec<String>, place: Span, all: bool) {
        self.here().references.push(Reference { path, line: place.start().line, all });
    }

    /// Notes a path in code. One word alone is a local name, or one that a `use` has brought in and answers for.
    pub fn path(&mut self, path: Vec<String>, place: Span) {
        if path.len() > 1 {
            self.refer(path, place, false);
        }
    }

    /// Adds a module below the one at hand.
    fn child(&mut self, name: String) -> usize {
        let child = self.tree.modules.len();
        let file = self.here().file;
        self.tree.modules.push(Module { file, parent: self.module, ..Module::default() });
        self.here().children.push((name, child));
        child
    }

    /// The file of a module that is declared here.
    fn file_of(&self, name: &str, attributes: &[Attribute]) -> Option<String> {
        if let Some(path) = attributes::path(attributes) {
            let folder = self.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
            return Some(folder + &path);
        }
        let places = [format!("{}{name}.rs", self.folder), format!("{}{name}/mod.rs", self.folder)];
        places.into_iter().find(|place| self.engine.join(place).is_file())
    }
}

/// Visits parts of the syntax, unless only tests are compiled for them.
macro_rules! unless_for_tests {
    ($($method:ident $part:ident),*) => {
        $(fn $method(&mut self, part: &'ast syn::$part) {
            if !for_tests(&part.attrs) {
                visit::$method(self, part);
            }
        })*
    };
}

impl<'ast> Visit<'ast> for Scan<'_> {
    unless_for_tests! {
        visit_arm Arm, visit_expr_block ExprBlock, visit_expr_call ExprCall, visit_expr_method_call ExprMethodCall,
        visit_field Field, visit_field_value FieldValue, visit_impl_item_const ImplItemConst,
        visit_impl_item_fn ImplItemFn, visit_impl_item_type ImplItemType, visit_item_const ItemConst,
        visit_item_enum ItemEnum, visit_item_fn ItemFn, visit_item_impl ItemImpl, visit_item_macro ItemMacro,
        visit_item_static ItemStatic, visit_item_struct ItemStruct, visit_item_trait ItemTrait,
        visit_item_type ItemType, visit_item_union ItemUnion, visit_local Local, visit_stmt_macro StmtMacro,
        visit_trait_item_const TraitItemConst, visit_trait_item_fn TraitItemFn, visit_trait_item_type TraitItemType,
        visit_variant Variant
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        let name = word(&module.ident);
        let folder = format!("{}{name}/", self.folder);
        let file = self.file_of(&name, &module.attrs);
        if for_tests(&module.attrs) {
            self.tree.for_tests.extend(file.into_iter().chain([folder]));
        } else if let Some((_, items)) = &module.content {
            let module = self.child(name);
            Scan { engine: self.engine, tree: self.tree, module, path: self.path, folder }.items(items);
        } else if let Some(file) = file {
            let module = self.child(name);
            read_file(self.engine, self.tree, module, &file);
        } else {
            let line = module.span().start().line;
            self.tree.faults.push(format!("A module without a file:\n    {ENGINE}/{}:{line}: mod {name};", self.path));
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if !for_tests(&item.attrs) && item.leading_colon.is_none() {
            self.imports(&item.tree, &[], !matches!(item.vis, Visibility::Inherited));
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            self.path(path.segments.iter().map(|segment| word(&segment.ident)).collect(), path.span());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone());
    }

    fn visit_meta_list(&mut self, list: &'ast syn::MetaList) {
        self.visit_path(&list.path);
        self.tokens(list.tokens.clone());
    }

    /// Who may see an item is no use of the module that is named.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}
}

/// The name of something, without `r#`.
pub fn word(ident: &Ident) -> String {
    ident.unraw().to_string()
}

fn public_name(item: &Item) -> Option<&Ident> {
    let (name, visibility) = match item {
        Item::Const(item) => (&item.ident, &item.vis),
        Item::Enum(item) => (&item.ident, &item.vis),
        Item::Fn(item) => (&item.sig.ident, &item.vis),
        Item::Static(item) => (&item.ident, &item.vis),
        Item::Struct(item) => (&item.ident, &item.vis),
        Item::Trait(item) => (&item.ident, &item.vis),
        Item::Type(item) => (&item.ident, &item.vis),
        Item::Union(item) => (&item.ident, &item.vis),
        _ => return None,
    };
    (!matches!(visibility, Visibility::Inherited)).then_some(name)
}
