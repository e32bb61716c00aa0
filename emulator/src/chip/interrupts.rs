//! The processor's view of the interrupts of the ports.

use pinscope_core::PinId;
use pinscope_core::cc3200::gpio::Port;

use super::Chip;
use crate::gpio::{self, GpioMask};

impl Chip {
    /// Returns the port whose interrupt the processor would enter now. In SUSPENDED and HIBERNATE it enters none.
    #[inline]
    pub fn next_interrupt(&self) -> Option<Port> {
        let interrupt = self.nvic.next()?;
        if self.is_running() { Port::ALL.get(interrupt).copied() } else { None }
    }

    /// Returns `true` if the interrupt line of `port` has fallen since the last call.
    #[inline]
    pub fn take_fallen(&mut self, port: Port) -> bool {
        let bit = 1 << port.index();
        let has_fallen = self.fallen_lines & bit != 0;
        self.fallen_lines &= !bit;
        has_fallen
    }

    /// Returns the first pin of `port` that interrupts. If no header pin does, it is the first pin of the port.
    pub fn interrupting_pin(&self, port: Port) -> Option<PinId> {
        let of_port = |mask: GpioMask| gpio::pins(gpio::of_port(mask, port)).next();
        of_port(self.gpio.masked()).or_else(|| of_port(GpioMask::MAX))
    }

    /// Returns `true` if the interrupt of port `a` preempts that of port `b`.
    pub fn is_more_urgent(&self, a: Port, b: Port) -> bool {
        self.nvic.is_more_urgent(a.index(), b.index())
    }

    /// Enters the interrupt of `port`, which ends IDLE.
    pub fn enter(&mut self, port: Port) {
        self.end_idle(port);
        self.unacknowledged = Some(port);
        self.nvic.enter(port.index());
    }

    /// Returns from the interrupt of `port`.
    pub fn leave(&mut self, port: Port) {
        self.nvic.leave(port.index());
    }
}

/// Returns the interrupt lines of the ports as bits. A line is high while any bit of its port is set.
#[inline]
pub(super) fn lines(interrupting: GpioMask) -> u32 {
    let line = |port: Port| u32::from(gpio::of_port(interrupting, port) != 0) << port.index();
    line(Port::A0) | line(Port::A1) | line(Port::A2) | line(Port::A3)
}
