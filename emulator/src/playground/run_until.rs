//! Runs a playground until an event occurs.

use pinscope_core::EventKind;

use super::Playground;
use crate::trace::Trace;

/// The reason why [`Playground::run_until`] returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// The event has just occurred.
    Hit,
    /// The event did not occur, and the end time has been reached.
    Deadline,
    /// No timer is set, so the event cannot occur by itself. The time is that of the last timer.
    Idle,
    /// The maximum number of timers has fired.
    Budget,
}

impl Playground {
    /// Lets time pass until an event for which `is_hit` returns `true`, but not past `end_ns` and for at most
    /// `max_timers` timers.
    pub fn run_until(&mut self, end_ns: u64, max_timers: u32, is_hit: impl Fn(&EventKind) -> bool) -> StopReason {
        for _ in 0..max_timers {
            let Some(due_ns) = self.timers.next_ns() else { return StopReason::Idle };
            let first_new = self.machine.trace(Trace::next);
            let is_past_end = due_ns > end_ns;
            self.advance_until(due_ns.min(end_ns), 1);
            if self.machine.trace(|trace| trace.since(first_new).any(|(_, event)| is_hit(&event.kind))) {
                return StopReason::Hit;
            }
            if is_past_end {
                return StopReason::Deadline;
            }
        }
        StopReason::Budget
    }
}
