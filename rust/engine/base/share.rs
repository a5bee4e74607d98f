//! How long things serve that many machines got at one moment, so that they are not asked for anew at one moment.

use serde::{Deserialize, Serialize};
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

/// What shares are counted in.
const WHOLE: u32 = 1_000_000;

/// The least share.
const LEAST: u32 = 400_000;

/// The largest share: at least half of a life is left to whoever is given something.
const MOST: u32 = 500_000;

/// The share of its life for which something serves, drawn for each: from 40 to 50 of 100.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Share(u32);

impl Share {
    /// Another one each time, and on each machine.
    pub fn drawn() -> Self {
        let range = u64::from(MOST - LEAST + 1);
        let drawn = RandomState::new().hash_one(Instant::now()) % range;
        Share(LEAST + u32::try_from(drawn).expect("it is less than the range"))
    }

    /// That share of a life.
    pub fn of(self, life: Duration) -> Duration {
        // One that was read may be any number.
        life * self.0.clamp(LEAST, MOST) / WHOLE
    }

    /// The same in whole seconds; none of a life that is over.
    pub fn of_seconds(self, life: i64) -> i64 {
        let life = Duration::from_secs(u64::try_from(life).unwrap_or(0));
        i64::try_from(self.of(life).as_secs()).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_thousand_that_are_drawn_lie_all_over_the_range_and_nowhere_else() {
        let drawn: Vec<u32> = (0..1000).map(|_| Share::drawn().0).collect();
        assert!(drawn.iter().all(|share| (LEAST..=MOST).contains(share)), "{drawn:?}");
        let tenths: BTreeSet<u32> = drawn.iter().map(|share| (share - LEAST) * 10 / (MOST - LEAST + 1)).collect();
        assert_eq!(tenths.len(), 10, "{drawn:?}");
    }

    #[test]
    fn no_share_is_more_than_half_or_less_than_two_fifths_of_a_life() {
        let life = 12 * 60 * 60;
        for (number, wanted) in
            [(0, 17_280), (400_000, 17_280), (450_000, 19_440), (500_000, 21_600), (u32::MAX, 21_600)]
        {
            assert_eq!(Share(number).of_seconds(life), wanted, "{number}");
            assert_eq!(Share(number).of_seconds(-life), 0);
        }
        assert_eq!(Share(400_000).of(Duration::from_millis(2)), Duration::from_micros(800));
    }
}
