//! Stimuli that have a simulated moment of their own, so that a run with them is the same every time.

use std::collections::VecDeque;

use super::Playground;
use crate::stimulus::Stimulus;
use crate::timer_queue::Timer;

/// A stimulus and the time at which it acts.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TimedStimulus {
    /// The time, in nanoseconds.
    pub at_ns: u64,
    /// The stimulus.
    pub stimulus: Stimulus,
}

/// The stimuli that are still to come, the earliest first.
pub(super) type TimedStimuli = VecDeque<TimedStimulus>;

impl Playground {
    /// Lets stimuli act at their times, which count from now. They replace those that are still to come. Stimuli with
    /// equal times act in their order.
    pub fn schedule(&mut self, mut stimuli: Vec<TimedStimulus>) {
        stimuli.sort_by_key(|timed| timed.at_ns);
        let now_ns = self.machine.time_ns();
        let from_now = |timed: TimedStimulus| TimedStimulus { at_ns: now_ns.saturating_add(timed.at_ns), ..timed };
        self.timed_stimuli = stimuli.into_iter().map(from_now).collect();
        self.set_stimulus_timer();
    }

    /// Applies the next stimulus, which is due now.
    pub(super) fn apply_timed_stimulus(&mut self) {
        if let Some(timed) = self.timed_stimuli.pop_front() {
            self.processor.reset_service_counts();
            self.apply(timed.stimulus);
        }
        self.set_stimulus_timer();
    }

    /// Sets the timer to the next stimulus.
    pub(super) fn set_stimulus_timer(&mut self) {
        self.timers.set(Timer::Stimulus, self.timed_stimuli.front().map(|timed| timed.at_ns));
    }
}
