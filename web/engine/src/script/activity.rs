//! The parts of a script that still act on the board after it has ended: its handlers, its timers and its PWM.

use pinscope_core::cc3200::Rw;
use pinscope_core::cc3200::timer::{self, Half};
use pinscope_core::timer::TimerId;
use pinscope_core::{Interrupt, PinId, Registers};
use pinscope_protocol::{Reply, ScriptEvent, Signal};

use crate::session::Engine;

impl Engine {
    /// Returns the event about what still acts on the board after the script has ended, if that has changed since the
    /// script or the prompt began.
    pub(crate) fn changed_activity(&mut self) -> Option<Reply> {
        if self.script.is_in_turn {
            return None;
        }
        let activity = self.activity();
        if self.script.reported_activity.as_ref() == Some(&activity) {
            return None;
        }
        self.script.reported_activity = Some(activity.clone());
        Some(Reply::Script(ScriptEvent::StillActive(activity)))
    }

    /// Ends what still acts on the board after the script has ended, as a soft reset does. If nothing of a script acts,
    /// it changes nothing.
    pub(crate) fn end_activity(&mut self) {
        if !self.activity().is_empty() {
            self.playground.end_script();
            self.playground.soft_reset();
        }
    }

    /// Returns what still acts on the board, as a sentence about the script: `its timer goes on`. It is empty if nothing
    /// of a script does.
    fn activity(&self) -> String {
        if !self.script.has_run || self.runs_image() {
            return String::new();
        }
        let registers = self.playground.machine().peek();
        let mut parts = Vec::new();
        if PinId::ALL.into_iter().any(|pin| is_modulated(registers, pin)) {
            parts.push("its PWM".to_owned());
        }
        if self.playground.has_script() {
            let is_attached = |interrupt: Interrupt| {
                self.playground.is_block_irq_attached(interrupt) && interrupt.is_enabled(registers)
            };
            let interrupts = |timer: TimerId, half| {
                is_attached(Interrupt::of_timer(timer, half))
                    && counts(registers, timer, half)
                    && has_mask(registers, timer, half)
            };
            if TimerId::ALL.into_iter().any(|timer| Half::ALL.into_iter().any(|half| interrupts(timer, half))) {
                parts.push("its timer".to_owned());
            }
            if self.playground.alarm().is_some() {
                parts.push("its alarm".to_owned());
            }
            if [Interrupt::UartA0, Interrupt::UartA1].into_iter().any(is_attached) {
                parts.push("its handler of a UART".to_owned());
            }
            parts.extend(self.playground.script_handlers().map(|pin| format!("its handler of {}", pin.name())));
        }
        match parts.as_slice() {
            [] => String::new(),
            [only] => format!("{only} goes on"),
            [others @ .., last] => format!("{} and {last} go on", others.join(", ")),
        }
    }
}

/// Returns whether a timer that counts modulates the pad of `pin`.
fn is_modulated(registers: impl Registers, pin: PinId) -> bool {
    let signal = Signal::of_pad(pin, pinscope_core::cc3200::pad::config(pin.pad()).read(registers));
    matches!(signal, Some(Signal::Pwm(timer, half)) if counts(registers, timer, half))
}

fn counts(registers: impl Registers, timer: TimerId, half: Half) -> bool {
    Rw(timer.base() + timer::CTL).read(registers) & timer::ENABLE << half.control_shift() != 0
}

/// Returns whether an interrupt of this half of the timer reaches the processor.
fn has_mask(registers: impl Registers, timer: TimerId, half: Half) -> bool {
    let interrupts = if half == Half::A { timer::INTERRUPTS_A } else { timer::INTERRUPTS_B };
    Rw(timer.base() + timer::IMR).read(registers) & interrupts != 0
}
