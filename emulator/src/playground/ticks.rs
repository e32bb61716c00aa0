//! The tick counter of the board's software, which MicroPython reads with `ticks_us`.
//!
//! On a WiPy it counts SysTick's interrupts. It begins at 0 after every reset, and it stands still in LPDS, where the
//! processor has no clock (`docs/cc3200.md`, section 7.10).

use super::Playground;

/// The interval of SysTick, in nanoseconds.
const TICK_NS: u64 = 1_000_000;

/// The tick counter.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Ticks {
    /// The simulated time at which the counter would have been 0, had it never stood still.
    zero_ns: u64,
    /// The simulated time at which it stopped, while it stands still.
    stopped_ns: Option<u64>,
}

impl Ticks {
    /// Sets the counter to 0.
    pub fn restart(&mut self, now_ns: u64) {
        *self = Self { zero_ns: now_ns, stopped_ns: None };
    }

    /// Stops the counter.
    pub fn stop(&mut self, now_ns: u64) {
        self.stopped_ns = Some(now_ns);
    }

    /// Lets the counter continue.
    pub fn resume(&mut self, now_ns: u64) {
        if let Some(stopped_ns) = self.stopped_ns.take() {
            self.zero_ns += now_ns - stopped_ns;
        }
    }

    /// Returns the value of the counter in nanoseconds.
    pub fn at(&self, now_ns: u64) -> u64 {
        self.stopped_ns.unwrap_or(now_ns) - self.zero_ns
    }
}

impl Playground {
    /// Stops the tick counter, because a firmware has put the board to sleep.
    pub(crate) fn stop_ticks(&mut self) {
        self.ticks.stop(self.machine.time_ns());
    }

    /// Returns the time that the ticks of the board's software have counted, in nanoseconds.
    pub fn ticks_ns(&self) -> u64 {
        self.ticks.at(self.machine.time_ns())
    }

    /// Returns `true` at the moment of a tick of the millisecond timer.
    pub fn is_at_tick(&self) -> bool {
        self.ticks_ns().is_multiple_of(TICK_NS)
    }

    /// Returns the simulated time of the next tick of the millisecond timer, in nanoseconds.
    pub fn next_tick_ns(&self) -> u64 {
        self.machine.time_ns() + TICK_NS - self.ticks_ns() % TICK_NS
    }
}
