//! Relates simulated time to real time: it runs at a speed, pauses, steps, and pauses at an event.
//!
//! The pacer moves nothing. It only says how far simulated time may move now; the scheduler of the emulator decides
//! what happens until then.

use pinscope_emulator::Machine;
use pinscope_emulator::trace::Trace;
use pinscope_protocol::{END_OF_TIME_NS, Until};

/// The highest speed, as a multiple of real time. The page calls it the fastest.
pub const MAX_SPEED: f64 = 3600.0;

/// Maximum real time that simulated time catches up with. If it is further behind, it gives up the rest.
const MAX_LAG_MS: f64 = 250.0;
/// Maximum real time by which a program that spends simulated time may be ahead.
const MAX_LEAD_MS: f64 = 1.0;
/// Minimum wait, in milliseconds: a wait of 0 would mean that nothing has to be waited for.
const MIN_WAIT_MS: f64 = 0.001;
/// Maximum length of a step, in simulated nanoseconds: ten minutes.
const MAX_STEP_NS: u64 = 600_000_000_000;

/// The relation of simulated time to real time.
#[derive(Debug)]
pub struct RealTimePacer {
    is_running: bool,
    /// The speed of simulated time, as a multiple of real time.
    speed: f64,
    /// The real time of the last question, in milliseconds. There is none before the first question.
    last_ms: Option<f64>,
    /// A moment in real time and in simulated time. It is set at the first question after it was cleared.
    origin: Option<Origin>,
    /// The simulated time that was given up.
    given_up_ns: u64,
    /// The simulated time that has yet to be caught up with.
    lag_ns: u64,
    stop_on: Option<Until>,
    /// The sequence number of the first event that was not compared with the awaited one.
    next_seq: u64,
    step: Option<Step>,
}

/// A moment from which simulated time runs at its speed.
#[derive(Clone, Copy, Debug)]
struct Origin {
    real_ms: f64,
    simulated_ns: u64,
}

/// A step that is under way.
#[derive(Clone, Copy, Debug)]
struct Step {
    until: Until,
    /// The simulated time at which it ends if the event does not happen, in nanoseconds.
    end_ns: u64,
}

impl RealTimePacer {
    /// Creates a pacer that runs at the speed of real time.
    pub fn new() -> Self {
        Self {
            is_running: true,
            speed: 1.0,
            last_ms: None,
            origin: None,
            given_up_ns: 0,
            lag_ns: 0,
            stop_on: None,
            next_seq: 0,
            step: None,
        }
    }

    /// Returns whether time runs by itself.
    pub fn is_running(&self) -> bool {
        self.is_running
    }

    /// Lets time run or pauses it. A step that is under way ends.
    pub fn run(&mut self, is_running: bool) {
        self.is_running = is_running;
        self.step = None;
        self.start_over();
    }

    /// Returns the speed of simulated time, as a multiple of real time.
    pub fn speed(&self) -> f64 {
        self.speed
    }

    /// Sets the speed of simulated time, as a multiple of real time. A higher speed than [`MAX_SPEED`] means that one.
    pub fn set_speed(&mut self, speed: f64) {
        self.speed = speed.min(MAX_SPEED);
        self.start_over();
    }

    /// Returns how far time has fallen behind since it was started or its speed was set, in simulated nanoseconds. At
    /// the highest speed it is never behind, because that speed only means that time does not wait.
    pub fn behind_ns(&self) -> u64 {
        if self.speed == MAX_SPEED { 0 } else { self.given_up_ns.saturating_add(self.lag_ns) }
    }

    /// Lets simulated time continue from where it is, without catching up with anything.
    pub fn resume_from_now(&mut self) {
        self.origin = None;
        self.lag_ns = 0;
    }

    /// Lets simulated time stand still until `real_ms` of real time.
    pub fn stand_still_until(&mut self, real_ms: f64) {
        self.resume_from_now();
        self.last_ms = Some(real_ms);
    }

    fn start_over(&mut self) {
        self.resume_from_now();
        self.given_up_ns = 0;
    }

    /// Returns how far simulated time, which is `clock_ns`, may move at `real_ms` of real time. The next work is due at
    /// `due_ns` of simulated time. A program that spends time may be a little ahead, so that it need not wait after
    /// every call.
    pub fn limit_ns(&mut self, real_ms: f64, clock_ns: u64, due_ns: u64, spends: bool) -> u64 {
        let last_ms = self.last_ms.replace(real_ms).unwrap_or(real_ms);
        if let Some(step) = self.step {
            return step.end_ns;
        }
        if !self.is_running {
            return clock_ns;
        }
        let origin = *self.origin.get_or_insert(Origin { real_ms: last_ms, simulated_ns: clock_ns });
        let passed_ns = (real_ms - origin.real_ms).max(0.0) * 1e6 * self.speed;
        let mut present_ns = origin.simulated_ns.saturating_add(passed_ns as u64);
        let missing_ns = present_ns.saturating_sub(clock_ns);
        // Time in which there is nothing to do is not something to catch up with.
        self.lag_ns = if due_ns <= present_ns { missing_ns } else { 0 };
        if missing_ns as f64 > MAX_LAG_MS * 1e6 * self.speed {
            self.given_up_ns = self.given_up_ns.saturating_add(self.lag_ns);
            self.lag_ns = 0;
            self.origin = Some(Origin { real_ms, simulated_ns: clock_ns });
            present_ns = clock_ns;
        }
        let lead_ms = if spends { MAX_LEAD_MS } else { 0.0 };
        present_ns.saturating_add((lead_ms * 1e6 * self.speed) as u64).min(END_OF_TIME_NS).max(clock_ns)
    }

