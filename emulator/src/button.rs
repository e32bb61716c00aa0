//! A mechanical button and its bounces.

use std::ops::RangeInclusive;

use crate::stimulus::Bounce;

/// Number of extra changes of a press or release, if [`Bounce::edges`] does not set it.
const EDGES: RangeInclusive<u32> = 10..=100;

/// The remaining changes of one press or release. The window is divided into equal slots, and one change lies at a
/// random time in each.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Burst {
    start_ns: u64,
    window_ns: u64,
    changes: u32,
    done: u32,
}

/// The bounce of a pad's button, with the state of its random numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bouncer {
    bounce: Bounce,
    random: fastrand::Rng,
}

impl Bouncer {
    /// Returns a button with this bounce.
    pub fn new(bounce: Bounce) -> Self {
        Self { bounce, random: fastrand::Rng::with_seed(bounce.seed) }
    }

    /// Returns the bounce of the button.
    pub fn bounce(&self) -> Bounce {
        self.bounce
    }

    /// Returns the bounces of a press or release at `start_ns`. They do not include the first change, which the caller
    /// makes.
    pub fn start_burst(&mut self, start_ns: u64) -> Burst {
        let edges = self.bounce.edges.unwrap_or_else(|| self.random.u32(EDGES));
        let changes = edges.min(Bounce::MAX_EDGES).next_multiple_of(2);
        Burst { start_ns, window_ns: self.bounce.window_ns, changes, done: 0 }
    }

    /// Returns the time of the next change of `burst`, or `None` when there are no more.
    pub fn next_change_ns(&mut self, burst: &mut Burst) -> Option<u64> {
        if burst.done == burst.changes {
            return None;
        }
        let slot_start_ns = |slot: u32| {
            let offset = u128::from(burst.window_ns) * u128::from(slot) / u128::from(burst.changes);
            burst.start_ns.saturating_add(offset as u64)
        };
        let (from, to) = (slot_start_ns(burst.done), slot_start_ns(burst.done + 1));
        burst.done += 1;
        Some(if from < to { self.random.u64(from + 1..=to) } else { to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn burst(bouncer: &mut Bouncer, start_ns: u64) -> Vec<u64> {
        let mut burst = bouncer.start_burst(start_ns);
        std::iter::from_fn(|| bouncer.next_change_ns(&mut burst)).collect()
    }

    #[test]
    fn changes_are_even_ordered_and_inside_the_window() {
        let mut bouncer = Bouncer::new(Bounce { seed: 7, edges: Some(39), window_ns: 1_000_000 });
        let times = burst(&mut bouncer, 500);
        assert_eq!(times.len(), 40);
        assert!(times.is_sorted());
        assert!(times[0] > 500 && times[39] <= 1_000_500);
    }

    #[test]
    fn no_edges_is_one_clean_change() {
        let mut bouncer = Bouncer::new(Bounce { seed: 7, edges: Some(0), window_ns: 1_000_000 });
        assert!(burst(&mut bouncer, 0).is_empty());
    }

    #[test]
    fn the_same_seed_gives_the_same_bursts_and_another_gives_others() {
        let bursts = |seed| {
            let mut bouncer = Bouncer::new(Bounce { seed, edges: None, window_ns: 1_000_000 });
            [burst(&mut bouncer, 0), burst(&mut bouncer, 2_000_000)]
        };
        assert_eq!(bursts(1), bursts(1));
        assert_ne!(bursts(1), bursts(2));
        assert!(bursts(3).iter().all(|times| (10..=100).contains(&times.len())));
    }

    #[test]
    fn an_empty_window_and_one_past_the_end_of_time_do_not_panic() {
        let mut bouncer = Bouncer::new(Bounce { seed: 1, edges: Some(4), window_ns: 0 });
        assert_eq!(burst(&mut bouncer, 9), [9; 4]);
        let mut bouncer = Bouncer::new(Bounce { seed: 1, edges: Some(4), window_ns: u64::MAX });
        assert_eq!(burst(&mut bouncer, u64::MAX - 1).len(), 4);
    }
}
