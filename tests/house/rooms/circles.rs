//! Ways that lead back to where they began.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A place uses another.
pub trait Link {
    fn ends(&self) -> (usize, usize);
}

/// The circles among links, the shortest first, no link in two of them.
pub fn circles<L: Link>(mut links: Vec<&L>) -> Vec<Vec<&L>> {
    let mut circles = Vec::new();
    while let Some(circle) = shortest_circle(&links) {
        let ends: BTreeSet<_> = circle.iter().map(|link| link.ends()).collect();
        links.retain(|link| !ends.contains(&link.ends()));
        circles.push(circle);
    }
    circles
}

fn shortest_circle<'a, L: Link>(links: &[&'a L]) -> Option<Vec<&'a L>> {
    let circles = links.iter().filter_map(|first| {
        let (from, to) = first.ends();
        let back = way(links, to, from)?;
        Some([*first].into_iter().chain(back).collect::<Vec<_>>())
    });
    circles.min_by_key(Vec::len)
}

/// The shortest way from one place to another.
pub fn way<'a, L: Link>(links: &[&'a L], from: usize, to: usize) -> Option<Vec<&'a L>> {
    let mut came_by: BTreeMap<usize, &'a L> = BTreeMap::new();
    let mut next = VecDeque::from([from]);
    while let Some(place) = next.pop_front() {
        for link in links.iter().filter(|link| link.ends().0 == place) {
            let end = link.ends().1;
            if end != from && !came_by.contains_key(&end) {
                came_by.insert(end, link);
                next.push_back(end);
            }
        }
    }
    let mut way = vec![*came_by.get(&to)?];
    while way[way.len() - 1].ends().0 != from {
        way.push(came_by[&way[way.len() - 1].ends().0]);
    }
    way.reverse();
    Some(way)
}