    /// Returns the real time after the last question at which simulated time reaches `next_ns`, in milliseconds. It is
    /// infinite while time is paused.
    pub fn wait_ms(&self, next_ns: u64) -> f64 {
        let Some(origin) = self.origin.filter(|_| self.is_running && next_ns != u64::MAX) else { return f64::INFINITY };
        let due_ms = origin.real_ms + next_ns.saturating_sub(origin.simulated_ns) as f64 / 1e6 / self.speed;
        (due_ms - self.last_ms.unwrap_or(0.0)).max(MIN_WAIT_MS)
    }

    /// Pauses time, and from the next turn on lets it continue until this happens.
    pub fn step(&mut self, until: Until, machine: &Machine) {
        self.run(false);
        self.skip_events(machine);
        self.step = Some(Step { until, end_ns: machine.time_ns().saturating_add(MAX_STEP_NS).min(END_OF_TIME_NS) });
    }

    /// Returns whether a step is under way.
    pub fn is_stepping(&self) -> bool {
        self.step.is_some()
    }

    /// Returns the event at which time has to pause: that of the step, or the one that always pauses it.
    pub fn awaited(&self) -> Option<Until> {
        self.step.map(|step| step.until).or(self.stop_on)
    }

    /// Ends the step if simulated time has reached its end. Returns whether it has ended.
    pub fn end_step_at(&mut self, now_ns: u64) -> bool {
        self.step.take_if(|step| step.end_ns <= now_ns).is_some()
    }

    /// Returns the event that always pauses time.
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

    /// Pauses time if the awaited event has happened since the last question.
    pub fn pause_if_happened(&mut self, machine: &Machine) {
        let Some(until) = self.awaited() else { return };
        let next_seq = self.next_seq;
        let has_happened = machine.trace(|trace| trace.since(next_seq).any(|(_, event)| until.is(&event.kind)));
        self.skip_events(machine);
        if has_happened {
            self.run(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::Profile;

    use super::*;

    #[test]
    fn simulated_time_follows_real_time_at_its_speed() {
        let mut pacer = RealTimePacer::new();
        pacer.set_speed(2.0);
        pacer.stand_still_until(100.0);
        assert_eq!(pacer.limit_ns(100.0, 7, 0, false), 7);
        assert_eq!(pacer.limit_ns(110.0, 7, 0, false), 20_000_007);
        assert_eq!(pacer.limit_ns(110.0, 7, 0, true), 22_000_007, "a program may be a millisecond ahead");
    }

    #[test]
    fn time_that_is_paused_stands_and_continues_without_catching_up() {
        let mut pacer = RealTimePacer::new();
        pacer.limit_ns(0.0, 0, 0, false);
        pacer.run(false);
        assert_eq!(pacer.limit_ns(100.0, 5, 0, true), 5);
        assert_eq!(pacer.wait_ms(10), f64::INFINITY);
        pacer.run(true);
        assert_eq!(pacer.limit_ns(101.0, 5, 0, false), 1_000_005);
        assert_eq!(pacer.wait_ms(3_000_005), 2.0);
    }

    #[test]
    fn a_lag_is_caught_up_with_unless_it_is_long() {
        let mut pacer = RealTimePacer::new();
        pacer.limit_ns(0.0, 0, 0, false);
        assert_eq!(pacer.limit_ns(250.0, 0, 0, false), 250_000_000);
        assert_eq!(pacer.behind_ns(), 250_000_000);
        assert_eq!(pacer.limit_ns(300.0, 0, 0, false), 0, "the rest is given up");
        assert_eq!(pacer.behind_ns(), 300_000_000);
        assert_eq!(pacer.limit_ns(301.0, 0, 0, false), 1_000_000);
        assert_eq!(pacer.behind_ns(), 301_000_000);
    }

    #[test]
    fn time_in_which_nothing_is_due_does_not_count_as_lag() {
        let mut pacer = RealTimePacer::new();
        assert_eq!(pacer.limit_ns(900.0, 0, 0, false), 0, "time begins with the first question");
        assert_eq!(pacer.limit_ns(1_000.0, 0, 100_000_001, false), 100_000_000);
        assert_eq!(pacer.behind_ns(), 0);
        assert_eq!(pacer.limit_ns(1_300.0, 0, u64::MAX, false), 0, "a long pause is skipped nevertheless");
        assert_eq!(pacer.behind_ns(), 0);
    }

    #[test]
    fn a_step_does_not_wait_for_real_time_and_ends_after_ten_minutes() {
        let mut pacer = RealTimePacer::new();
        pacer.step(Until::Edge(None), &Machine::new(Profile::Wipy));
        assert_eq!(pacer.limit_ns(0.0, 0, 0, false), MAX_STEP_NS);
        assert!(!pacer.end_step_at(MAX_STEP_NS - 1));
        assert!(pacer.is_stepping());
        assert!(pacer.end_step_at(MAX_STEP_NS));
        assert!(!pacer.is_stepping());
        assert!(!pacer.is_running());
    }

    #[test]
    fn the_highest_speed_is_never_behind_and_a_higher_one_means_it() {
        let mut pacer = RealTimePacer::new();
        pacer.set_speed(1_000_000.0);
        assert_eq!(pacer.speed(), MAX_SPEED);
        pacer.limit_ns(0.0, 0, 0, false);
        pacer.limit_ns(10_000.0, 0, 0, false);
        assert_eq!(pacer.behind_ns(), 0);
    }
}
