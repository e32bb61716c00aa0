//! The interface between the board and a script. The caller runs the script, and only the caller can call its handlers.

use std::mem;

use pinscope_core::{Board, Config, Error, Pin, PinId, Reaction};

use super::Playground;
use crate::machine::Machine;

/// The state of the script that is the program of the board.
#[derive(Clone, Debug, Default)]
pub(super) struct Script {
    /// True if a script is loaded. It runs, or it has ended and its handlers still serve interrupts.
    is_loaded: bool,
    /// True if the chip was reset, so that the script must start again from its first line.
    needs_restart: bool,
    /// The pin that ended SUSPENDED, until the script calls its handler. That call belongs to no interrupt.
    woken_by: Option<PinId>,
}

impl Playground {
    /// Returns the text of the script.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Sets the text of the script. This does not run it.
    pub fn set_source(&mut self, source: String) {
        self.source = source;
    }

    /// Makes a script the program of the board. The handlers of the previous script become `Reaction::Nothing`.
    pub fn begin_script(&mut self) {
        self.end_script();
        self.script.is_loaded = true;
    }

    /// Removes the script. Its interrupts still fire and are counted, but its handlers are not called.
    pub fn end_script(&mut self) {
        self.script = Script::default();
        for pin in PinId::ALL {
            self.forget_handler(pin);
        }
        self.abandon_calls();
        self.run_pending();
    }

    /// Replaces the handler of `pin` with `Reaction::Nothing` if it belongs to the script.
    pub fn forget_handler(&mut self, pin: PinId) {
        if let Some(slot) = self.handlers.slot_mut(pin)
            && slot.handler == Reaction::Script
        {
            slot.handler = Reaction::Nothing;
        }
    }

    /// Returns `true` if a script is the program of the board.
    pub fn has_script(&self) -> bool {
        self.script.is_loaded
    }

    /// Calls `f` with the board, as the script, and returns its result.
    ///
    /// # Errors
    /// The error of `f`, [`Error::Asleep`] while no software runs, and [`Error::BusFault`].
    pub fn access<T>(&mut self, f: impl FnOnce(Board<&Machine>) -> Result<T, Error>) -> Result<T, Error> {
        self.check_awake()?;
        self.machine.chip_mut().fault = None;
        let result = f(self.machine.board())?;
        self.check_fault()?;
        self.run_pending();
        Ok(result)
    }

    /// Changes one setting of a pin, as the script. The resulting configuration is set up again after a reset.
    ///
    /// # Errors
    /// [`Error::Asleep`] while no software runs, and [`Error::BusFault`].
    pub fn adjust(&mut self, pin: PinId, change: impl FnOnce(Pin<&Machine>)) -> Result<(), Error> {
        let value = self.startup.value(pin);
        let config = self.access(|board| {
            let pin = board.at(pin);
            change(pin);
            Ok(Config { mode: pin.mode(), pull: pin.pull(), drive: pin.drive(), alt: pin.alt(), value })
        })?;
        self.startup.record_init(self.machine.peek_board().at(pin), config);
        Ok(())
    }

    /// Returns `true` if the script must call a handler now.
    pub fn waits_for_script(&self) -> bool {
        self.script.woken_by.is_some() || self.has_pending_call()
    }

    /// Returns the pin whose handler the script must call now, the most urgent first. The handler runs until
    /// [`Playground::handler_returned`].
    pub fn next_call(&mut self) -> Option<PinId> {
        self.script.woken_by.take().or_else(|| self.start_call())
    }

    /// Ends the handler of `pin`, from which the script has returned.
    pub fn handler_returned(&mut self, pin: PinId) {
        self.finish_call(pin);
        self.run_pending();
    }

    /// Returns `true` if the script must start again from its first line, and clears that request.
    pub fn take_restart(&mut self) -> bool {
        mem::take(&mut self.script.needs_restart)
    }

    /// Returns `true` if the script must start again from its first line.
    pub fn restarts_script(&self) -> bool {
        self.script.needs_restart
    }

    /// Requests that the script starts again, because the chip was reset. Returns `true` if there is a script.
    pub(super) fn request_script_restart(&mut self) -> bool {
        self.script.needs_restart = self.script.is_loaded;
        self.script.woken_by = None;
        self.script.is_loaded
    }

    /// Requests a call of the handler of `pin`, which ended LPDS, if it belongs to the script.
    pub(super) fn request_call_after_wake(&mut self, pin: PinId) {
        self.script.woken_by = self.is_script_handler(pin).then_some(pin);
    }

    /// Returns `true` if the handler of `pin` belongs to the script.
    pub(super) fn is_script_handler(&self, pin: PinId) -> bool {
        self.script.is_loaded && self.handlers.slot(pin).is_some_and(|slot| slot.handler == Reaction::Script)
    }
}
