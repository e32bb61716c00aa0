//! The board's side of a script: a program that somebody else runs, and whose handlers only it can call.

use std::mem;

use pinscope_core::{Board, Command, Config, Error, Pin, PinId, Reaction};

use super::Playground;
use crate::machine::Machine;

/// What the board knows of the script that is its program.
#[derive(Clone, Debug, Default)]
pub(super) struct Script {
    /// Whether there is one: it runs, or it has ended and its handlers still serve.
    is_loaded: bool,
    /// Whether it is to begin again from its top, because the chip was reset.
    restarts: bool,
    /// The pin that ended SUSPENDED, until its handler is called. No interrupt calls it, so it stands in no routine.
    woken: Option<PinId>,
}

impl Playground {
    /// The script beside the bench.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Puts a script beside the bench. It does nothing until somebody runs it.
    pub fn set_source(&mut self, source: String) {
        self.source = source;
    }

    /// A script is the program from here on. Handlers of the one before do nothing any more.
    pub fn begin_script(&mut self) {
        self.end_script();
        self.script.is_loaded = true;
    }

    /// The script is over and forgotten: its interrupts still fire and are counted.
    pub fn end_script(&mut self) {
        self.script = Script::default();
        for pin in PinId::ALL {
            self.forget_handler(pin);
        }
        self.abandon_calls();
        self.go_on();
    }

    /// The handler of `pin` does nothing any more, if it is the script's.
    pub fn forget_handler(&mut self, pin: PinId) {
        if let Some(slot) = self.handlers.slot_mut(pin)
            && slot.handler == Reaction::Script
        {
            slot.handler = Reaction::Nothing;
        }
    }

    /// Whether a script is the program.
    pub fn has_script(&self) -> bool {
        self.script.is_loaded
    }

    /// The script does something with the board.
    ///
    /// # Errors
    /// What `work` says, [`Error::Asleep`] while no software runs, and [`Error::BusFault`].
    pub fn access<T>(&mut self, work: impl FnOnce(Board<&Machine>) -> Result<T, Error>) -> Result<T, Error> {
        self.software_runs()?;
        self.machine.chip().fault = None;
        let done = work(self.machine.board())?;
        self.no_fault()?;
        self.go_on();
        Ok(done)
    }

    /// The script changes one setting of a pin. What the pin has become is what is set up again.
    ///
    /// # Errors
    /// [`Error::Asleep`] while no software runs, and [`Error::BusFault`].
    pub fn adjust(&mut self, pin: PinId, change: impl FnOnce(Pin<&Machine>)) -> Result<(), Error> {
        let config = self.access(|board| {
            let pin = board.at(pin);
            change(pin);
            Ok(Config { mode: pin.mode(), pull: pin.pull(), drive: pin.drive(), alt: pin.alt(), value: None })
        })?;
        self.program.note(Command::Init { pin, config });
        Ok(())
    }

    /// Whether the script is to call a handler now.
    pub fn waits_for_script(&self) -> bool {
        self.script.woken.is_some() || self.call_waits()
    }

    /// The pin whose handler the script is to call now, the most urgent first. It runs until [`Playground::handler_returned`].
    pub fn next_call(&mut self) -> Option<PinId> {
        self.script.woken.take().or_else(|| self.begin_call())
    }

    /// The script has returned from the handler of `pin`.
    pub fn handler_returned(&mut self, pin: PinId) {
        self.end_call(pin);
        self.go_on();
    }

    /// Whether the script is to begin again from its top. Asked once, it is done.
    pub fn take_restart(&mut self) -> bool {
        mem::take(&mut self.script.restarts)
    }

    /// Whether the script is to begin again from its top.
    pub fn restarts_script(&self) -> bool {
        self.script.restarts
    }

    /// The chip was reset: a script begins again. Answers whether there is one.
    pub(super) fn restart_script(&mut self) -> bool {
        self.script.restarts = self.script.is_loaded;
        self.script.woken = None;
        self.script.is_loaded
    }

    /// After LPDS the handler of the pin that ended it is called, if it is the script's.
    pub(super) fn call_after_wake(&mut self, pin: PinId) {
        self.script.woken = self.script_handles(pin).then_some(pin);
    }

    /// Whether the handler of `pin` is the script's to call.
    pub(super) fn script_handles(&self, pin: PinId) -> bool {
        self.script.is_loaded && self.handlers.slot(pin).is_some_and(|slot| slot.handler == Reaction::Script)
    }
}
