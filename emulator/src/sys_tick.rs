//! SysTick, the timer of the processor (ARMv7-M B3.3). It counts the processor's clock of 80 MHz down from its reload
//! value to 0. Every time is a number of cycles of that clock.

use pinscope_core::cc3200::arm;

/// The registers of SysTick.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct SysTick {
    control: u32,
    reload: u32,
    /// The count at the cycle `known_at`.
    count: u32,
    known_at: u64,
    has_counted: bool,
}

/// The bits of [`arm::SYST_CSR`] that software sets.
const CONTROL_BITS: u32 = arm::SYST_ON;

impl SysTick {
    /// Returns the word at `addr`, or `None` if it is no register of SysTick. Reading has no side effects here;
    /// software that reads [`arm::SYST_CSR`] also calls [`SysTick::clear_counted`].
    pub fn read(&self, addr: u32, now: u64) -> Option<u32> {
        Some(match addr {
            _ if addr == arm::SYST_CSR.0 => self.control | if self.has_counted { arm::SYST_COUNTED } else { 0 },
            _ if addr == arm::SYST_RVR.0 => self.reload,
            _ if addr == arm::SYST_CVR.0 => self.count_at(now),
            _ if addr == arm::SYST_CALIB.0 => 0,
            _ => return None,
        })
    }

    /// Writes the word at `addr`. Returns `false` if it is no register of SysTick. The caller has called
    /// [`SysTick::update`].
    pub fn write(&mut self, addr: u32, value: u32, now: u64) -> bool {
        (self.count, self.known_at) = (self.count_at(now), now);
        match addr {
            _ if addr == arm::SYST_CSR.0 => self.control = value & CONTROL_BITS,
            _ if addr == arm::SYST_RVR.0 => self.reload = value & arm::SYST_BITS,
            _ if addr == arm::SYST_CVR.0 => (self.count, self.has_counted) = (0, false),
            // The calibration value is read-only.
            _ => return addr == arm::SYST_CALIB.0,
        }
        true
    }

    /// Clears the flag that says that the count has reached 0, because software has read it.
    pub fn clear_counted(&mut self) {
        self.has_counted = false;
    }

    /// Updates the registers for what has happened until `now`. Returns `true` if the exception becomes pending.
    pub fn update(&mut self, now: u64) -> bool {
        let has_reached_zero = self.next_zero().is_some_and(|zero| zero <= now);
        (self.count, self.known_at) = (self.count_at(now), now);
        self.has_counted |= has_reached_zero;
        has_reached_zero && self.control & arm::SYST_INTERRUPT != 0
    }

    /// Returns the cycle at which the exception becomes pending next, if it is enabled.
    pub fn due(&self) -> Option<u64> {
        self.next_zero().filter(|_| self.control & arm::SYST_INTERRUPT != 0)
    }

    /// Returns the next cycle after `known_at` at which the count reaches 0. A count of 0 is followed by the reload
    /// value.
    fn next_zero(&self) -> Option<u64> {
        let cycles = match self.count {
            0 if self.reload == 0 => return None,
            0 => u64::from(self.reload) + 1,
            count => count.into(),
        };
        (self.control & arm::SYST_ENABLE != 0).then_some(self.known_at + cycles)
    }

    fn count_at(&self, now: u64) -> u32 {
        let passed = now - self.known_at;
        match (self.next_zero(), u64::from(self.count)) {
            (None, count) => count as u32,
            (Some(_), count) if passed < count => (count - passed) as u32,
            (Some(_), count) => {
                let period = u64::from(self.reload) + 1;
                ((period - (passed - count) % period) % period) as u32
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_counts_down_from_its_reload_value_to_zero() {
        let mut sys_tick = SysTick::default();
        assert!(sys_tick.write(arm::SYST_RVR.0, 3, 10) && sys_tick.write(arm::SYST_CSR.0, 7, 10));
        let counts = (10..20).map(|cycle| sys_tick.read(arm::SYST_CVR.0, cycle)).collect::<Vec<_>>();
        assert_eq!(counts, [0, 3, 2, 1, 0, 3, 2, 1, 0, 3].map(Some));
        assert_eq!(sys_tick.due(), Some(14));
        assert!(!sys_tick.update(13) && sys_tick.update(14) && !sys_tick.update(17));
        assert_eq!((sys_tick.due(), sys_tick.read(arm::SYST_CSR.0, 17)), (Some(18), Some(0x1_0007)));
        sys_tick.clear_counted();
        assert_eq!(sys_tick.read(arm::SYST_CSR.0, 17), Some(7));
    }

    #[test]
    fn a_write_of_the_count_sets_it_to_zero_without_an_exception() {
        let mut sys_tick = SysTick::default();
        for (addr, value) in [(arm::SYST_RVR, 9), (arm::SYST_CSR, 7)] {
            sys_tick.write(addr.0, value, 0);
        }
        assert!(!sys_tick.update(5));
        sys_tick.write(arm::SYST_CVR.0, 77, 5);
        assert_eq!((sys_tick.read(arm::SYST_CVR.0, 5), sys_tick.due()), (Some(0), Some(15)));
    }

    #[test]
    fn without_a_reload_value_it_stops_at_zero() {
        let mut sys_tick = SysTick::default();
        for (addr, value) in [(arm::SYST_RVR, 5), (arm::SYST_CSR, 7)] {
            sys_tick.write(addr.0, value, 0);
        }
        assert!(!sys_tick.update(2));
        sys_tick.write(arm::SYST_RVR.0, 0, 2);
        assert!(sys_tick.update(6) && !sys_tick.update(100));
        assert_eq!((sys_tick.read(arm::SYST_CVR.0, 100), sys_tick.due()), (Some(0), None));
    }
}
