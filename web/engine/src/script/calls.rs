//! The calls of handlers by the script: which one comes next, and the end of one.

use pinscope_core::{Interrupt, PinId};
use pinscope_emulator::playground::{Goal, IrqSource};

use crate::session::Engine;

impl Engine {
    /// Returns the number of the source whose handler the script has to call now, or -1. For a pin it is the index of
    /// the pin; for the interrupt of a block it is the number of pins plus [`Interrupt::index`].
    pub fn next_call(&mut self) -> i32 {
        let Some(source) = self.playground.next_call() else { return -1 };
        self.script.outer_waits.push((self.script.goal, self.script.sleep_ms));
        match source {
            IrqSource::Pin(pin) => pin.index() as i32,
            IrqSource::Block(interrupt) => (PinId::COUNT + interrupt.index()) as i32,
        }
    }

    /// Records that the handler of a source has returned. Disables the interrupt of a pin if the handler has failed.
    pub fn returned(&mut self, source: i32, failed: bool) {
        if failed {
            self.handler_failed(source);
        }
        (self.script.goal, self.script.sleep_ms) = self.script.outer_waits.pop().unwrap_or((Goal::Spent, 0));
        if let Some(source) = irq_source(source) {
            self.playground.handler_returned(source);
        }
    }
}

/// Returns the source with a number from [`Engine::next_call`].
fn irq_source(number: i32) -> Option<IrqSource> {
    let number = usize::try_from(number).ok()?;
    let interrupt = || Interrupt::ALL.get(number.checked_sub(PinId::COUNT)?).copied();
    PinId::from_index(number).map(IrqSource::Pin).or_else(|| interrupt().map(IrqSource::Block))
}
