//! SysTick in the chip: its registers, and its exception.

use pinscope_core::Interrupt;
use pinscope_core::cc3200::arm;

use super::Chip;
use crate::block_clock::cycles_at;

impl Chip {
    /// Returns the word of SysTick at `addr`, or `None` if it is none of its registers.
    pub(super) fn read_sys_tick(&self, addr: u32) -> Option<u32> {
        let now = cycles_at(self.time_ns);
        let mut sys_tick = self.peripherals.sys_tick.clone();
        sys_tick.update(now);
        sys_tick.read(addr, now)
    }

    /// Writes the word of SysTick at `addr`. Returns `false` if it is none of its registers.
    pub(super) fn store_sys_tick(&mut self, addr: u32, value: u32) -> bool {
        self.refresh_sys_tick();
        let stored = self.peripherals.sys_tick.write(addr, value, cycles_at(self.time_ns));
        self.peripherals.refresh_sys_tick_due();
        stored
    }

    /// Carries out the side effect of a read: reading the control register clears the flag in it.
    pub(super) fn after_sys_tick_read(&mut self, addr: u32) {
        if addr == arm::SYST_CSR.0 {
            self.refresh_sys_tick();
            self.peripherals.sys_tick.clear_counted();
        }
    }

    /// Brings SysTick up to date: its count, its exception, and the time at which it is due. The exception is an event
    /// and has no level, so its line falls at once.
    pub(super) fn refresh_sys_tick(&mut self) {
        if self.peripherals.sys_tick.update(cycles_at(self.time_ns)) {
            self.set_line(Interrupt::SysTick, true);
            self.set_line(Interrupt::SysTick, false);
        }
        self.peripherals.refresh_sys_tick_due();
    }
}
