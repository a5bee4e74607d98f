//! How far a request is.

use std::sync::atomic::{AtomicU64, Ordering};

/// How many parts of a request there are, and how many are done: one word, read by whoever wants to know.
#[derive(Debug, Default)]
pub struct Progress(AtomicU64);

impl Progress {
    /// Sets how many parts there are.
    pub(crate) fn plan(&self, total: usize) {
        self.change(|done, _| (done, clamp(total)));
    }

    /// Counts parts that are done. There are never more than were planned.
    pub(crate) fn advance(&self, parts: usize) {
        self.change(|done, total| (done.saturating_add(clamp(parts)).min(total), total));
    }

    /// How many parts are done, and how many there are; 0 of 0 until that is known.
    pub fn read(&self) -> (u32, u32) {
        parts_of(self.0.load(Ordering::Relaxed))
    }

    fn change(&self, next: impl Fn(u32, u32) -> (u32, u32)) {
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |word| {
            let (done, total) = parts_of(word);
            let (done, total) = next(done, total);
            Some(u64::from(done) << 32 | u64::from(total))
        });
    }
}

fn parts_of(word: u64) -> (u32, u32) {
    ((word >> 32) as u32, word as u32)
}

fn clamp(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_done_than_was_planned() {
        let progress = Progress::default();
        assert_eq!(progress.read(), (0, 0));
        progress.plan(25);
        progress.advance(10);
        assert_eq!(progress.read(), (10, 25));
        progress.advance(100);
        assert_eq!(progress.read(), (25, 25));
    }
}
