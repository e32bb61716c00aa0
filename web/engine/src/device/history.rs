//! The trace of a physical board. The clock of the trace never goes back to 0, whereas the board's own clock does so at
//! each reset.

use pinscope_core::{Event, EventKind, PadLevel, PinId, Power, ResetCause, Snapshot, Trigger};
use pinscope_emulator::Trace;

/// The trace, and the state of the board at its end.
#[derive(Debug, Default)]
pub struct DeviceHistory {
    trace: Trace,
    levels: [Option<PadLevel>; PinId::COUNT],
    /// True if a snapshot was received. The trace begins with the first one.
    is_started: bool,
    /// The time of the trace at which the board's clock was 0.
    offset_ns: u64,
    /// The time of the last event or snapshot, by the clock of the trace.
    last_ns: u64,
    /// The time and the mode of a sleep that the board has announced. The next message shows whether it happened.
    pending_sleep: Option<(u64, Power)>,
}

impl DeviceHistory {
    /// Returns all events so far.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// Returns the time of the last event or snapshot, by the clock of the trace.
    pub fn now_ns(&self) -> u64 {
        self.last_ns
    }

    /// Returns the time of the last event or snapshot, by the board's clock.
    pub fn board_ns(&self) -> u64 {
        self.last_ns.saturating_sub(self.offset_ns)
    }

    /// Records that the board was reset. Nothing was received for `gap_ns`, and the board's clock is at `board_ns` now.
    pub fn on_reset(&mut self, cause: ResetCause, gap_ns: u64, board_ns: u64) {
        let now_ns = self.last_ns.saturating_add(gap_ns);
        self.confirm_sleep();
        self.offset_ns = now_ns.saturating_sub(board_ns);
        self.record(board_ns, EventKind::Reset { cause });
    }

    /// Records that the connection was lost. From now on the levels are unknown.
    pub fn on_disconnected(&mut self) {
        let board_ns = self.board_ns();
        PinId::ALL.into_iter().for_each(|pin| self.set_level(board_ns, pin, None));
    }

    /// Receives an event.
    pub fn on_event(&mut self, Event { time_ns, kind }: Event) {
        match kind {
            EventKind::Sleep { power: power @ (Power::Suspended | Power::Hibernate) } => {
                self.pending_sleep = Some((time_ns, power));
            }
            EventKind::Irq { pin, trigger, .. } => {
                // After an edge the level is known.
                match trigger {
                    Trigger::Rising => self.set_level(time_ns, pin, Some(PadLevel::High)),
                    Trigger::Falling => self.set_level(time_ns, pin, Some(PadLevel::Low)),
                    Trigger::BothEdges | Trigger::HighLevel | Trigger::LowLevel => {}
                }
                self.record(time_ns, kind);
                // A physical board does not report when its handler returns.
                self.record(time_ns, EventKind::Left { pin });
            }
            _ => {
                self.confirm_sleep();
                self.record(time_ns, kind);
            }
        }
    }

    /// Receives a snapshot. Returns whether the trace begins with it.
    pub fn on_snapshot(&mut self, snapshot: &Snapshot) -> bool {
        let levels = snapshot.pins.map(|status| status.level);
        let is_first = !std::mem::replace(&mut self.is_started, true);
        if is_first {
            self.last_ns = self.trace_time(snapshot.time_ns);
            self.levels = levels;
            self.trace = Trace::known_from(self.last_ns, levels);
        }
        if snapshot.power == Power::Active {
            // The board is awake although nothing woke it, so it has not slept.
            self.pending_sleep = None;
        }
        for (pin, level) in PinId::ALL.into_iter().zip(levels) {
            self.set_level(snapshot.time_ns, pin, level);
        }
        self.last_ns = self.trace_time(snapshot.time_ns);
        is_first
    }

    /// Records an announced sleep, if there is one, because the board has been silent since or has reported something
    /// else.
    pub fn confirm_sleep(&mut self) {
        if let Some((time_ns, power)) = self.pending_sleep.take() {
            self.record(time_ns, EventKind::Sleep { power });
        }
    }

    fn set_level(&mut self, time_ns: u64, pin: PinId, level: Option<PadLevel>) {
        let last = std::mem::replace(&mut self.levels[pin.index()], level);
        if last != level {
            let kind = level.map_or(EventKind::Unknown { pin }, |level| EventKind::Level { pin, level });
            self.record(time_ns, kind);
        }
    }

    fn record(&mut self, time_ns: u64, kind: EventKind) {
        self.last_ns = self.trace_time(time_ns);
        if self.is_started {
            self.trace.record(self.last_ns, kind);
        }
    }

    /// Returns the time of the trace at `board_ns` of the board's clock. It never goes back, although an event can be
    /// older than the snapshot that came before it.
    fn trace_time(&self, board_ns: u64) -> u64 {
        self.offset_ns.saturating_add(board_ns).max(self.last_ns)
    }
}
