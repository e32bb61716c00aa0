//! How simulated time follows real time: running, standing still, stepping, and stopping where asked.

use pinscope_emulator::Machine;
use pinscope_emulator::playground::StopReason;
use pinscope_emulator::trace::Trace;

use crate::session::{END_OF_TIME_NS, Engine, TURN};
use pinscope_protocol::Until;

/// The longest stretch of real time that is caught up with; a page in the background falls behind instead.
const MOST_CATCH_UP_MS: f64 = 1000.0;

/// A step goes no further than this, in simulated nanoseconds: what does not happen in ten minutes is not waited for.
const LONGEST_STEP_NS: u64 = 600_000_000_000;

/// How simulated time goes.
#[derive(Debug)]
pub struct RealTimePacer {
    is_running: bool,
    /// How many times faster than real time.
    speed: f64,
    /// Real time of the last catch-up, in milliseconds.
    caught_up_ms: f64,
    behind_ns: u64,
    stop_on: Option<Until>,
    /// Events before this sequence number have been compared with `stop_on`.
    compared: u64,
    /// A step that is under way, and where it ends at the latest, in simulated nanoseconds.
    step: Option<(Until, u64)>,
}

impl RealTimePacer {
    /// Running at the speed of real time, of which it is `now_ms`.
    pub fn new(now_ms: f64) -> Self {
        Self {
            is_running: true,
            speed: 1.0,
            caught_up_ms: now_ms,
            behind_ns: 0,
            stop_on: None,
            compared: 0,
            step: None,
        }
    }

    /// As [`RealTimePacer::new`], for a bench that begins at time 0.
    pub fn start_over(&mut self) {
        *self = Self::new(self.caught_up_ms);
    }

    /// Whether time runs by itself.
    pub fn is_running(&self) -> bool {
        self.is_running
    }

    /// Lets time run, or stand still.
    pub fn run(&mut self, is_running: bool) {
        (self.is_running, self.behind_ns, self.step) = (is_running, 0, None);
    }

    /// How many times faster than real time it is to run.
    pub fn speed(&self) -> f64 {
        self.speed
    }

    /// Sets how many times faster than real time it is to run.
    pub fn set_speed(&mut self, speed: f64) {
        (self.speed, self.behind_ns) = (speed, 0);
    }

    /// How far it has fallen behind since it was last started or its speed was set, in simulated nanoseconds.
    pub fn behind_ns(&self) -> u64 {
        self.behind_ns
    }

    /// Stands still, and at the next turn goes on from `now_ns` until this happens.
    pub fn step(&mut self, until: Until, now_ns: u64) {
        self.run(false);
        self.step = Some((until, now_ns.saturating_add(LONGEST_STEP_NS).min(END_OF_TIME_NS)));
    }

    /// Whether a step is under way.
    pub fn is_stepping(&self) -> bool {
        self.step.is_some()
    }

    /// What it stops on.
    pub fn stops_on(&self) -> Option<Until> {
        self.stop_on
    }

    /// Stops from now on as soon as this happens.
    pub fn stop_on(&mut self, until: Option<Until>, machine: &Machine) {
        self.stop_on = until;
        self.note(machine);
    }

    /// Nothing that has happened so far is a reason to stop.
    pub fn note(&mut self, machine: &Machine) {
        self.compared = machine.trace(Trace::next);
    }
}

impl Engine {
    /// Lets simulated time follow real time.
    pub(crate) fn catch_up(&mut self, now_ms: f64) {
        let passed_ns = (now_ms - self.pace.caught_up_ms).max(0.0) * 1e6 * self.pace.speed;
        let passed_ns = self.script.behind(passed_ns);
        let most_ns = MOST_CATCH_UP_MS * 1e6 * self.pace.speed;
        self.pace.caught_up_ms = now_ms;
        if self.advancing_to.is_some() {
            return;
        }
        if let Some((until, end_ns)) = self.pace.step {
            self.changed = true;
            if self.playground.run_until(end_ns, TURN, |kind| until.is(kind)) != StopReason::Budget {
                self.pace.step = None;
            }
        } else if self.pace.is_running {
            self.changed = true;
            let end_ns = self.time_ns().saturating_add(passed_ns.min(most_ns) as u64).min(END_OF_TIME_NS);
            self.follow(end_ns);
            let left_ns = end_ns.saturating_sub(self.time_ns()) + (passed_ns - most_ns).max(0.0) as u64;
            if self.pace.is_running {
                self.pace.behind_ns = self.pace.behind_ns.saturating_add(left_ns);
            }
        }
    }

    /// Lets time go on to `end_ns`, or to where it is to stop.
    fn follow(&mut self, end_ns: u64) {
        let stop_on = self.pace.stop_on;
        let sought = match stop_on {
            Some(until) => self.playground.run_until(end_ns, TURN, |kind| until.is(kind)),
            None => StopReason::Idle,
        };
        match sought {
            StopReason::Hit => self.pace.run(false),
            StopReason::Idle => drop(self.playground.advance_until(end_ns, TURN)),
            StopReason::Deadline | StopReason::Budget => {}
        }
        self.pace.note(self.playground.machine());
    }

    /// Stops if what software or hands have just done is what to stop on.
    pub(crate) fn stop_where_asked(&mut self) {
        let Some(until) = self.pace.stop_on else { return };
        let compared = self.pace.compared;
        let machine = self.playground.machine();
        let is_found = machine.trace(|trace| trace.since(compared).any(|(_, event)| until.is(&event.kind)));
        self.pace.note(machine);
        if is_found {
            self.pace.run(false);
        }
    }
}
