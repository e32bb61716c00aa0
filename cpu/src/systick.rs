//! The timer SysTick (B3.3). It is not stepped: its counter is derived from the cycle in which it was last looked at.

/// Bits of SYST_CSR.
const ENABLE: u32 = 1;
const TICKINT: u32 = 1 << 1;
const CLKSOURCE: u32 = 1 << 2;
const COUNTFLAG: u32 = 1 << 16;

/// Number of bits of the counter.
const COUNTER_MASK: u32 = 0x00FF_FFFF;

/// SYST_CALIB.NOREF: there is no reference clock, so the timer always counts cycles of the processor.
const NOREF: u32 = 1 << 31;

/// The registers of the timer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SysTick {
    is_enabled: bool,
    raises_exception: bool,
    count_flag: bool,
    reload: u32,
    counter: u32,
    /// The cycle in which the counter had its value.
    counted_until: u64,
}

impl SysTick {
    /// Counts until `cycle`. Returns true if the counter has reached 0 since the last call, and SysTick becomes
    /// pending for that.
    pub fn count(&mut self, cycle: u64) -> bool {
        let due = self.cycle_of_zero();
        let elapsed = cycle.saturating_sub(self.counted_until);
        self.counted_until = self.counted_until.max(cycle);
        if !self.is_enabled || elapsed == 0 {
            return false;
        }
        let reached_zero = due.is_some_and(|due| due <= cycle);
        self.counter = if elapsed <= u64::from(self.counter) {
            self.counter - elapsed as u32
        } else {
            // The cycle after 0 loads the reload value.
            let after_reload = (elapsed - u64::from(self.counter) - 1) % (u64::from(self.reload) + 1);
            self.reload - after_reload as u32
        };
        self.count_flag |= reached_zero;
        reached_zero && self.raises_exception
    }

    /// Returns the cycle in which the counter will next reach 0, or `None` if it never does.
    fn cycle_of_zero(&self) -> Option<u64> {
        let remaining = match (self.counter, self.reload) {
            (0, 0) => None,
            (0, reload) => Some(1 + u64::from(reload)),
            (counter, _) => Some(counter.into()),
        };
        remaining.filter(|_| self.is_enabled).map(|remaining| self.counted_until + remaining)
    }

    /// Returns the cycle in which SysTick will next become pending, or `None` if it never does.
    pub fn next_exception(&self) -> Option<u64> {
        self.cycle_of_zero().filter(|_| self.raises_exception)
    }

    /// Reads the register at `offset` from SYST_CSR. The caller has counted until now.
    pub fn read(&mut self, offset: u32) -> u32 {
        match offset {
            0x0 => {
                let count_flag = core::mem::take(&mut self.count_flag);
                CLKSOURCE
                    | if self.is_enabled { ENABLE } else { 0 }
                    | if self.raises_exception { TICKINT } else { 0 }
                    | if count_flag { COUNTFLAG } else { 0 }
            }
            0x4 => self.reload,
            0x8 => self.counter,
            _ => NOREF,
        }
    }

    /// Writes the register at `offset` from SYST_CSR. The caller has counted until now.
    pub fn write(&mut self, offset: u32, value: u32) {
        match offset {
            0x0 => {
                self.is_enabled = value & ENABLE != 0;
                self.raises_exception = value & TICKINT != 0;
            }
            0x4 => self.reload = value & COUNTER_MASK,
            // Every write clears the counter.
            0x8 => {
                self.counter = 0;
                self.count_flag = false;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    /// Returns a timer that is enabled in cycle 0 and counts from `reload`.
    fn timer(reload: u32) -> SysTick {
        let mut timer = SysTick::default();
        timer.write(0x4, reload);
        timer.write(0x8, 0);
        timer.write(0x0, ENABLE | TICKINT);
        timer
    }

    #[test]
    fn the_period_is_one_cycle_longer_than_the_reload_value() {
        let mut timer = timer(3);
        let values: Vec<u32> = (1..=9)
            .map(|cycle| {
                timer.count(cycle);
                timer.read(0x8)
            })
            .collect();
        assert_eq!(values, [3, 2, 1, 0, 3, 2, 1, 0, 3]);
    }

    #[test]
    fn many_cycles_at_once_equal_single_ones() {
        for reload in [0, 1, 2, 7] {
            for cycles in 1..40 {
                let (mut once, mut stepped) = (timer(reload), timer(reload));
                let fired = once.count(cycles);
                let fired_stepped = (1..=cycles).filter(|cycle| stepped.count(*cycle)).count() > 0;
                assert_eq!((once.read(0x8), fired), (stepped.read(0x8), fired_stepped), "{reload} {cycles}");
            }
        }
    }

    #[test]
    fn the_count_flag_is_cleared_when_it_is_read() {
        let mut timer = timer(3);
        timer.count(4);
        assert_eq!(timer.read(0x0), COUNTFLAG | CLKSOURCE | TICKINT | ENABLE);
        assert_eq!(timer.read(0x0), CLKSOURCE | TICKINT | ENABLE);
    }

    #[test]
    fn a_reload_value_of_zero_stops_the_timer_at_zero() {
        let mut timer = timer(2);
        timer.write(0x4, 0);
        assert!(!timer.count(100));
        assert_eq!((timer.read(0x8), timer.next_exception()), (0, None));
    }
}
