//! The interrupts of blocks that are not ports, as the program uses them.

use pinscope_core::{Interrupt, PinId};

use super::Playground;
use crate::nvic::{ALL_BLOCKS, interrupt_bit};

/// The source of an interrupt, which has a handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IrqSource {
    /// A pin.
    Pin(PinId),
    /// A block that is not a GPIO port.
    Block(Interrupt),
}

impl From<PinId> for IrqSource {
    fn from(pin: PinId) -> Self {
        Self::Pin(pin)
    }
}

impl From<Interrupt> for IrqSource {
    fn from(interrupt: Interrupt) -> Self {
        Self::Block(interrupt)
    }
}

impl Playground {
    /// Attaches an interrupt routine of the script to `interrupt`, or detaches it. A script that starts again and a
    /// soft reset detach all of them; a sleep keeps them.
    ///
    /// The processor enters an interrupt of a block only while it has a routine. The routine takes what is pending
    /// ([`take_causes`](pinscope_core::interrupt::take_causes)), and if there is anything, [`Playground::next_call`]
    /// returns the interrupt as the next call. Without a routine the interrupt only becomes pending, and it ends no
    /// IDLE.
    pub fn attach_block_irq(&mut self, interrupt: Interrupt, is_attached: bool) {
        let chip = self.machine.chip_mut();
        let others = chip.routines() & !interrupt_bit(interrupt);
        chip.set_routines(if is_attached { others | interrupt_bit(interrupt) } else { others });
        self.run_pending();
    }

    /// Returns whether `interrupt` has a routine of the script.
    pub fn is_block_irq_attached(&self, interrupt: Interrupt) -> bool {
        self.machine.peek_chip(|chip| chip.routines() & interrupt_bit(interrupt)) != 0
    }

    /// Detaches all routines of a script. Those of a firmware are part of it, so they stay.
    pub(super) fn reset_block_irqs(&mut self) {
        let routines = if self.program.is_firmware() { ALL_BLOCKS } else { 0 };
        self.machine.chip_mut().set_routines(routines);
    }
}
