//! The status of the script that runs, which the page shows in one line.

use pinscope_core::{PinId, Power, Wake};
use pinscope_emulator::playground::Goal;
use pinscope_protocol::ScriptStatus;

use crate::session::Engine;

/// Minimum real time that a status has to last before it is reported, in milliseconds.
const MIN_DURATION_MS: f64 = 200.0;

/// The status that was reported last. A script that begins runs.
#[derive(Debug)]
pub struct StatusReport {
    reported: ScriptStatus,
    /// The real time since which the script runs, although something else is reported.
    runs_since_ms: Option<f64>,
}

impl Default for StatusReport {
    fn default() -> Self {
        Self { reported: ScriptStatus::Running, runs_since_ms: None }
    }
}

impl Engine {
    /// Returns whether the board runs software.
    pub fn is_awake(&self) -> bool {
        matches!(self.playground.machine().power(), Power::Active | Power::Idle)
    }

    /// Returns the status of the script, which is on `line`, if it is another than the one that was returned last.
    /// `in_wait` is true if the script has called a function that waits, and `left_ms` is the rest of its wait, in
    /// milliseconds.
    pub fn changed_status(&mut self, line: u32, in_wait: bool, left_ms: f64, now_ms: f64) -> Option<ScriptStatus> {
        let status = self.status(line, in_wait);
        let report = &mut self.script.status;
        let is_short = matches!(status, ScriptStatus::Waiting { .. }) && left_ms < MIN_DURATION_MS;
        let status = if is_short && status != report.reported { ScriptStatus::Running } else { status };
        if status == report.reported {
            report.runs_since_ms = None;
            return None;
        }
        if status == ScriptStatus::Running && now_ms - *report.runs_since_ms.get_or_insert(now_ms) < MIN_DURATION_MS {
            return None;
        }
        *report = StatusReport { reported: status.clone(), runs_since_ms: None };
        Some(status)
    }

    fn status(&self, line: u32, in_wait: bool) -> ScriptStatus {
        if !self.is_time_moving() {
            ScriptStatus::Paused { line }
        } else if !self.is_awake() {
            let has_alarm = self.playground.alarm().is_some_and(|alarm| alarm.wakes);
            let status = if has_alarm { ScriptStatus::AsleepUntilAlarm } else { ScriptStatus::Asleep };
            status(self.wake_pins())
        } else if in_wait && matches!(self.script.goal, Goal::Time(_)) {
            ScriptStatus::Waiting { line, ms: self.script.sleep_ms }
        } else {
            ScriptStatus::Running
        }
    }

    /// Returns the pins that end the present sleep.
    fn wake_pins(&self) -> Vec<PinId> {
        let machine = self.playground.machine();
        let mode = if machine.power() == Power::Suspended { Wake::SUSPENDED } else { Wake::HIBERNATE };
        let wakes = |pin: &PinId| machine.peek_board().at(*pin).wake().is_some_and(|wake| wake.contains(mode));
        PinId::by_number().filter(wakes).collect()
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::{PinId::GP10, SleepMode, Trigger};

    use super::*;

    /// Returns an engine whose script has begun to sleep for 480 ms.
    fn engine() -> Engine {
        let mut engine = Engine::default();
        engine.prepare_script();
        engine.begin_script(true, 0.0);
        engine.settle(0.0);
        engine.begin_sleep(480_000, 480);
        engine
    }

    #[test]
    fn a_status_is_returned_once_and_contains_what_the_script_waits_for() {
        let mut engine = engine();
        let waiting = ScriptStatus::Waiting { line: 12, ms: 480 };
        assert_eq!(engine.changed_status(12, true, 480.0, 0.0), Some(waiting));
        assert_eq!(engine.changed_status(12, true, 10.0, 470.0), None, "it is still the same wait");
        engine.arm(GP10.index() as i32, Trigger::Rising.bits(), 1, Wake::SUSPENDED.bits(), true);
        engine.fall_asleep(SleepMode::Suspended as i32);
        assert_eq!(engine.changed_status(13, true, f64::INFINITY, 500.0), Some(ScriptStatus::Asleep(vec![GP10])));
        engine.pacer.run(false);
        let paused = ScriptStatus::Paused { line: 13 };
        assert_eq!(engine.changed_status(13, true, f64::INFINITY, 501.0), Some(paused));
    }

    #[test]
    fn short_waits_are_not_reported_and_a_script_runs_only_when_it_has_run_for_a_while() {
        let mut engine = engine();
        assert_eq!(engine.changed_status(3, true, 5.0, 0.0), None);
        assert!(engine.changed_status(3, true, 480.0, 1.0).is_some());
        assert_eq!(engine.changed_status(4, false, 0.0, 481.0), None, "the loop begins again at once");
        assert_eq!(engine.changed_status(3, true, 480.0, 482.0), None);
        assert_eq!(engine.changed_status(4, false, 0.0, 970.0), None);
        assert_eq!(engine.changed_status(5, true, 5.0, 1170.0), Some(ScriptStatus::Running));
    }
}
