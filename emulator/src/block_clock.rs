//! The clock of a block, which counts the cycles of the system clock that reach the block through its gate.

/// Number of nanoseconds in two cycles of the system clock of 80 MHz.
const TWO_CYCLES_NS: u64 = 25;

/// Returns the number of cycles of the system clock that have passed at `time_ns`. The first one begins at 0.
#[inline]
pub(crate) fn cycles_at(time_ns: u64) -> u64 {
    time_ns / TWO_CYCLES_NS * 2 + time_ns % TWO_CYCLES_NS * 2 / TWO_CYCLES_NS
}

/// Returns the first nanosecond at which `cycles` have passed.
#[inline]
pub(crate) fn time_of_cycle(cycles: u64) -> u64 {
    let half_cycle_ns = if cycles.is_multiple_of(2) { 0 } else { TWO_CYCLES_NS.div_ceil(2) };
    (cycles / 2).saturating_mul(TWO_CYCLES_NS).saturating_add(half_cycle_ns)
}

/// The clock of a block. It stands still while the gate is closed, and in LPDS and HIBERNATE.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct BlockClock {
    runs: bool,
    has_run: bool,
    /// The cycles that had reached the block when the gate was last opened or closed.
    cycles: u64,
    /// The cycle of the system clock at which that happened.
    changed_at: u64,
}

impl BlockClock {
    /// Opens or closes the gate at the cycle `now` of the system clock.
    pub fn set(&mut self, runs: bool, now: u64) {
        if runs != self.runs {
            *self = Self { runs, has_run: true, cycles: self.at(now), changed_at: now };
        }
    }

    /// Returns `true` while the gate is open.
    #[inline]
    pub fn runs(&self) -> bool {
        self.runs
    }

    /// Returns `true` if the gate has been open since the last reset of the chip.
    #[inline]
    pub fn has_run(&self) -> bool {
        self.has_run
    }

    /// Returns the cycles that have reached the block at the cycle `now` of the system clock.
    #[inline]
    pub fn at(&self, now: u64) -> u64 {
        if self.runs { self.cycles + (now - self.changed_at) } else { self.cycles }
    }

    /// Returns the cycle of the system clock at which `cycles` have reached the block, or `None` while it stands still.
    #[inline]
    pub fn when(&self, cycles: u64) -> Option<u64> {
        self.runs.then(|| self.changed_at.saturating_add(cycles.saturating_sub(self.cycles)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_takes_twelve_and_a_half_nanoseconds() {
        let starts = [0, 13, 25, 38, 50, 63];
        for (cycle, start_ns) in (0..).zip(starts) {
            assert_eq!(time_of_cycle(cycle), start_ns);
            assert_eq!(cycles_at(start_ns), cycle);
            assert!(start_ns == 0 || cycles_at(start_ns - 1) == cycle - 1);
        }
        assert_eq!(cycles_at(u64::MAX), u64::MAX / 25 * 2 + 1);
    }

    #[test]
    fn a_clock_stands_still_while_its_gate_is_closed() {
        let mut clock = BlockClock::default();
        assert_eq!((clock.at(100), clock.when(1), clock.has_run()), (0, None, false));
        clock.set(true, 100);
        assert_eq!((clock.at(130), clock.when(50)), (30, Some(150)));
        clock.set(false, 140);
        assert_eq!((clock.at(1000), clock.when(50), clock.has_run()), (40, None, true));
        clock.set(true, 1000);
        assert_eq!((clock.at(1005), clock.when(50)), (45, Some(1010)));
    }
}
