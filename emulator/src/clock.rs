//! What is due later, on virtual nanoseconds. Each thing that can be due has one place, so the queue cannot grow.

use pinscope_core::PinId;

/// Something that can be due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timer {
    /// The next change of this pin's bouncing button.
    Bounce(PinId),
    /// Interrupts that stormed may go on.
    StormOver,
}

impl Timer {
    const COUNT: usize = PinId::COUNT + 1;

    const fn index(self) -> usize {
        match self {
            Self::Bounce(pin) => pin.index(),
            Self::StormOver => PinId::COUNT,
        }
    }

    fn at(index: usize) -> Self {
        PinId::ALL.get(index).map_or(Self::StormOver, |&pin| Self::Bounce(pin))
    }
}

/// When each timer is due. Of the same moment, the one that was set first comes first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    due: [Option<Due>; Timer::COUNT],
    set: u64,
}

/// A moment, and the number of the call that set it.
type Due = (u64, u64);

impl Default for Clock {
    fn default() -> Self {
        Self { due: [None; Timer::COUNT], set: 0 }
    }
}

impl Clock {
    /// Sets `timer` to `time_ns`, or stops it. What it was set to before is forgotten.
    pub fn set(&mut self, timer: Timer, time_ns: Option<u64>) {
        self.due[timer.index()] = time_ns.map(|time_ns| (time_ns, self.set));
        self.set += 1;
    }

    /// Takes the first timer due at or before `time_ns`, and the moment it was due.
    pub fn pop_until(&mut self, time_ns: u64) -> Option<(u64, Timer)> {
        let set = self.due.iter().enumerate().filter_map(|(index, due)| due.map(|due| (due, index)));
        let ((due_ns, _), index) = set.min()?;
        if due_ns > time_ns {
            return None;
        }
        self.due[index] = None;
        Some((due_ns, Timer::at(index)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_comes_first_and_equals_in_the_order_set() {
        let mut clock = Clock::default();
        let [a, b, c, d] =
            [Timer::Bounce(PinId::GP10), Timer::StormOver, Timer::Bounce(PinId::GP2), Timer::Bounce(PinId::GP25)];
        clock.set(a, Some(20));
        clock.set(b, Some(10));
        clock.set(c, Some(20));
        clock.set(d, Some(30));
        clock.set(a, Some(20));
        let due: Vec<_> = std::iter::from_fn(|| clock.pop_until(20)).collect();
        assert_eq!(due, [(10, b), (20, c), (20, a)]);
        clock.set(d, None);
        assert_eq!(clock.pop_until(u64::MAX), None);
    }
}
