//! A room uses rooms below it only, and the files of a room do not go round in a circle.

use super::circles::{Link, circles, way};
use super::names::Names;
use super::tree::Tree;
use super::{ENGINE, ROOMS};
use std::collections::BTreeMap;

/// A file uses another, first in this line.
struct Use {
    from: usize,
    to: usize,
    line: usize,
}

impl Link for Use {
    fn ends(&self) -> (usize, usize) {
        (self.from, self.to)
    }
}

/// A room uses another, for instance here.
struct Step<'a> {
    rooms: (usize, usize),
    used: &'a Use,
}

impl Link for Step<'_> {
    fn ends(&self) -> (usize, usize) {
        self.rooms
    }
}

pub fn faults(tree: &Tree) -> Vec<String> {
    let uses = uses(tree);
    let mut faults = upward(tree, &uses);
    // A circle through several rooms has a way up in it, which is a fault already.
    let inside = uses.iter().filter(|used| {
        let (from, to) = (&tree.files[used.from], &tree.files[used.to]);
        !from.is_index() && from.room() == to.room()
    });
    faults.extend(circles(inside.collect()).into_iter().map(|circle| circle_fault(tree, &circle)));
    faults
}

/// Which file uses which.
fn uses(tree: &Tree) -> Vec<Use> {
    let mut lines: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (number, module) in tree.modules.iter().enumerate() {
        for reference in &module.references {
            for to in Names::new(tree).files(number, &reference.path, reference.all) {
                let line = lines.entry((module.file, to)).or_insert(reference.line);
                *line = reference.line.min(*line);
            }
        }
    }
    lines.retain(|(from, to), _| from != to);
    lines.into_iter().map(|((from, to), line)| Use { from, to, line }).collect()
}

fn upward(tree: &Tree, uses: &[Use]) -> Vec<String> {
    let mut steps: Vec<Step> = uses
        .iter()
        .filter_map(|used| {
            let rooms = (tree.files[used.from].room()?, tree.files[used.to].room()?);
            (rooms.0 != rooms.1).then_some(Step { rooms, used })
        })
        .collect();
    let up: Vec<Step> = steps.extract_if(.., |step| step.rooms.1 < step.rooms.0).collect();
    let down: Vec<&Step> = steps.iter().collect();
    up.iter().map(|step| upward_fault(tree, step, way(&down, step.rooms.1, step.rooms.0))).collect()
}

fn upward_fault(tree: &Tree, step: &Step, back: Option<Vec<&Step>>) -> String {
    let (from, to) = step.rooms;
    let mut text = format!("{} uses {}, a room above it:{}", ROOMS[from], ROOMS[to], quote(tree, step.used));
    if let Some(back) = back {
        text += &format!("\n  which makes a circle with:{}", quotes(tree, back.iter().map(|step| step.used)));
    }
    text
}

fn circle_fault(tree: &Tree, circle: &[&Use]) -> String {
    let names: Vec<&str> = circle.iter().map(|used| tree.files[used.from].path.as_str()).collect();
    let lines = quotes(tree, circle.iter().copied());
    format!("{} and back to {} is a circle:{lines}", names.join(" to "), names[0])
}

fn quotes<'a>(tree: &Tree, uses: impl Iterator<Item = &'a Use>) -> String {
    uses.map(|used| quote(tree, used)).collect()
}

/// A use on a line of its own.
fn quote(tree: &Tree, used: &Use) -> String {
    let to = &tree.files[used.to].path;
    format!("\n    {} (that is {ENGINE}/{to})", tree.files[used.from].quote(used.line))
}
