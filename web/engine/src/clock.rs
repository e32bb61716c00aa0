//! Lets simulated time move as far as real time allows, while no program runs and while one does.

use pinscope_core::EventKind;
use pinscope_emulator::playground::{Goal, Progress};
use pinscope_protocol::Until;

use crate::real_time::MAX_SPEED;
use crate::session::{Engine, MAX_TIMERS};

impl Engine {
    /// Lets simulated time move until `goal` is reached, as far as it may at `now_ms` of real time.
    pub(crate) fn proceed(&mut self, goal: Goal, now_ms: f64) -> Progress {
        self.pacer.pause_if_happened(self.playground.machine());
        if goal == Goal::Never {
            self.end_endless_step();
        }
        let limit_ns = self.limit_ns(goal, now_ms);
        if goal == Goal::Never && self.is_resting() {
            return Progress::Limit;
        }
        let before_ns = self.time_ns();
        let awaited = self.pacer.awaited().filter(|_| self.advance.is_none());
        let progress = match awaited {
            Some(until) => self.playground.run(goal, limit_ns, MAX_TIMERS, Some(&|kind: &EventKind| until.is(kind))),
            None => self.playground.run(goal, limit_ns, MAX_TIMERS, None),
        };
        if progress == Progress::Stopped {
            self.pacer.run(false);
        }
        if self.pacer.awaited().is_some() {
            self.pacer.skip_events(self.playground.machine());
        }
        if self.pacer.end_step_at(self.time_ns()) {
            self.autosave.show_notice(None, "The step has ended after ten simulated minutes.");
        }
        if self.time_ns() != before_ns || progress != Progress::Limit {
            self.frames.mark_changed();
        }
        progress
    }

    /// Returns how far simulated time may move at `now_ms` of real time.
    pub(crate) fn limit_ns(&mut self, goal: Goal, now_ms: f64) -> u64 {
        match self.advance {
            Some(advance) => advance.end_ns,
            None => self.pacer.limit_ns(now_ms, self.time_ns(), self.due_ns(goal), goal == Goal::Spent),
        }
    }

    /// Returns the simulated time at which there is something to do: `goal` is reached, or a timer is due.
    pub(crate) fn due_ns(&self, goal: Goal) -> u64 {
        self.playground.goal_ns(goal).min(self.playground.next_timer_ns().unwrap_or(u64::MAX))
    }

    /// Ends a step to a line of a script that does not run, or to an event while nothing is going to happen.
    fn end_endless_step(&mut self) {
        let is_line = self.pacer.awaited() == Some(Until::Line);
        let nothing_happens = self.playground.next_timer_ns().is_none() && !self.playground.needs_program();
        if self.pacer.is_stepping() && (is_line || nothing_happens) {
            self.pacer.run(false);
            let text =
                if is_line { "No script runs, so there is no line to step to." } else { "Nothing is going to happen." };
            self.autosave.show_notice(None, text);
            self.frames.mark_changed();
        }
    }

    /// Ends a step that is under way when the script ends.
    pub fn end_step_with_script(&mut self) {
        if self.pacer.is_stepping() {
            self.pacer.run(false);
            self.autosave.show_notice(None, "The step has ended with the script.");
            self.frames.mark_changed();
        }
    }

    /// Returns whether simulated time rests although it runs: at the highest speed it goes from event to event, and
    /// nothing is going to happen.
    fn is_resting(&self) -> bool {
        self.advance.is_none()
            && self.pacer.is_running()
            && self.pacer.speed() == MAX_SPEED
            && self.playground.next_timer_ns().is_none()
            && !self.playground.needs_program()
    }
}
