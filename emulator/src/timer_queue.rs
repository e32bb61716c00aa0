//! The timers of a playground, on simulated time. Each possible timer has one slot, so the queue cannot grow.

use pinscope_core::PinId;

/// A timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timer {
    /// The next change of this pin's bouncing button.
    Bounce(PinId),
    /// The next edge of the clock on this pin.
    ClockSignal(PinId),
    /// The end of the pulse on this pin.
    Pulse(PinId),
    /// The next change of level at the source of a voltage, or at the serial line, on this pin.
    Level(PinId),
    /// The next change of the recording that is being replayed.
    Replay,
    /// The next stimulus that has a time of its own.
    Stimulus,
    /// The end of the running handler.
    Handler,
    /// The end of the pause after an interrupt storm.
    StormOver,
    /// The end of the start after HIBERNATE.
    Started,
    /// The next moment at which a block of the chip has to do something.
    Peripheral,
}

impl Timer {
    const COUNT: usize = 4 * PinId::COUNT + 6;

    const fn index(self) -> usize {
        match self {
            Self::Bounce(pin) => pin.index(),
            Self::ClockSignal(pin) => PinId::COUNT + pin.index(),
            Self::Pulse(pin) => 2 * PinId::COUNT + pin.index(),
            Self::Level(pin) => 3 * PinId::COUNT + pin.index(),
            Self::Replay => 4 * PinId::COUNT,
            Self::Stimulus => 4 * PinId::COUNT + 1,
            Self::Handler => 4 * PinId::COUNT + 2,
            Self::StormOver => 4 * PinId::COUNT + 3,
            Self::Started => 4 * PinId::COUNT + 4,
            Self::Peripheral => 4 * PinId::COUNT + 5,
        }
    }

    fn from_index(index: usize) -> Self {
        let pin = PinId::ALL[index % PinId::COUNT];
        match (index / PinId::COUNT, index % PinId::COUNT) {
            (0, _) => Self::Bounce(pin),
            (1, _) => Self::ClockSignal(pin),
            (2, _) => Self::Pulse(pin),
            (3, _) => Self::Level(pin),
            (_, 0) => Self::Replay,
            (_, 1) => Self::Stimulus,
            (_, 2) => Self::Handler,
            (_, 3) => Self::StormOver,
            (_, 4) => Self::Started,
            _ => Self::Peripheral,
        }
    }
}

/// The due time of a timer that is not set, and of a block of the chip that waits for nothing.
pub(crate) const NEVER: u64 = u64::MAX;

/// Number of leaves of the tree: the next power of two that is not less than the number of timers.
const LEAVES: usize = Timer::COUNT.next_power_of_two();

/// The due time of each timer. Timers that are due at the same time fire in the order of the pins, no matter which was
/// set first.
///
/// The queue is a tournament tree. The timers are its leaves, node n holds the earlier timer of nodes 2n and 2n+1, and
/// so node 1 holds the earliest of all. It takes one comparison to check the earliest timer and seven to set a timer,
/// no matter how many timers are set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TimerQueue {
    due_ns: [u64; LEAVES],
    winners: [u8; LEAVES],
}

impl Default for TimerQueue {
    fn default() -> Self {
        let mut queue = Self { due_ns: [NEVER; LEAVES], winners: [0; LEAVES] };
        (1..LEAVES).rev().for_each(|node| queue.update_winner(node));
        queue
    }
}

impl TimerQueue {
    /// Sets `timer` to `time_ns`, or stops it. This replaces the time that it was set to before.
    #[inline]
    pub fn set(&mut self, timer: Timer, time_ns: Option<u64>) {
        self.set_leaf(timer.index(), time_ns.unwrap_or(NEVER));
    }

    /// Returns the time to which `timer` is set.
    pub fn due_ns(&self, timer: Timer) -> Option<u64> {
        Some(self.due_ns[timer.index()]).filter(|&due_ns| due_ns != NEVER)
    }

    /// Returns the time at which the earliest timer is due.
    pub fn next_ns(&self) -> Option<u64> {
        Some(self.due_ns[usize::from(self.winners[1])]).filter(|&due_ns| due_ns != NEVER)
    }

    /// Removes the earliest timer if it is due by `time_ns`, and returns it with its due time.
    #[inline]
    pub fn pop_until(&mut self, time_ns: u64) -> Option<(u64, Timer)> {
        let earliest = usize::from(self.winners[1]);
        let due_ns = self.due_ns[earliest];
        if due_ns == NEVER || due_ns > time_ns {
            return None;
        }
        self.set_leaf(earliest, NEVER);
        Some((due_ns, Timer::from_index(earliest)))
    }

    #[inline]
    fn set_leaf(&mut self, leaf: usize, due_ns: u64) {
        if self.due_ns[leaf] != due_ns {
            self.due_ns[leaf] = due_ns;
            let mut node = (LEAVES + leaf) / 2;
            while node > 0 {
                self.update_winner(node);
                node /= 2;
            }
        }
    }

    /// Stores the earlier of the two children of `node`. If both are due at the same time, it stores the left one,
    /// which comes first in the order of the pins.
    fn update_winner(&mut self, node: usize) {
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
    fn every_timer_has_a_slot_of_its_own() {
        for index in 0..Timer::COUNT {
            assert_eq!(Timer::from_index(index).index(), index);
        }
    }

    #[test]
    fn the_earliest_comes_first_and_equals_in_the_order_of_the_pins() {
        let mut queue = TimerQueue::default();
        let [a, b, c, d] =
            [Timer::ClockSignal(PinId::GP25), Timer::StormOver, Timer::ClockSignal(PinId::GP2), Timer::Handler];
        for (timer, time_ns) in [(a, 20), (b, 10), (c, 20), (d, 30)] {
            queue.set(timer, Some(time_ns));
        }
        assert_eq!(queue.next_ns(), Some(10));
        let due: Vec<_> = std::iter::from_fn(|| queue.pop_until(20)).collect();
        assert_eq!(due, [(10, b), (20, c), (20, a)]);
        queue.set(d, None);
        assert_eq!(queue.pop_until(u64::MAX), None);
        assert_eq!(queue.next_ns(), None);
    }
}
