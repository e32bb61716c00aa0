//! How a script waits, and how simulated time goes while it runs.
//!
//! Where it can be interrupted, a script waits for real time, which simulated time follows. Where it cannot, nobody could
//! end the waiting, so simulated time goes on at once: *virtual* time.

use pinscope_core::{EventKind, Power};
use pinscope_emulator::playground::StopReason;

use super::{CALL_NS, MOST_TURNS};
use crate::session::{END_OF_TIME_NS, Engine, TURN};

/// Ticks of MicroPython count modulo this.
const TICKS: u64 = 1 << 30;
/// The longest wait is half of that, as for `ticks_diff`.
const HALF: u64 = TICKS / 2;

/// What a script that waits is to do: a number of milliseconds of real time to go on waiting, or one of these.
pub const OVER: f64 = 0.0;
/// There is something to attend to.
pub const ATTEND: f64 = -1.0;
/// What is waited for will not come by itself.
pub const NEVER: f64 = f64::INFINITY;

impl Engine {
    /// Whether a handler is to be called, or the script is to begin again.
    pub fn has_to_attend(&self) -> bool {
        self.playground.waits_for_script() || self.playground.restarts_script()
    }

    /// Whether the script that runs is to end: to begin again, or because another bench was put up under it.
    pub fn has_to_end(&self) -> bool {
        self.playground.restarts_script() || !self.playground.has_script()
    }

    /// Whether the script that runs is to attend to a handler, or to end.
    pub(super) fn is_called(&self) -> bool {
        self.has_to_attend() || self.has_to_end()
    }

    /// Whether the script is to begin again from its top. Asked once, it is done.
    pub fn take_restart(&mut self) -> bool {
        self.playground.take_restart()
    }

    /// A turn of a loop. Answers whether there is something to attend to, or to wait for.
    pub fn loop_turn(&mut self) -> bool {
        self.spend();
        let now_ns = self.time_ns();
        let (moment_ns, turns) = self.script.turns;
        self.script.turns = (now_ns, if moment_ns == now_ns { turns + 1 } else { 0 });
        self.is_called() || self.stands_still()
    }

    /// Waits until a loop that has taken enough turns at one moment may go on.
    pub fn wait_turn(&self) -> f64 {
        if self.is_called() {
            ATTEND
        } else if self.stands_still() {
            NEVER
        } else {
            OVER
        }
    }

    /// Whether the script goes round while time stands still.
    fn stands_still(&self) -> bool {
        let (moment_ns, turns) = self.script.turns;
        turns > MOST_TURNS && moment_ns == self.time_ns() && !self.pace.is_running()
    }

    /// Simulated microseconds, as ticks.
    pub fn ticks_us(&mut self) -> i32 {
        self.spend();
        (self.time_ns() / 1000 % TICKS) as i32
    }

    /// Simulated milliseconds, as ticks.
    pub fn ticks_ms(&mut self) -> i32 {
        self.spend();
        (self.time_ns() / 1_000_000 % TICKS) as i32
    }

    /// Simulated nanoseconds, in digits: more than fit into a small number.
    pub fn time_digits(&self) -> String {
        self.time_ns().to_string()
    }

    /// Waits until `ticks_us`.
    pub fn wait_until(&mut self, ticks_us: i32, is_virtual: bool) -> f64 {
        let left_us = (ticks_us as u64).wrapping_sub(self.time_ns() / 1000) % TICKS;
        if self.is_called() {
            ATTEND
        } else if left_us == 0 || left_us > HALF {
            OVER
        } else if is_virtual {
            let end_ns = (self.time_ns() / 1000 + left_us) * 1000;
            self.go_on_to(end_ns, Self::has_to_attend);
            if self.has_to_attend() { ATTEND } else { OVER }
        } else if self.pace.is_running() {
            left_us as f64 / 1000.0 / self.pace.speed()
        } else {
            NEVER
        }
    }

    /// Waits until the board is awake.
    pub fn wait_awake(&mut self, is_virtual: bool) -> f64 {
        let is_awake = |engine: &Self| engine.playground.machine().power() == Power::Active;
        if is_virtual && !is_awake(self) {
            self.go_on_to(END_OF_TIME_NS, is_awake);
        }
        if self.has_to_end() {
            ATTEND
        } else if is_awake(self) {
            OVER
        } else {
            NEVER
        }
    }

    /// A call of the script takes its time, unless real time stands still.
    pub(super) fn spend(&mut self) {
        if (self.script.is_virtual || self.pace.is_running()) && self.playground.machine().power() == Power::Active {
            self.playground.advance_until(self.time_ns().saturating_add(CALL_NS), TURN);
            self.script.ahead_ns += CALL_NS as f64;
        }
    }

    /// Lets time go on until `is_done`, or to `end_ns`, which may be never.
    fn go_on_to(&mut self, end_ns: u64, is_done: impl Fn(&Self) -> bool) {
        self.changed = true;
        while !is_done(self) {
            match self
                .playground
                .run_until(end_ns, TURN, |kind| matches!(kind, EventKind::Irq { .. } | EventKind::Wake { .. }))
            {
                StopReason::Hit | StopReason::Budget => {}
                StopReason::Idle if end_ns < END_OF_TIME_NS => {
                    self.playground.advance_until(end_ns, TURN);
                    return;
                }
                StopReason::Deadline | StopReason::Idle => return,
            }
        }
    }
}
