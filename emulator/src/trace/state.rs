//! A board at one moment, as far as events tell: what they add up to.

use pinscope_core::{Event, EventKind, PadLevel, PinId, Power};

use crate::nets::{PinMask, bit};

/// What the events up to a moment add up to, from a board that has just been given power.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct TraceState {
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
    pub nest: HandlerStack,
    levels: [Option<PadLevel>; PinId::COUNT],
}

impl TraceState {
    /// Before any event.
    pub(super) const START: Self = Self {
        time_ns: 0,
        power: Power::Active,
        slept_ns: 0,
        touched: 0,
        pended: 0,
        nest: HandlerStack(0),
        levels: [Some(PadLevel::Floating); PinId::COUNT],
    };

    /// A board that was not known before, awake.
    pub(super) const fn known(time_ns: u64, levels: [Option<PadLevel>; PinId::COUNT]) -> Self {
        Self { time_ns, levels, ..Self::START }
    }

    /// What the net of `pin` comes to, if that is known.
    pub fn level(&self, pin: PinId) -> Option<PadLevel> {
        self.levels[pin.index()]
    }

    /// Whether the handler of `pin` runs, or waits for one that preempted it.
    pub fn is_handling(&self, pin: PinId) -> bool {
        self.nest.pins().any(|handled| handled == pin)
    }

    pub(super) fn apply(&mut self, event: Event) {
        self.time_ns = event.time_ns;
        match event.kind {
            EventKind::Level { pin, level } => {
                self.touched |= bit(pin);
                self.levels[pin.index()] = Some(level);
            }
            EventKind::Unknown { pin } => self.levels[pin.index()] = None,
            EventKind::Pended { pin } => {
                self.touched |= bit(pin);
                self.pended |= bit(pin);
            }
            EventKind::Irq { pin, .. } => {
                self.touched |= bit(pin);
                self.pended &= !bit(pin);
                self.nest.enter(pin);
            }
            EventKind::Left { pin } => self.nest.leave(pin),
            EventKind::Sleep { power } => (self.power, self.slept_ns) = (power, event.time_ns),
            EventKind::Wake { pin, from } => {
                self.touched |= bit(pin);
                self.power = Power::Active;
                // What was pending is forgotten with everything else, but for IDLE, in which nothing is.
                self.pended = if from == Power::Idle { self.pended } else { 0 };
            }
            EventKind::Reset { .. } => (self.power, self.pended) = (Power::Active, 0),
            EventKind::Coalesced { pin } | EventKind::IrqStorm { pin } => self.touched |= bit(pin),
            EventKind::SetUp | EventKind::Fault { .. } => {}
        }
    }
}

/// The handlers under way, each having preempted the one before: a byte each, the one that runs in the lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct HandlerStack(u32);

impl HandlerStack {
    /// All of them, the one that runs last.
    pub fn pins(self) -> impl Iterator<Item = PinId> {
        self.0.to_be_bytes().into_iter().filter_map(|byte| PinId::from_index(usize::from(byte).checked_sub(1)?))
    }

    /// The one that runs.
    pub fn running(self) -> Option<PinId> {
        self.pins().last()
    }

    /// The handler of `pin` begins. There is room for all: the chip has four ports, and a port does not preempt itself.
    pub fn enter(&mut self, pin: PinId) {
        self.0 = self.0 << 8 | Self::byte(pin);
    }

    /// The handler of `pin` is done, which is the one that runs; what began before the record did is not in it.
    pub fn leave(&mut self, pin: PinId) {
        if self.0 & 0xFF == Self::byte(pin) {
            self.0 >>= 8;
        }
    }

    /// 0 stands for nobody.
    const fn byte(pin: PinId) -> u32 {
        pin.index() as u32 + 1
    }
}
