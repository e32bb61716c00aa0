//! Letting time pass until something happens.

use pinscope_core::EventKind;

use super::Playground;
use crate::trace::Trace;

/// How far [`Playground::seek`] came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// What was sought has just happened.
    Hit,
    /// It did not happen until the end; time stands there.
    Deadline,
    /// Nothing is due any more, so it will not happen by itself; time stands at what happened last.
    Idle,
    /// As many timers have rung as were allowed.
    Budget,
}

impl Playground {
    /// Lets time pass until something happens for which `is_it` holds, but not past `end_ns`, and until `most` timers
    /// have rung.
    pub fn run_until(&mut self, end_ns: u64, most: u32, is_it: impl Fn(&EventKind) -> bool) -> StopReason {
        for _ in 0..most {
            let Some(due_ns) = self.clock.next_ns() else { return StopReason::Idle };
            let seen = self.machine.trace(Trace::next);
            let is_end = due_ns > end_ns;
            self.advance_until(due_ns.min(end_ns), 1);
            if self.machine.trace(|trace| trace.since(seen).any(|(_, event)| is_it(&event.kind))) {
                return StopReason::Hit;
            }
            if is_end {
                return StopReason::Deadline;
            }
        }
        StopReason::Budget
    }
}
