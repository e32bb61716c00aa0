//! What is due later, on virtual nanoseconds. Each thing that can be due has one place, so nothing can grow.

use pinscope_core::PinId;

/// Something that can be due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timer {
    /// The next change of this pin's bouncing button.
    Bounce(PinId),
    /// The next edge of the clock on this pin.
    ClockSignal(PinId),
    /// The end of the pulse on this pin.
    Pulse(PinId),
    /// The next change of what is being replayed.
    Replay,
    /// The handler that runs is done.
    Handler,
    /// Interrupts that stormed may go on.
    StormOver,
}

impl Timer {
    const COUNT: usize = 3 * PinId::COUNT + 3;

    const fn index(self) -> usize {
        match self {
            Self::Bounce(pin) => pin.index(),
            Self::ClockSignal(pin) => PinId::COUNT + pin.index(),
            Self::Pulse(pin) => 2 * PinId::COUNT + pin.index(),
            Self::Replay => 3 * PinId::COUNT,
            Self::Handler => 3 * PinId::COUNT + 1,
            Self::StormOver => 3 * PinId::COUNT + 2,
        }
    }

    fn at(index: usize) -> Self {
        let pin = PinId::ALL[index % PinId::COUNT];
        match (index / PinId::COUNT, index % PinId::COUNT) {
            (0, _) => Self::Bounce(pin),
            (1, _) => Self::ClockSignal(pin),
            (2, _) => Self::Pulse(pin),
            (_, 0) => Self::Replay,
            (_, 1) => Self::Handler,
            _ => Self::StormOver,
        }
    }
}

/// A moment that never comes: the timer is not set.
const NEVER: u64 = u64::MAX;

/// The least power of two that holds every timer.
const LEAVES: usize = Timer::COUNT.next_power_of_two();

/// When each timer is due. What is due at the same moment comes in the order of the pins, whoever was set first.
///
/// A tournament: node n holds the winner, the earlier timer, of nodes 2n and 2n+1; the timers are the leaves, and node
/// 1 holds the first of all. Looking is one comparison and setting is seven, however many timers run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TimerQueue {
    due_ns: [u64; LEAVES],
    winners: [u8; LEAVES],
}

impl Default for TimerQueue {
    fn default() -> Self {
        let mut clock = Self { due_ns: [NEVER; LEAVES], winners: [0; LEAVES] };
        (1..LEAVES).rev().for_each(|node| clock.play(node));
        clock
    }
}

impl TimerQueue {
    /// Sets `timer` to `time_ns`, or stops it. What it was set to before is forgotten.
    #[inline]
    pub fn set(&mut self, timer: Timer, time_ns: Option<u64>) {
        self.put(timer.index(), time_ns.unwrap_or(NEVER));
    }

    /// When the first timer is due.
    pub fn next_ns(&self) -> Option<u64> {
        Some(self.due_ns[usize::from(self.winners[1])]).filter(|&due_ns| due_ns != NEVER)
    }

    /// Takes the first timer due at or before `time_ns`, and the moment it was due.
    #[inline]
    pub fn pop_until(&mut self, time_ns: u64) -> Option<(u64, Timer)> {
        let first = usize::from(self.winners[1]);
        let due_ns = self.due_ns[first];
        if due_ns == NEVER || due_ns > time_ns {
            return None;
        }
        self.put(first, NEVER);
        Some((due_ns, Timer::at(first)))
    }

    #[inline]
    fn put(&mut self, leaf: usize, due_ns: u64) {
        if self.due_ns[leaf] != due_ns {
            self.due_ns[leaf] = due_ns;
            let mut node = (LEAVES + leaf) / 2;
            while node > 0 {
                self.play(node);
                node /= 2;
            }
        }
    }

    /// Lets the two children of `node` play; of equals the left one wins, which comes first in the order of the pins.
    fn play(&mut self, node: usize) {
        let winner = |child: usize| if child < LEAVES { self.winners[child] } else { (child - LEAVES) as u8 };
        let (left, right) = (winner(2 * node), winner(2 * node + 1));
        let earlier = self.due_ns[usize::from(right)] < self.due_ns[usize::from(left)];
        self.winners[node] = if earlier { right } else { left };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_timer_has_a_place_of_its_own() {
        for index in 0..Timer::COUNT {
            assert_eq!(Timer::at(index).index(), index);
        }
    }

    #[test]
    fn the_earliest_comes_first_and_equals_in_the_order_of_the_pins() {
        let mut clock = TimerQueue::default();
        let [a, b, c, d] =
            [Timer::ClockSignal(PinId::GP25), Timer::StormOver, Timer::ClockSignal(PinId::GP2), Timer::Handler];
        for (timer, time_ns) in [(a, 20), (b, 10), (c, 20), (d, 30)] {
            clock.set(timer, Some(time_ns));
        }
        assert_eq!(clock.next_ns(), Some(10));
        let due: Vec<_> = std::iter::from_fn(|| clock.pop_until(20)).collect();
        assert_eq!(due, [(10, b), (20, c), (20, a)]);
        clock.set(d, None);
        assert_eq!(clock.pop_until(u64::MAX), None);
        assert_eq!(clock.next_ns(), None);
    }
}
