//! When what is kept for later calls was last forgotten. A call that began before keeps nothing after.

use std::sync::atomic::{AtomicU64, Ordering};

static NOW: AtomicU64 = AtomicU64::new(0);

/// The time between two ends.
#[derive(Clone, Copy, Debug)]
pub struct Epoch(u64);

impl Epoch {
    /// The one that is.
    pub fn now() -> Self {
        Epoch(NOW.load(Ordering::SeqCst))
    }

    /// Ends the one that is.
    pub fn end() {
        NOW.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether it has not ended. Asked under the lock of what is to be kept, the answer holds for it.
    pub fn lasts(self) -> bool {
        self.0 == Epoch::now().0
    }
}
