//! Waiting, and the passing of simulated time while a script runs.
//!
//! If the page can interrupt the script, a wait takes real time, which simulated time follows. If it cannot, nobody
//! could end the wait, so simulated time advances at once: the script's time is *virtual*.

use pinscope_core::{EventKind, Power};
use pinscope_emulator::playground::StopReason;

use super::{CALL_NS, MAX_TURNS};
use crate::session::{END_OF_TIME_NS, Engine, MAX_TIMERS};

/// MicroPython's ticks count modulo this.
const TICKS_PERIOD: u64 = 1 << 30;
/// Maximum wait in ticks, as for MicroPython's `ticks_diff`.
const MAX_WAIT_TICKS: u64 = TICKS_PERIOD / 2;

// A function that waits returns the number of milliseconds of real time to wait on, or one of the following values.
// `web/python/host_module.js` knows them too.

/// The wait is over.
pub const WAIT_DONE: f64 = 0.0;
/// The script has to call a handler, restart or end.
pub const WAIT_INTERRUPTED: f64 = -1.0;
/// The wait cannot end by itself, because time is paused or the board sleeps.
pub const WAIT_ENDLESS: f64 = f64::INFINITY;

impl Engine {
    /// Returns whether the script has to call a handler or to restart.
    pub fn has_to_attend(&self) -> bool {
        self.playground.waits_for_script() || self.playground.restarts_script()
    }

    /// Returns whether the script that runs has to end, because it restarts or because another bench was opened.
    pub fn has_to_end(&self) -> bool {
        self.playground.restarts_script() || !self.playground.has_script()
    }

    /// Returns whether the script that runs has to call a handler, to restart or to end.
    pub(super) fn is_interrupted(&self) -> bool {
        self.has_to_attend() || self.has_to_end()
    }

    /// Returns whether the script has to restart from its first line. The next call returns `false`.
    pub fn take_restart(&mut self) -> bool {
        self.playground.take_restart()
    }

    /// Records a turn of a loop. Returns whether the script has to call [`Engine::wait_turn`].
    pub fn loop_turn(&mut self) -> bool {
        self.spend();
        let now_ns = self.time_ns();
        self.script.turns = if self.script.last_turn_ns == now_ns { self.script.turns + 1 } else { 0 };
        self.script.last_turn_ns = now_ns;
        self.is_interrupted() || self.is_blocked()
    }

    /// Waits until a loop that has taken too many turns while time was paused may continue.
    pub fn wait_turn(&self) -> f64 {
        if self.is_interrupted() {
            WAIT_INTERRUPTED
        } else if self.is_blocked() {
            WAIT_ENDLESS
        } else {
            WAIT_DONE
        }
    }

    /// Returns whether the script has taken too many turns while time was paused.
    fn is_blocked(&self) -> bool {
        self.script.turns > MAX_TURNS && self.script.last_turn_ns == self.time_ns() && !self.pacer.is_running()
    }

    /// Returns the simulated time in microseconds, as ticks.
    pub fn ticks_us(&mut self) -> i32 {
        self.spend();
        (self.time_ns() / 1000 % TICKS_PERIOD) as i32
    }

    /// Returns the simulated time in milliseconds, as ticks.
    pub fn ticks_ms(&mut self) -> i32 {
        self.spend();
        (self.time_ns() / 1_000_000 % TICKS_PERIOD) as i32
    }

    /// Returns the simulated time in nanoseconds, as decimal digits, because it does not fit into a small number.
    pub fn time_digits(&self) -> String {
        self.time_ns().to_string()
    }

    /// Waits until `ticks_us`.
    pub fn wait_until(&mut self, ticks_us: i32, is_virtual: bool) -> f64 {
        let left_us = (ticks_us as u64).wrapping_sub(self.time_ns() / 1000) % TICKS_PERIOD;
        if self.is_interrupted() {
            WAIT_INTERRUPTED
        } else if left_us == 0 || left_us > MAX_WAIT_TICKS {
            WAIT_DONE
        } else if is_virtual {
            let end_ns = (self.time_ns() / 1000 + left_us) * 1000;
            self.advance_until(end_ns, Self::has_to_attend);
            if self.has_to_attend() { WAIT_INTERRUPTED } else { WAIT_DONE }
        } else if self.pacer.is_running() {
            left_us as f64 / 1000.0 / self.pacer.speed()
        } else {
            WAIT_ENDLESS
        }
    }

    /// Waits until the board is awake.
    pub fn wait_awake(&mut self, is_virtual: bool) -> f64 {
        let is_awake = |engine: &Self| engine.playground.machine().power() == Power::Active;
        if is_virtual && !is_awake(self) {
            self.advance_until(END_OF_TIME_NS, is_awake);
        }
        if self.has_to_end() {
            WAIT_INTERRUPTED
        } else if is_awake(self) {
            WAIT_DONE
        } else {
            WAIT_ENDLESS
        }
    }

    /// Lets the simulated time pass that a call of the script takes, unless time is paused.
    pub(super) fn spend(&mut self) {
        if (self.script.is_virtual || self.pacer.is_running()) && self.playground.machine().power() == Power::Active {
            self.playground.advance_until(self.time_ns().saturating_add(CALL_NS), MAX_TIMERS);
            self.script.ahead_ns += CALL_NS as f64;
        }
    }

    /// Advances simulated time until `is_done`, and at most to `end_ns`, which may be the end of time.
    fn advance_until(&mut self, end_ns: u64, is_done: impl Fn(&Self) -> bool) {
        self.frames.mark_changed();
        while !is_done(self) {
            match self
                .playground
                .run_until(end_ns, MAX_TIMERS, |kind| matches!(kind, EventKind::Irq { .. } | EventKind::Wake { .. }))
            {
                StopReason::Hit | StopReason::Budget => {}
                StopReason::Idle if end_ns < END_OF_TIME_NS => {
                    self.playground.advance_until(end_ns, MAX_TIMERS);
                    return;
                }
                StopReason::Deadline | StopReason::Idle => return,
            }
        }
    }
}
