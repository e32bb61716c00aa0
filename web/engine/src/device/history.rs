//! What a real board told, as a record like the emulated board's: one clock, whatever resets there were, and levels where
//! the board tells them.

use pinscope_core::{Event, EventKind, PadLevel, PinId, Power, ResetCause, Snapshot, Trigger};
use pinscope_emulator::Trace;

/// A record, and what of the board it has noted.
#[derive(Debug, Default)]
pub struct Record {
    trace: Trace,
    levels: [Option<PadLevel>; PinId::COUNT],
    /// Whether the levels are known at all.
    is_known: bool,
    /// What to add to the board's time, which begins anew with each reset.
    base_ns: u64,
    /// When the last of it happened, by the record's clock.
    last_ns: u64,
    /// A sleep that was begun; whether it happened, only what comes next tells.
    begun: Option<(u64, Power)>,
}

impl Record {
    /// Everything told so far.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// When the last of it was told, by the record's clock.
    pub fn now_ns(&self) -> u64 {
        self.last_ns
    }

    /// When that was by the board's own clock.
    pub fn board_ns(&self) -> u64 {
        self.last_ns.saturating_sub(self.base_ns)
    }

    /// The board was reset `gap_ns` after it was last received of; by its own clock it is `board_ns` now.
    pub fn reset(&mut self, cause: ResetCause, gap_ns: u64, board_ns: u64) {
        let now_ns = self.last_ns.saturating_add(gap_ns);
        self.settle();
        self.base_ns = now_ns.saturating_sub(board_ns);
        self.note(board_ns, EventKind::Reset { cause });
    }

    /// Nothing is received of the board any more.
    pub fn lose(&mut self) {
        let board_ns = self.board_ns();
        PinId::ALL.into_iter().for_each(|pin| self.level(board_ns, pin, None));
    }

    /// The board tells of something.
    pub fn event(&mut self, Event { time_ns, kind }: Event) {
        match kind {
            EventKind::Sleep { power: power @ (Power::Suspended | Power::Hibernate) } => {
                self.begun = Some((time_ns, power));
            }
            EventKind::Irq { pin, trigger, .. } => {
                // An edge says more than which level comes next: what the level is.
                match trigger {
                    Trigger::Rising => self.level(time_ns, pin, Some(PadLevel::High)),
                    Trigger::Falling => self.level(time_ns, pin, Some(PadLevel::Low)),
                    Trigger::BothEdges | Trigger::HighLevel | Trigger::LowLevel => {}
                }
                self.note(time_ns, kind);
                // A real board does not say when its handler returns.
                self.note(time_ns, EventKind::Left { pin });
            }
            _ => {
                self.settle();
                self.note(time_ns, kind);
            }
        }
    }

    /// The board tells how it is. Answers whether the record begins with that.
    pub fn snapshot(&mut self, snapshot: &Snapshot) -> bool {
        let levels = snapshot.pins.map(|status| status.level);
        let begins = !std::mem::replace(&mut self.is_known, true);
        if begins {
            self.last_ns = self.time(snapshot.time_ns);
            self.levels = levels;
            self.trace = Trace::known_from(self.last_ns, levels);
        }
        if snapshot.power == Power::Active {
            // It was asked to sleep, and is awake though nothing woke it.
            self.begun = None;
        }
        for (pin, level) in PinId::ALL.into_iter().zip(levels) {
            self.level(snapshot.time_ns, pin, level);
        }
        self.last_ns = self.time(snapshot.time_ns);
        begins
    }

    /// Notes a sleep that was begun: the board has been silent since.
    pub fn settle(&mut self) {
        if let Some((time_ns, power)) = self.begun.take() {
            self.note(time_ns, EventKind::Sleep { power });
        }
    }

    fn level(&mut self, time_ns: u64, pin: PinId, level: Option<PadLevel>) {
        let is_new = std::mem::replace(&mut self.levels[pin.index()], level) != level;
        if is_new {
            let unknown = EventKind::Unknown { pin };
            self.note(time_ns, level.map_or(unknown, |level| EventKind::Level { pin, level }));
        }
    }

    fn note(&mut self, time_ns: u64, kind: EventKind) {
        self.last_ns = self.time(time_ns);
        if self.is_known {
            self.trace.record(self.last_ns, kind);
        }
    }

    /// The record's clock at `board_ns` of the board's. It never goes back: an event can be older than the snapshot that
    /// came before it.
    fn time(&self, board_ns: u64) -> u64 {
        self.base_ns.saturating_add(board_ns).max(self.last_ns)
    }
}
