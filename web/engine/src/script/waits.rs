//! The passing of simulated time while a script runs. The script spends time with each action and waits for a goal.
//!
//! A function that waits returns the number of milliseconds of real time after which it has to be called again, or one
//! of the values below, which `web/python/host_module.js` knows too.

use pinscope_core::{Command, Power, SleepMode};
use pinscope_emulator::playground::costs::{BOARD_CALL, Cost, LOOP_TURN, STATEMENT, TICK_CALL};
use pinscope_emulator::playground::{Goal, Progress};
use pinscope_protocol::Until;

use crate::session::Engine;

/// The wait is over.
pub const WAIT_DONE: f64 = 0.0;
/// The script has to call a handler, restart or end.
pub const WAIT_INTERRUPTED: f64 = -1.0;
/// The function has to be called again at once.
const WAIT_AGAIN: f64 = 0.001;

/// MicroPython's ticks count modulo this.
const TICKS_PERIOD: u64 = 1 << 30;
/// Time between two frames that the page has not asked for, in milliseconds.
const UNREQUESTED_FRAME_MS: f64 = 33.0;
/// Maximum simulated time that a script spends before the page's requests are looked at again, in nanoseconds.
const MAX_SPENT_NS: u64 = 2_000_000;
/// Maximum number of ticks for which a script waits for a UART before the page's requests are looked at again.
const MAX_TICKS: u32 = 1_000;

impl Engine {
    /// Returns whether the script has to call a handler or to restart.
    pub fn needs_service(&self) -> bool {
        self.playground.needs_program()
    }

    /// Returns whether the script that runs has to end, because it restarts or because another bench was opened.
    pub fn has_to_end(&self) -> bool {
        self.playground.restarts_script() || !self.playground.has_script()
    }

    /// Returns whether the script has to restart from its first line. The next call returns `false`.
    pub fn take_restart(&mut self) -> bool {
        let restarts = self.playground.take_restart();
        self.script.is_soft_reset &= !restarts;
        restarts
    }

    /// Begins the statement on a line of the script. Returns whether [`Engine::settle`] has to be called first.
    pub fn statement(&mut self) -> bool {
        if !self.script.has_begun {
            self.script.has_begun = true;
            self.script.restarts_pacer = true;
            self.script.limit_ns = 0;
        }
        if self.pacer.awaited() == Some(Until::Line) {
            self.pacer.run(false);
            self.script.limit_ns = 0;
        }
        self.spend(STATEMENT)
    }

    /// Begins a turn of a loop. Returns whether [`Engine::settle`] has to be called first.
    pub fn loop_turn(&mut self) -> bool {
        self.spend(LOOP_TURN)
    }

    /// Returns the ticks in microseconds. [`Engine::settle`] has to be called before the ticks are read, because they
    /// are those after the call.
    pub fn ticks_us(&self) -> i32 {
        (self.playground.ticks_ns() / 1000 % TICKS_PERIOD) as i32
    }

    /// Returns the ticks in milliseconds, as [`Engine::ticks_us`] does.
    pub fn ticks_ms(&self) -> i32 {
        (self.playground.ticks_ns() / 1_000_000 % TICKS_PERIOD) as i32
    }

    /// Spends the time of a call that reads the ticks. Returns whether [`Engine::settle`] has to be called.
    pub fn begin_ticks(&mut self) -> bool {
        self.spend(TICK_CALL)
    }

    /// Returns the time since the board was started, in nanoseconds, as decimal digits, because it does not fit into a
    /// small number.
    pub fn time_digits(&self) -> String {
        self.time_ns().to_string()
    }

    /// Begins to wait for a number of microseconds, as a part of a sleep of `whole_ms`. The call itself takes time too.
    pub fn begin_sleep(&mut self, us: i32, whole_ms: i32) {
        let ns = u64::try_from(us).unwrap_or(0) * 1000 + BOARD_CALL.ns;
        self.script.goal = Goal::Time(self.time_ns().saturating_add(ns));
        self.script.sleep_ms = u32::try_from(whole_ms).unwrap_or(0);
    }

    /// Makes the processor wait for an interrupt or for the next tick.
    pub fn begin_idle(&mut self) {
        self.script.goal = self.playground.begin_idle();
    }

    /// Puts the board to sleep. The script waits until it is awake.
    pub fn fall_asleep(&mut self, mode: i32) -> i32 {
        let mode = SleepMode::ALL.get(mode as usize).copied().unwrap_or(SleepMode::Active);
        self.script.goal = Goal::Awake;
        let done = self.playground.command(Command::Sleep { mode });
        self.result(done.map(|_| 0))
    }

