//! A small cache that keeps what was used last.

/// At most `limit` values by key; the one unused for longest goes first.
pub struct Recent<K, V> {
    limit: usize,
    /// The most recently used at the end.
    entries: Vec<(K, V)>,
}

impl<K: PartialEq, V: Clone> Recent<K, V> {
    /// An empty cache.
    pub const fn new(limit: usize) -> Self {
        Recent { limit, entries: Vec::new() }
    }

    /// The value of a key, if it is still `usable`; one that is not is dropped.
    pub fn get(&mut self, key: &K, usable: impl FnOnce(&V) -> bool) -> Option<V> {
        let at = self.entries.iter().position(|(k, _)| k == key)?;
        let entry = self.entries.remove(at);
        if !usable(&entry.1) {
            return None;
        }
        let value = entry.1.clone();
        self.entries.push(entry);
        Some(value)
    }

    /// Keeps a value, in place of the key's earlier one.
    pub fn insert(&mut self, key: K, value: V) {
        self.entries.retain(|(k, _)| *k != key);
        if self.entries.len() >= self.limit {
            self.entries.remove(0);
        }
        self.entries.push((key, value));
    }

    /// Takes everything out.
    pub fn take(&mut self) -> Vec<(K, V)> {
        std::mem::take(&mut self.entries)
    }

    /// The value of a key, made now if there is none.
    pub fn get_or_insert_with(&mut self, key: K, make: impl FnOnce(&K) -> V) -> V {
        if let Some(value) = self.get(&key, |_| true) {
            return value;
        }
        let value = make(&key);
        self.insert(key, value.clone());
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_unused_for_longest_goes_and_stale_ones_are_dropped() {
        let mut cache = Recent::new(2);
        cache.insert(1, 'a');
        cache.insert(2, 'b');
        assert_eq!(cache.get(&1, |_| true), Some('a'));
        assert_eq!(cache.get_or_insert_with(3, |_| 'c'), 'c');
        assert_eq!(cache.get(&2, |_| true), None);
        assert_eq!(cache.get(&1, |_| false), None);
        assert_eq!(cache.get(&1, |_| true), None);
    }
}
