//! The cycle counter of the data watchpoint and trace unit (C1.8). The unit has no comparators.

/// Offsets of registers.
const CTRL: u32 = 0x0;
const CYCCNT: u32 = 0x4;

/// DWT_CTRL.CYCCNTENA.
const CYCCNTENA: u32 = 1;

/// The registers of the unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dwt {
    is_trace_enabled: bool,
    is_counter_enabled: bool,
    /// The counter in the cycle `counted_until`.
    counter: u32,
    counted_until: u64,
}

impl Dwt {
    fn count(&mut self, cycle: u64) {
        if self.is_trace_enabled && self.is_counter_enabled {
            self.counter = self.counter.wrapping_add(cycle.wrapping_sub(self.counted_until) as u32);
        }
        self.counted_until = cycle;
    }

    /// Sets DEMCR.TRCENA, without which the unit stands still.
    pub fn set_trace_enabled(&mut self, is_enabled: bool, cycle: u64) {
        self.count(cycle);
        self.is_trace_enabled = is_enabled;
    }

    pub fn read(&mut self, offset: u32, cycle: u64) -> u32 {
        self.count(cycle);
        match offset {
            CTRL => self.is_counter_enabled.into(),
            CYCCNT => self.counter,
            _ => 0,
        }
    }

    pub fn write(&mut self, offset: u32, value: u32, cycle: u64) {
        self.count(cycle);
        match offset {
            CTRL => self.is_counter_enabled = value & CYCCNTENA != 0,
            CYCCNT => self.counter = value,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_are_counted_while_both_switches_are_on() {
        let mut dwt = Dwt::default();
        dwt.write(CTRL, CYCCNTENA, 10);
        assert_eq!(dwt.read(CYCCNT, 20), 0);
        dwt.set_trace_enabled(true, 30);
        assert_eq!(dwt.read(CYCCNT, 35), 5);
        dwt.write(CYCCNT, u32::MAX, 40);
        assert_eq!(dwt.read(CYCCNT, 43), 2);
        dwt.write(CTRL, 0, 44);
        assert_eq!(dwt.read(CYCCNT, 50), 3);
    }
}
