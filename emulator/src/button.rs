//! A mechanical button: the burst of changes each push and release makes.

use std::ops::RangeInclusive;

use crate::stimulus::Bounce;

/// Extra changes of a push or release, unless told otherwise.
const EDGES: RangeInclusive<u32> = 10..=100;

/// The changes still to come of one push or release. They lie in equal slots of the window, somewhere in each.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Burst {
    began_ns: u64,
    window_ns: u64,
    changes: u32,
    done: u32,
}

/// How a pad's button bounces, and where its random numbers stand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bouncer {
    bounce: Bounce,
    random: fastrand::Rng,
}

impl Bouncer {
    /// A button that bounces like this from now on.
    pub fn new(bounce: Bounce) -> Self {
        Self { bounce, random: fastrand::Rng::with_seed(bounce.seed) }
    }

    /// How it bounces.
    pub fn bounce(&self) -> Bounce {
        self.bounce
    }

    /// A push or release at `began_ns`: its first, clean change is made by the caller.
    pub fn burst(&mut self, began_ns: u64) -> Burst {
        let edges = self.bounce.edges.unwrap_or_else(|| self.random.u32(EDGES));
        let changes = edges.min(Bounce::MAX_EDGES).next_multiple_of(2);
        Burst { began_ns, window_ns: self.bounce.window_ns, changes, done: 0 }
    }

    /// When the next change of `burst` comes; `None` when it is over.
    pub fn next(&mut self, burst: &mut Burst) -> Option<u64> {
        if burst.done == burst.changes {
            return None;
        }
        let edge = |slot: u32| {
            let share = u128::from(burst.window_ns) * u128::from(slot) / u128::from(burst.changes);
            burst.began_ns.saturating_add(share as u64)
        };
        let (from, to) = (edge(burst.done), edge(burst.done + 1));
        burst.done += 1;
        Some(if from < to { self.random.u64(from + 1..=to) } else { to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn burst(bouncer: &mut Bouncer, began_ns: u64) -> Vec<u64> {
        let mut burst = bouncer.burst(began_ns);
        std::iter::from_fn(|| bouncer.next(&mut burst)).collect()
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
    fn a_window_of_nothing_and_one_past_the_end_of_time_do_not_panic() {
        let mut bouncer = Bouncer::new(Bounce { seed: 1, edges: Some(4), window_ns: 0 });
        assert_eq!(burst(&mut bouncer, 9), [9; 4]);
        let mut bouncer = Bouncer::new(Bounce { seed: 1, edges: Some(4), window_ns: u64::MAX });
        assert_eq!(burst(&mut bouncer, u64::MAX - 1).len(), 4);
    }
}
