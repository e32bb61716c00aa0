//! A board at one moment, as far as events tell: what they add up to.

use pinscope_core::{Event, EventKind, PadLevel, PinId, Power};

use crate::bench::{PinMask, bit};

/// What the events up to a moment add up to, from a board that has just been given power.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Moment {
    /// When the last of them happened, in simulated nanoseconds.
    pub time_ns: u64,
    /// How awake the board is.
    pub power: Power,
    levels: [PadLevel; PinId::COUNT],
    handlers: PinMask,
}

impl Moment {
    /// Before any event.
    pub(super) const START: Self =
        Self { time_ns: 0, power: Power::Active, levels: [PadLevel::Floating; PinId::COUNT], handlers: 0 };

    /// What the net of `pin` comes to.
    pub fn level(&self, pin: PinId) -> PadLevel {
        self.levels[pin.index()]
    }

    /// Whether the handler of `pin` runs, or waits for one that preempted it.
    pub fn is_handling(&self, pin: PinId) -> bool {
        self.handlers & bit(pin) != 0
    }

    pub(super) fn apply(&mut self, event: Event) {
        self.time_ns = event.time_ns;
        match event.kind {
            EventKind::Level { pin, level } => self.levels[pin.index()] = level,
            EventKind::Irq { pin, .. } => self.handlers |= bit(pin),
            EventKind::Left { pin } => self.handlers &= !bit(pin),
            EventKind::Sleep { power } => self.power = power,
            EventKind::Wake { .. } | EventKind::Reset { .. } => self.power = Power::Active,
            EventKind::Pended { .. }
            | EventKind::Coalesced { .. }
            | EventKind::SetUp
            | EventKind::Fault { .. }
            | EventKind::IrqStorm { .. } => {}
        }
    }
}
