//! The processor's view of the interrupts of the ports and of the other blocks.

use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{EventKind, Interrupt, PinId};

use super::Chip;
use crate::gpio::{self, GpioMask};
use crate::nvic::{InterruptSet, LineChange, Next, WORDS, interrupt_bit};

/// An interrupt that the processor can enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vector {
    Port(Port),
    Block(Interrupt),
}

impl Chip {
    /// Returns the interrupt that the processor would enter now. In SUSPENDED and HIBERNATE it enters none.
    #[inline]
    pub fn next_interrupt(&self) -> Option<Vector> {
        if self.nvic.has_blocks() {
            return if self.is_running() { self.next_of_all() } else { None };
        }
        let interrupt = self.nvic.next()?;
        if self.is_running() { Port::ALL.get(interrupt).copied().map(Vector::Port) } else { None }
    }

    #[inline(never)]
    fn next_of_all(&self) -> Option<Vector> {
        if !self.is_running() {
            return None;
        }
        match self.nvic.next_of_all()? {
            Next::Port(number) => Port::ALL.get(number).copied().map(Vector::Port),
            Next::Block(interrupt) => Some(Vector::Block(interrupt)),
        }
    }

    /// Returns `true` if the interrupt line of `vector` has fallen since the last call.
    #[inline]
    pub fn take_fallen(&mut self, vector: Vector) -> bool {
        let (lines, bit) = match vector {
            Vector::Port(port) => (&mut self.fallen_lines, 1 << port.index()),
            Vector::Block(interrupt) => (&mut self.fallen_block_lines, interrupt_bit(interrupt)),
        };
        let has_fallen = *lines & bit != 0;
        *lines &= !bit;
        has_fallen
    }

    /// Returns the first pin of `port` that interrupts. If no header pin does, it is the first pin of the port.
    pub fn interrupting_pin(&self, port: Port) -> Option<PinId> {
        let of_port = |mask: GpioMask| gpio::pins(gpio::of_port(mask, port)).next();
        of_port(self.gpio.masked()).or_else(|| of_port(GpioMask::MAX))
    }

    /// Returns `true` if interrupt `a` preempts interrupt `b`.
    pub fn is_more_urgent(&self, a: Vector, b: Vector) -> bool {
        self.priority_byte(a) < self.priority_byte(b)
    }

    /// Enters an interrupt, which ends IDLE.
    pub fn enter(&mut self, vector: Vector) {
        self.end_idle(vector);
        match vector {
            Vector::Port(port) => {
                self.unacknowledged = Some(port);
                self.nvic.enter(port.index());
            }
            Vector::Block(interrupt) => self.nvic.enter_block(interrupt),
        }
    }

    /// Returns from an interrupt.
    pub fn leave(&mut self, vector: Vector) {
        match vector {
            Vector::Port(port) => self.nvic.leave(port.index()),
            Vector::Block(interrupt) => self.nvic.leave_block(interrupt),
        }
    }

    /// Returns the levels of the interrupt lines.
    pub fn interrupt_lines(&self) -> [u32; WORDS] {
        self.nvic.lines()
    }

    /// Writes a word of the interrupt controller. An address where it has no word is ignored.
    pub fn write_nvic(&mut self, addr: u32, word: u32) {
        self.nvic.write(addr, word);
    }

    /// Sets the interrupts of blocks for which software has a routine.
    pub fn set_routines(&mut self, routines: InterruptSet) {
        self.nvic.set_routines(routines);
    }

    /// Returns the interrupts of blocks for which software has a routine.
    pub fn routines(&self) -> InterruptSet {
        self.nvic.routines()
    }

    /// Sets the interrupt line of a block.
    pub(super) fn set_line(&mut self, interrupt: Interrupt, is_high: bool) {
        match self.nvic.set_line(interrupt, is_high) {
            Some(LineChange::Pended) if self.is_running() => self.record(EventKind::BlockPended { interrupt }),
            Some(LineChange::Fell) => self.fallen_block_lines |= interrupt_bit(interrupt),
            Some(LineChange::Pended | LineChange::WasPending) | None => {}
        }
    }

    fn priority_byte(&self, vector: Vector) -> u8 {
        match vector {
            Vector::Port(port) => self.nvic.priority(port.index()),
            Vector::Block(interrupt) => self.nvic.block_priority(interrupt),
        }
    }
}

/// Returns the interrupt lines of the ports as bits. A line is high while any bit of its port is set.
#[inline]
pub(super) fn lines(interrupting: GpioMask) -> u32 {
    let line = |port: Port| u32::from(gpio::of_port(interrupting, port) != 0) << port.index();
    line(Port::A0) | line(Port::A1) | line(Port::A2) | line(Port::A3)
}
