//! The scheduler: the only place where simulated time moves.
//!
//! Time moves because the program of the board spends it or waits. It goes from one event of the board to the next, and
//! it stops at each interrupt whose handler the program has to call, so that the handler runs at the moment of its
//! interrupt. Real time has no influence on this. A caller that shows the board in real time only decides how far time
//! may move now, with `limit_ns`.
//!
//! A board whose program has ended, or that has no program, is a program that waits without end.

use pinscope_core::{EventKind, Power};

use super::Playground;
use super::costs::HANDLER_ENTRY;
use crate::trace::Trace;

/// The point that the program waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// The program has spent everything that it owes.
    Spent,
    /// Simulated time has reached this number of nanoseconds, and the program runs.
    Time(u64),
    /// An interrupt has ended IDLE, or simulated time has reached this number of nanoseconds, which ends IDLE too.
    Interrupt(u64),
    /// The board is awake.
    Awake,
    /// The program never goes on, because it has ended or because there is none.
    Never,
}

/// The reason why [`Playground::run`] returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The goal is reached.
    Reached,
    /// The program has to call a handler, to start again or to end.
    Interrupted,
    /// Simulated time has reached the limit.
    Limit,
    /// An event has occurred at which the caller wants to stop.
    Stopped,
    /// The maximum number of timers has fired.
    Budget,
}

/// The simulated time that the program owes: it has done something and the time that this takes has not passed yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Debt {
    /// The time that the handler that runs owes, or the main program if no handler runs, in nanoseconds.
    owed_ns: u64,
    /// The same for the main program and the handlers that were interrupted, the last one last.
    interrupted: Vec<u64>,
}

impl Debt {
    /// Begins a handler of a script, which first takes the time to get there.
    pub fn enter_handler(&mut self) {
        self.enter_isr();
        self.owed_ns = HANDLER_ENTRY.ns;
    }

    /// Begins an interrupt service routine of a firmware.
    pub fn enter_isr(&mut self) {
        self.interrupted.push(self.owed_ns);
        self.owed_ns = 0;
    }

    /// Ends a handler. The interrupted part of the program owes what it owed before.
    pub fn leave_handler(&mut self) {
        self.owed_ns = self.interrupted.pop().unwrap_or(0);
    }
}

impl Playground {
    /// Lets the program spend `ns` nanoseconds, at most until `limit_ns`. Returns `true` if it has spent everything
    /// that it owes; otherwise something has to happen first, and [`Playground::run`] continues with [`Goal::Spent`].
    #[inline]
    pub fn spend(&mut self, ns: u64, limit_ns: u64) -> bool {
        self.debt.owed_ns += ns;
        let end_ns = self.machine.time_ns() + self.debt.owed_ns;
        let happens_first = self.timers.next_ns().is_some_and(|due_ns| due_ns <= end_ns);
        if happens_first || end_ns > limit_ns || self.needs_program() || self.is_program_stopped() {
            return false;
        }
        self.move_clock(end_ns, Goal::Spent);
        true
    }

    /// Lets simulated time pass until `goal` is reached, but not past `limit_ns`, and at most until `max_timers` timers
    /// have fired. It also returns when the program is needed, and after an event for which `stops_at` returns `true`.
    pub fn run(
        &mut self,
        goal: Goal,
        limit_ns: u64,
        max_timers: u32,
        stops_at: Option<&dyn Fn(&EventKind) -> bool>,
    ) -> Progress {
        // A time of u64::MAX means never.
        let limit_ns = limit_ns.min(u64::MAX - 1);
        for _ in 0..max_timers {
            if self.needs_program() || goal != Goal::Never && !self.has_script() {
                return Progress::Interrupted;
            }
            let now_ns = self.machine.time_ns();
            let due_ns = self.timers.next_ns().unwrap_or(u64::MAX);
            let goal_ns = self.goal_ns(goal);
            if goal_ns <= now_ns && due_ns > now_ns {
                self.end_idle(goal);
                return Progress::Reached;
            }
            let end_ns = goal_ns.min(due_ns).max(now_ns);
            if end_ns > limit_ns {
                self.move_clock(limit_ns, goal);
                return Progress::Limit;
            }
            self.move_clock(end_ns, goal);
            if due_ns <= end_ns {
                let first_new = stops_at.map(|_| self.machine.trace(Trace::next));
                if let Some((_, timer)) = self.timers.pop_until(end_ns) {
                    self.fire(timer);
                    self.run_pending();
                }
                if let (Some(stops_at), Some(first_new)) = (stops_at, first_new)
                    && self.machine.trace(|trace| trace.since(first_new).any(|(_, event)| stops_at(&event.kind)))
                {
                    return Progress::Stopped;
                }
            }
        }
        Progress::Budget
    }

    /// Lets `ns` nanoseconds pass and fires every timer that is due in that time, on a board without a program.
    pub fn advance(&mut self, ns: u64) {
        let end_ns = self.machine.time_ns().saturating_add(ns);
        while self.run(Goal::Never, end_ns, u32::MAX, None) == Progress::Budget {}
    }

    /// Returns the time at which the next timer is due.
    pub fn next_timer_ns(&self) -> Option<u64> {
        self.timers.next_ns()
    }

    /// Returns the time at which `goal` is reached if nothing happens before.
    pub fn goal_ns(&self, goal: Goal) -> u64 {
        let now_ns = self.machine.time_ns();
        match goal {
            Goal::Interrupt(_) if self.is_idle_over() => now_ns,
            Goal::Interrupt(end_ns) if self.machine.power() == Power::Idle => end_ns,
            _ if self.is_program_stopped() => u64::MAX,
            Goal::Spent => now_ns + self.debt.owed_ns,
            Goal::Time(time_ns) => time_ns,
            Goal::Awake | Goal::Interrupt(_) => now_ns,
            Goal::Never => u64::MAX,
        }
    }

    /// Makes the processor wait for an interrupt, as the program. Returns the goal that ends this: an interrupt, or the
    /// next tick of SysTick. So short a sleep is not recorded.
    pub fn begin_idle(&mut self) -> Goal {
        let tick_ns = self.next_tick_ns();
        self.machine.chip_mut().power = Power::Idle;
        self.run_pending();
        Goal::Interrupt(tick_ns)
    }

    fn end_idle(&mut self, goal: Goal) {
        if matches!(goal, Goal::Interrupt(_)) && self.machine.power() == Power::Idle {
            self.machine.chip_mut().power = Power::Active;
        }
    }

    /// Returns `true` if an interrupt has ended IDLE. A pending interrupt does so too while interrupts are disabled,
    /// although it is not entered (ARMv7-M B1.5.17). One that pauses after a storm does not, because a program that
    /// only waits would then wait again without letting time pass.
    fn is_idle_over(&self) -> bool {
        self.machine.power() == Power::Idle && self.has_interrupt()
    }

    /// Returns `true` if the program stands still, because the board sleeps or because a reaction of the bench runs in
    /// its place.
    fn is_program_stopped(&self) -> bool {
        self.machine.power() != Power::Active || self.is_reaction_running()
    }

    /// Moves simulated time. If the program spends time and does not stand still, it owes less afterwards.
    #[inline]
    pub(super) fn move_clock(&mut self, to_ns: u64, goal: Goal) {
        let now_ns = self.machine.time_ns();
        if to_ns <= now_ns {
            return;
        }
        if goal == Goal::Spent && !self.is_program_stopped() {
            self.debt.owed_ns -= self.debt.owed_ns.min(to_ns - now_ns);
            self.on_main_progress();
        }
        self.machine.chip_mut().time_ns = to_ns;
    }
}
