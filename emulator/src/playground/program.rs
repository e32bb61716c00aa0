//! The interface between the board and its program. The caller runs the program, and only the caller can call its
//! handlers.

use std::mem;

use pinscope_core::{Board, Command, Config, Error, Handlers, Pin, PinId, Power, Reaction, RegisterImage};

use super::Playground;
use super::block_irqs::IrqSource;
use super::scheduler::Debt;
use crate::machine::Machine;
use crate::startup::StartupCommands;

/// The state of the program of the board that the caller runs.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    /// The kind of program, if there is one. It runs, or it has ended and its handlers still serve interrupts.
    kind: Option<ProgramKind>,
    /// True if the chip was reset, so that the program must start again from its beginning.
    needs_restart: bool,
    /// The pins whose handlers are to be called although no interrupt calls them: by hand, or because the pin has woken
    /// the board. The first comes first.
    requested_calls: Vec<PinId>,
    /// The interrupts that the processor of an image has entered and not returned from, with their sources.
    pub(super) image_isrs: Vec<(u32, IrqSource)>,
}

/// The kinds of program that the caller can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ProgramKind {
    /// A script, whose handlers are called pin by pin and block by block.
    Script,
    /// A firmware, which has an interrupt service routine for each interrupt and a table of handlers of its own.
    Firmware,
    /// An image of machine code, whose processor enters interrupts itself.
    Image,
}

impl Program {
    /// Makes the program an image.
    pub fn become_image(&mut self) {
        self.kind = Some(ProgramKind::Image);
    }

    /// Returns `true` if the program is an image.
    pub fn is_image(&self) -> bool {
        self.kind == Some(ProgramKind::Image)
    }

    /// Returns `true` if the program is a firmware.
    pub fn is_firmware(&self) -> bool {
        self.kind == Some(ProgramKind::Firmware)
    }
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
        self.program.kind = Some(ProgramKind::Script);
    }

    /// Makes a firmware the program of the board, which has just been started.
    pub(crate) fn begin_firmware(&mut self) {
        self.end_script();
        self.program.kind = Some(ProgramKind::Firmware);
        self.reset_block_irqs();
    }

    /// Removes the script. Its interrupts still fire and are counted, but its handlers are not called.
    pub fn end_script(&mut self) {
        self.program = Program::default();
        self.debt = Debt::default();
        for pin in PinId::ALL {
            self.forget_handler(pin);
        }
        self.abandon_calls();
        self.reset_block_irqs();
        self.machine.chip_mut().disconnect_terminals();
        self.run_pending();
    }

    /// Prepares the board for a new program, as MicroPython's soft reset does: every pin becomes an input, and no
    /// interrupt is armed. The sources and wires outside the chip stay. A board that sleeps is reset first, and so is one
    /// that an image has used, because that may have left anything in any register.
    pub fn soft_reset(&mut self) {
        if self.machine.power() != Power::Active || self.program.is_image() {
            self.machine.chip_mut().press_reset();
            self.ticks.restart(self.machine.time_ns());
        }
        self.abandon_interrupts();
        self.reset_block_irqs();
        let board = self.machine.board();
        PinId::ALL.into_iter().for_each(|pin| {
            if let Ok(mut irq) = board.at(pin).irq_handle(&mut self.handlers) {
                irq.disable();
            }
        });
        board.start();
        self.handlers = Handlers::new();
        self.takes_ns = [0; PinId::COUNT];
        self.startup = StartupCommands::default();
        self.sram = RegisterImage::EMPTY;
        self.run_pending();
    }

    /// Returns the pins whose interrupts call a handler of the script.
    pub fn script_handlers(&self) -> impl Iterator<Item = PinId> {
        let is_enabled = |pin: PinId| self.handlers.slot(pin).is_some_and(|slot| slot.enabled);
        PinId::by_number().filter(move |&pin| self.is_script_handler(pin) && is_enabled(pin))
    }

    /// Replaces the handler of `pin` with `Reaction::Nothing` if it belongs to the script.
    pub fn forget_handler(&mut self, pin: PinId) {
        if let Some(slot) = self.handlers.slot_mut(pin)
            && slot.handler == Reaction::Script
        {
            slot.handler = Reaction::Nothing;
        }
    }

    /// Returns `true` if the caller runs a program on the board.
    pub fn has_script(&self) -> bool {
        self.program.kind.is_some()
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

    /// Returns `true` if the program must call a handler now, or start again from its beginning.
    #[inline]
    pub fn needs_program(&self) -> bool {
        !self.program.requested_calls.is_empty() || self.program.needs_restart || self.has_pending_call()
    }

    /// Returns the source whose handler the script must call now, the most urgent first. The handler runs until
    /// [`Playground::handler_returned`], and it owes the time that it takes to enter it.
    pub fn next_call(&mut self) -> Option<IrqSource> {
        let source = match self.program.requested_calls.first() {
            Some(_) => self.program.requested_calls.remove(0).into(),
            None => self.start_call()?,
        };
        self.debt.enter_handler();
        Some(source)
    }

    /// Returns the source for which the firmware must call its interrupt service routine now. For a port it is a pin.
    pub(crate) fn next_isr(&mut self) -> Option<IrqSource> {
        let source = self.start_call()?;
        self.debt.enter_isr();
        Some(source)
    }

    /// Ends the handler of `source`, from which the script has returned.
    pub fn handler_returned(&mut self, source: impl Into<IrqSource>) {
        self.debt.leave_handler();
        self.finish_call(source.into());
        self.run_pending();
    }

    /// Returns `true` if the program must start again from its beginning, and clears that request.
    pub fn take_restart(&mut self) -> bool {
        mem::take(&mut self.program.needs_restart)
    }

    /// Returns `true` if the program must start again from its beginning.
    pub fn restarts_script(&self) -> bool {
        self.program.needs_restart
    }

    /// Requests that the program starts again, because the chip was reset. Returns `true` if there is a program.
    pub(super) fn request_script_restart(&mut self) -> bool {
        self.program.needs_restart = self.program.kind.is_some();
        self.program.requested_calls.clear();
        self.program.image_isrs.clear();
        self.debt = Debt::default();
        self.program.needs_restart
    }

    /// Requests a call of the handler of `pin` that belongs to no interrupt, if the handler belongs to the script.
    pub(super) fn request_call(&mut self, pin: PinId) {
        if self.is_script_handler(pin) && !self.program.requested_calls.contains(&pin) {
            self.program.requested_calls.push(pin);
        }
    }

    /// Calls the handler of a pin by hand, for [`Command::Call`].
    pub(super) fn call_by_hand(&mut self, command: Command, reaction: Reaction) {
        match command {
            Command::Call { pin } if reaction == Reaction::Script => self.request_call(pin),
            Command::Call { pin } => reaction.run(self.machine.board(), pin),
            _ => {}
        }
    }

    /// Returns `true` if the handler of `pin` belongs to the script.
    pub(super) fn is_script_handler(&self, pin: PinId) -> bool {
        self.program.kind == Some(ProgramKind::Script)
            && self.handlers.slot(pin).is_some_and(|slot| slot.handler == Reaction::Script)
    }
}
