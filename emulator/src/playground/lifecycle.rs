//! What software does of itself: it goes on after a sleep, sets the board up after a reset, runs handlers.

use pinscope_core::{Command, EventKind, PinId, Power, SleepMode, Trigger, sleep};

use super::Playground;
use super::wake_report::SleepRecord;
use crate::chip::Woken;

impl Playground {
    /// After anything has happened: goes on after a sleep, and serves interrupts.
    pub(super) fn go_on(&mut self) {
        self.wake_up();
        self.serve_interrupts();
    }

    pub(super) fn fall_asleep(&mut self, mode: SleepMode) {
        self.before_sleep = self.software();
        self.before_sleep.push(Command::Sleep { mode });
        self.nap = Some(SleepRecord::begin(&self.machine, &self.handlers, mode));
        match mode {
            SleepMode::Active => self.machine.chip().idle(),
            SleepMode::Suspended => {
                self.abandon_interrupts();
                sleep::suspend(&self.machine, &mut self.sram);
            }
            SleepMode::Hibernate => {
                self.abandon_interrupts();
                // SRAM loses power too, and with it what the handlers were.
                self.handlers.clear();
                sleep::hibernate(&self.machine);
            }
        }
    }

    /// After a reset: the board as `Board::start` leaves it, and then the bench's list, if it is to be applied.
    pub(super) fn start_again(&mut self) {
        self.abandon_interrupts();
        self.handlers.clear();
        self.machine.board().start();
        let commands = self.program.commands();
        if self.restart_script() {
            return;
        }
        if self.sets_up_again && !commands.is_empty() {
            self.machine.chip().record(EventKind::SetUp);
            for command in commands {
                // Each was accepted by this very board, so it is again; a refusal would leave the pin as it is.
                let _ = self.carry_out(command);
            }
        }
    }

    /// Calls the handler of `pin`.
    #[inline(always)]
    pub(super) fn call(&mut self, pin: PinId, trigger: Trigger) {
        let chip = self.machine.chip();
        let priority = chip.peek_board().at(pin).priority();
        chip.record(EventKind::Irq { pin, trigger, priority });
        self.served[pin.index()] = self.served[pin.index()].saturating_add(1);
        let Some(slot) = self.handlers.slot(pin) else { return };
        self.machine.chip().fault = None;
        slot.handler.run(self.machine.board());
        // A handler that fails is disarmed; the fault is among the events.
        if self.machine.chip().fault.take().is_some()
            && let Ok(mut irq) = self.machine.board().at(pin).irq_handle(&mut self.handlers)
        {
            irq.disable();
        }
    }

    fn wake_up(&mut self) {
        match self.machine.chip().woken.take() {
            Some(Woken { from: Power::Hibernate, .. }) => self.start_again(),
            Some(Woken { pin, .. }) => self.resume(pin),
            None => {}
        }
    }

    /// After LPDS: puts the pins back and runs the callback of the pin that woke the board. Its flags are 0, for it is
    /// not its own interrupt that calls it (`docs/cc3200.md`, section 7.9), and it takes no time.
    fn resume(&mut self, pin: PinId) {
        sleep::resume(&self.machine, &self.sram);
        if let Some(trigger) = self.handlers.slot(pin).map(|slot| slot.trigger) {
            self.call(pin, trigger);
            self.call_after_wake(pin);
            self.machine.chip().record(EventKind::Left { pin });
        }
    }
}
