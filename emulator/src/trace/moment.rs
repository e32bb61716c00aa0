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
    /// When it last fell asleep, in simulated nanoseconds.
    pub slept_ns: u64,
    /// The pins something ever happened to.
    pub touched: PinMask,
    /// The pins whose interrupt waits to be served.
    pub pended: PinMask,
    /// The handlers under way.
    pub nest: Nest,
    levels: [PadLevel; PinId::COUNT],
}

impl Moment {
    /// Before any event.
    pub(super) const START: Self = Self {
        time_ns: 0,
        power: Power::Active,
        slept_ns: 0,
        touched: 0,
        pended: 0,
        nest: Nest { pins: [None; Nest::DEPTH] },
        levels: [PadLevel::Floating; PinId::COUNT],
    };

    /// What the net of `pin` comes to.
    pub fn level(&self, pin: PinId) -> PadLevel {
        self.levels[pin.index()]
    }

    /// Whether the handler of `pin` runs, or waits for one that preempted it.
    pub fn is_handling(&self, pin: PinId) -> bool {
        self.nest.pins.contains(&Some(pin))
    }

    pub(super) fn apply(&mut self, event: Event) {
        self.time_ns = event.time_ns;
        self.touched |= event.kind.pin().map_or(0, bit);
        match event.kind {
            EventKind::Level { pin, level } => self.levels[pin.index()] = level,
            EventKind::Pended { pin } => self.pended |= bit(pin),
            EventKind::Irq { pin, .. } => {
                self.pended &= !bit(pin);
                self.nest.enter(pin);
            }
            EventKind::Left { pin } => self.nest.leave(pin),
            EventKind::Sleep { power } => (self.power, self.slept_ns) = (power, event.time_ns),
            EventKind::Wake { from: Power::Idle, .. } => self.power = Power::Active,
            // What was pending is forgotten with everything else.
            EventKind::Wake { .. } | EventKind::Reset { .. } => (self.power, self.pended) = (Power::Active, 0),
            EventKind::Coalesced { .. } | EventKind::SetUp | EventKind::Fault { .. } | EventKind::IrqStorm { .. } => {}
        }
    }
}

/// The handlers under way, each having preempted the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Nest {
    pins: [Option<PinId>; Self::DEPTH],
}

impl Nest {
    /// There are four ports, and a port does not preempt itself.
    const DEPTH: usize = 4;

    /// All of them, the one that runs last.
    pub fn pins(self) -> impl Iterator<Item = PinId> {
        self.pins.into_iter().flatten()
    }

    /// The one that runs.
    pub fn running(self) -> Option<PinId> {
        self.pins().last()
    }

    /// The handler of `pin` begins.
    pub fn enter(&mut self, pin: PinId) {
        if let Some(free) = self.pins.iter_mut().find(|place| place.is_none()) {
            *free = Some(pin);
        }
    }

    /// The handler of `pin` is done.
    pub fn leave(&mut self, pin: PinId) {
        let mut others = self.pins.into_iter().filter(|&other| other.is_some() && other != Some(pin));
        self.pins = std::array::from_fn(|_| others.next().flatten());
    }
}
