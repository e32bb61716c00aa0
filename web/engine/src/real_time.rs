//! Lets simulated time follow real time: it runs, pauses, steps, and pauses at an event.

use pinscope_emulator::Machine;
use pinscope_emulator::playground::StopReason;
use pinscope_emulator::trace::Trace;
use pinscope_protocol::Until;

use crate::session::{END_OF_TIME_NS, Engine, MAX_TIMERS};

/// Maximum real time that simulated time catches up with at once. While the page is in the background, simulated time
/// falls behind.
const MAX_CATCH_UP_MS: f64 = 1000.0;

/// Maximum length of a step, in simulated nanoseconds: ten minutes.
const MAX_STEP_NS: u64 = 600_000_000_000;

/// The relation of simulated time to real time.
#[derive(Debug)]
pub struct RealTimePacer {
    is_running: bool,
    /// The speed of simulated time, as a multiple of real time.
    speed: f64,
    /// The real time of the last tick, in milliseconds.
    last_tick_ms: f64,
    behind_ns: u64,
    stop_on: Option<Until>,
    /// The sequence number of the first event that was not compared with `stop_on`.
    next_seq: u64,
    step: Option<Step>,
}

/// A step that is under way.
#[derive(Clone, Copy, Debug)]
struct Step {
    until: Until,
    /// The simulated time at which it ends if the event does not happen, in nanoseconds.
    end_ns: u64,
}

impl RealTimePacer {
    /// Creates a pacer that runs at the speed of real time from `now_ms` on.
    pub fn new(now_ms: f64) -> Self {
        Self {
            is_running: true,
            speed: 1.0,
            last_tick_ms: now_ms,
            behind_ns: 0,
            stop_on: None,
            next_seq: 0,
            step: None,
        }
    }

    /// Resets the pacer for a bench that starts at time 0.
    pub fn restart(&mut self) {
        *self = Self::new(self.last_tick_ms);
    }

    /// Returns whether time runs by itself.
    pub fn is_running(&self) -> bool {
        self.is_running
    }

    /// Lets time run or pauses it. A step that is under way ends.
    pub fn run(&mut self, is_running: bool) {
        self.is_running = is_running;
        self.behind_ns = 0;
        self.step = None;
    }

    /// Returns the speed of simulated time, as a multiple of real time.
    pub fn speed(&self) -> f64 {
        self.speed
    }

    /// Sets the speed of simulated time, as a multiple of real time.
    pub fn set_speed(&mut self, speed: f64) {
        self.speed = speed;
        self.behind_ns = 0;
    }

    /// Returns how far time has fallen behind since it was started or its speed was set, in simulated nanoseconds.
    pub fn behind_ns(&self) -> u64 {
        self.behind_ns
    }

    /// Pauses time, and from the next tick on lets it continue from `now_ns` until this happens.
    pub fn step(&mut self, until: Until, now_ns: u64) {
        self.run(false);
        self.step = Some(Step { until, end_ns: now_ns.saturating_add(MAX_STEP_NS).min(END_OF_TIME_NS) });
    }

    /// Returns whether a step is under way.
    pub fn is_stepping(&self) -> bool {
        self.step.is_some()
    }

    /// Returns the event that pauses time.
    pub fn stops_on(&self) -> Option<Until> {
        self.stop_on
    }

    /// Sets the event that pauses time from now on.
    pub fn stop_on(&mut self, until: Option<Until>, machine: &Machine) {
        self.stop_on = until;
        self.skip_events(machine);
    }

    /// Excludes the events that have happened so far from those that pause time.
    pub fn skip_events(&mut self, machine: &Machine) {
        self.next_seq = machine.trace(Trace::next);
    }
}

impl Engine {
    /// Advances simulated time, so that it follows real time, which is `now_ms`.
    pub(crate) fn tick(&mut self, now_ms: f64) {
        let passed_ns = (now_ms - self.pacer.last_tick_ms).max(0.0) * 1e6 * self.pacer.speed;
        let passed_ns = self.script.repay(passed_ns);
        let max_ns = MAX_CATCH_UP_MS * 1e6 * self.pacer.speed;
        self.pacer.last_tick_ms = now_ms;
        if self.advance.is_some() {
            return;
        }
        if let Some(Step { until, end_ns }) = self.pacer.step {
            self.frames.mark_changed();
            if self.playground.run_until(end_ns, MAX_TIMERS, |kind| until.is(kind)) != StopReason::Budget {
                self.pacer.step = None;
            }
        } else if self.pacer.is_running {
            self.frames.mark_changed();
            let end_ns = self.time_ns().saturating_add(passed_ns.min(max_ns) as u64).min(END_OF_TIME_NS);
            self.advance_to(end_ns);
            let left_ns = end_ns.saturating_sub(self.time_ns()) + (passed_ns - max_ns).max(0.0) as u64;
            if self.pacer.is_running {
                self.pacer.behind_ns = self.pacer.behind_ns.saturating_add(left_ns);
            }
        }
    }

    /// Advances simulated time to `end_ns`, or pauses it earlier at the event that stops it.
    fn advance_to(&mut self, end_ns: u64) {
        let reason = match self.pacer.stop_on {
            Some(until) => self.playground.run_until(end_ns, MAX_TIMERS, |kind| until.is(kind)),
            None => StopReason::Idle,
        };
        match reason {
            StopReason::Hit => self.pacer.run(false),
            StopReason::Idle => {
                self.playground.advance_until(end_ns, MAX_TIMERS);
            }
            StopReason::Deadline | StopReason::Budget => {}
        }
        self.pacer.skip_events(self.playground.machine());
    }

    /// Pauses time if a command or a stimulus has just caused the event that stops it.
    pub(crate) fn pause_on_stop_event(&mut self) {
        let Some(until) = self.pacer.stop_on else { return };
        let next_seq = self.pacer.next_seq;
        let machine = self.playground.machine();
        let has_happened = machine.trace(|trace| trace.since(next_seq).any(|(_, event)| until.is(&event.kind)));
        self.pacer.skip_events(machine);
        if has_happened {
            self.pacer.run(false);
        }
    }
}
