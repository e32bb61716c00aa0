//! The lifecycle of the board's software: it falls asleep, wakes, starts again after a reset, and runs handlers.

use std::mem;

use pinscope_core::cc3200::gprcm;
use pinscope_core::{Command, EventKind, PinId, Power, SleepMode, Trigger, sleep};

use super::Playground;
use super::costs::START_AFTER_HIBERNATE;
use super::processor::Processor;
use super::wake_report::SleepRecord;
use crate::chip::{WakeSource, Wakeup};
use crate::timer_queue::{NEVER, Timer};

impl Playground {
    /// Handles a wake-up, serves pending interrupts, and finds out when a block of the chip is due. It is called after
    /// every command, stimulus and timer.
    pub(crate) fn run_pending(&mut self) {
        self.handle_wakeup();
        self.serve_interrupts();
        let due_ns = self.machine.chip_mut().next_due_ns();
        self.timers.set(Timer::Peripheral, Some(due_ns).filter(|&due_ns| due_ns != NEVER));
    }

    pub(super) fn enter_sleep(&mut self, mode: SleepMode) {
        self.commands_before_sleep = self.software_commands();
        self.commands_before_sleep.push(Command::Sleep { mode });
        self.last_sleep = Some(SleepRecord::new(&self.machine, &self.handlers, mode));
        match mode {
            // A handler that runs goes on, and the processor waits for an interrupt when it has returned.
            SleepMode::Active if self.processor.is_serving() => self.processor.idles_next = true,
            SleepMode::Active => self.machine.chip_mut().idle(),
            SleepMode::Suspended => {
                self.ticks.stop(self.machine.time_ns());
                self.abandon_interrupts();
                sleep::suspend(&self.machine, &mut self.sram);
            }
            SleepMode::Hibernate => {
                self.abandon_interrupts();
                // SRAM loses its power too, and the handlers are stored in it.
                self.handlers.clear();
                sleep::hibernate(&self.machine);
            }
        }
        self.record_waking_alarm();
    }

    /// Starts the board after a reset. A script starts again. Without a script, the accepted commands are executed
    /// again if `sets_up_again` is `true`.
    pub(super) fn restart(&mut self) {
        self.timers.set(Timer::Started, None);
        self.abandon_interrupts();
        self.processor = Processor::default();
        self.handlers.clear();
        self.reset_block_irqs();
        self.reset_cause = gprcm::APPS_RESET_CAUSE.read(self.machine.peek());
        // An image starts the board itself.
        if !self.runs_image() {
            self.machine.board().start();
        }
        self.ticks.restart(self.machine.time_ns());
        let commands = self.startup.commands();
        if self.request_script_restart() {
            return;
        }
        if self.sets_up_again && !commands.is_empty() {
            self.machine.chip_mut().record(EventKind::SetUp);
            for command in commands {
                // This board has accepted each command, so it accepts them again. A refused command changes nothing.
                let _ = self.execute(command);
            }
        }
    }

    /// Calls the handler of `pin`.
    #[inline(always)]
    pub(super) fn call_handler(&mut self, pin: PinId, trigger: Trigger) {
        let chip = self.machine.chip_mut();
        let priority = chip.peek_board().at(pin).priority();
        chip.record(EventKind::Irq { pin, trigger, priority });
        self.service_counts.count(pin);
        let Some(slot) = self.handlers.slot(pin) else { return };
        self.machine.chip_mut().fault = None;
        slot.handler.run(self.machine.board(), pin);
        // A handler that causes a bus fault is disarmed. The fault is in the trace.
        if self.machine.chip_mut().fault.take().is_some()
            && let Ok(mut irq) = self.machine.board().at(pin).irq_handle(&mut self.handlers)
        {
            irq.disable();
        }
    }

    fn handle_wakeup(&mut self) {
        if mem::take(&mut self.machine.chip_mut().was_reset) {
            self.restart();
        }
        match self.machine.chip_mut().wakeup.take() {
            Some(Wakeup { from: Power::Hibernate, .. }) => {
                self.timers.set(Timer::Started, Some(self.machine.time_ns() + START_AFTER_HIBERNATE.ns));
            }
            Some(Wakeup { source, .. }) => self.resume(source),
            None => {}
        }
    }

    /// Resumes after LPDS: restores the pins and requests a call of the handler of the pin that woke the board, if a
    /// pin did.
    fn resume(&mut self, source: WakeSource) {
        self.ticks.resume(self.machine.time_ns());
        if self.program.is_firmware() || self.runs_image() {
            return;
        }
        sleep::resume(&self.machine, &self.sram);
        if let WakeSource::Pin(pin) = source {
            self.processor.request_call_after_wake(pin);
        }
    }

    /// Calls the handler of the pin that woke the board from LPDS. The flags of its interrupt are 0, because it is not
    /// that interrupt that calls the handler (`docs/cc3200.md`, section 7.9), and the call takes no time.
    pub(super) fn call_after_wake(&mut self, pin: PinId) {
        if let Some(trigger) = self.handlers.slot(pin).map(|slot| slot.trigger) {
            self.call_handler(pin, trigger);
            self.request_call(pin);
            self.machine.chip_mut().record(EventKind::Left { pin });
        }
    }
}