    /// Continues until the script has spent all that it owes.
    pub fn settle(&mut self, now_ms: f64) -> f64 {
        self.wait_for(Goal::Spent, now_ms)
    }

    /// Continues until the wait that was begun last is over.
    pub fn wait(&mut self, now_ms: f64) -> f64 {
        self.wait_for(self.script.goal, now_ms)
    }

    /// Does the same as [`Engine::wait`] until a UART can be read or has room. The bits of `readable` and `writable` are
    /// the numbers of the UARTs. As on a WiPy, they are looked at at each tick of the millisecond timer.
    pub fn wait_for_uarts(&mut self, readable: u32, writable: u32, now_ms: f64) -> f64 {
        let goal = self.script.goal;
        let end_ns = self.playground.goal_ns(goal);
        for _ in 0..MAX_TICKS {
            // The worker may have its turn when the wait is over, and then it calls again at the same tick.
            if self.playground.is_at_tick() && self.is_uart_ready(readable, writable) {
                return WAIT_DONE;
            }
            let tick_ns = self.playground.next_tick_ns();
            if tick_ns >= end_ns {
                return self.wait(now_ms);
            }
            let wait_ms = self.wait_for(Goal::Time(tick_ns), now_ms);
            if wait_ms > WAIT_AGAIN {
                // Nothing has to be done at a tick that comes while the worker sleeps.
                return self.pacer.wait_ms(self.due_ns(goal));
            }
            if wait_ms != WAIT_DONE {
                return wait_ms;
            }
        }
        WAIT_AGAIN
    }

    /// Lets simulated time catch up with real time after the script has ended.
    pub fn catch_up(&mut self, now_ms: f64) -> f64 {
        match self.proceed(Goal::Never, now_ms) {
            Progress::Interrupted => WAIT_INTERRUPTED,
            _ => WAIT_DONE,
        }
    }

    /// Returns whether the page has to show on which line the script waits: while time is paused or slow, or while the
    /// board sleeps.
    pub fn shows_line(&self) -> bool {
        self.pacer.speed() < 1.0 || !self.pacer.is_running() || self.playground.machine().power() != Power::Active
    }

    /// Returns whether simulated time is so slow that a person can follow each line, which takes a millisecond or more.
    pub fn marks_every_line(&self) -> bool {
        STATEMENT.ns as f64 / self.pacer.speed() >= 1e6
    }

    fn wait_for(&mut self, goal: Goal, now_ms: f64) -> f64 {
        if self.has_to_end() {
            return WAIT_INTERRUPTED;
        }
        if std::mem::take(&mut self.script.restarts_pacer) {
            self.pacer.stand_still_until(now_ms);
        }
        match self.proceed(goal, now_ms) {
            Progress::Reached => {
                self.script.limit_ns = self.spending_limit_ns(now_ms);
                WAIT_DONE
            }
            Progress::Interrupted => WAIT_INTERRUPTED,
            Progress::Budget | Progress::Stopped => WAIT_AGAIN,
            Progress::Limit => {
                // A program that is ahead of real time waits until it is ahead no more, so that it waits rarely.
                self.pacer.wait_ms(self.due_ns(goal))
            }
        }
    }

    /// Makes the script settle before it goes on, because something may have changed.
    pub(crate) fn clear_spending_limit(&mut self) {
        self.script.limit_ns = 0;
    }

    /// Sends frames to a page that cannot acknowledge them, because the script keeps the worker from receiving
    /// messages.
    pub(crate) fn send_unrequested_frames(&mut self, now_ms: f64) {
        if !self.script.is_reachable {
            self.frames.acknowledge_after(now_ms, UNREQUESTED_FRAME_MS);
        }
    }

    /// Returns how far the script may spend time before it has to settle.
    fn spending_limit_ns(&mut self, now_ms: f64) -> u64 {
        match self.pacer.awaited() {
            // Each call may cause the awaited event.
            Some(_) => 0,
            None if self.marks_every_line() => 0,
            None => self.limit_ns(Goal::Spent, now_ms).min(self.time_ns() + MAX_SPENT_NS),
        }
    }

    /// Lets the script spend the time of a call. Returns whether it has to settle.
    #[inline]
    pub(super) fn spend(&mut self, cost: Cost) -> bool {
        self.frames.mark_changed();
        !self.playground.spend(cost.ns, self.script.limit_ns)
    }
}
