//! The state of a board at one moment, computed from the events before it.

use pinscope_core::{Event, EventKind, Interrupt, PadLevel, PinId, Power};

use crate::nets::{PinMask, bit};
use crate::playground::IrqSource;

/// The state of a board after some of its events. It starts as a board that has just been given power.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct TraceState {
    /// The time of the last event, in simulated nanoseconds.
    pub time_ns: u64,
    /// The power state.
    pub power: Power,
    /// The time at which the board last fell asleep, in simulated nanoseconds.
    pub sleep_start_ns: u64,
    /// The pin that has ended HIBERNATE, while the board still starts.
    pub starting: Option<PinId>,
    /// The pins that have had any event.
    pub touched: PinMask,
    /// The pins whose interrupt is pending.
    pub pended: PinMask,
    /// The handlers that have not returned.
    pub handlers: HandlerStack,
    levels: [Option<PadLevel>; PinId::COUNT],
}

impl TraceState {
    /// The state before any event.
    pub(super) const START: Self = Self {
        time_ns: 0,
        power: Power::Active,
        sleep_start_ns: 0,
        starting: None,
        touched: 0,
        pended: 0,
        handlers: HandlerStack(0),
        levels: [Some(PadLevel::Floating); PinId::COUNT],
    };

    /// Returns the state of an awake board with these levels, of which no earlier event is known.
    pub(super) const fn known(time_ns: u64, levels: [Option<PadLevel>; PinId::COUNT]) -> Self {
        Self { time_ns, levels, ..Self::START }
    }

    /// Returns the level of the net of `pin`, if it is known.
    pub fn level(&self, pin: PinId) -> Option<PadLevel> {
        self.levels[pin.index()]
    }

    /// Returns `true` if the handler of `source` runs or is preempted.
    pub fn is_handling(&self, source: IrqSource) -> bool {
        let byte = match source {
            IrqSource::Pin(pin) => byte_of(pin),
            IrqSource::Block(interrupt) => byte_of_block(interrupt),
        };
        self.handlers.0.to_be_bytes().into_iter().any(|handled| u64::from(handled) == byte)
    }

    /// Updates the state with the next event.
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
                self.handlers.enter(pin);
            }
            EventKind::Left { pin } => self.handlers.leave(pin),
            EventKind::BlockIrq { interrupt, .. } => self.handlers.enter_block(interrupt),
            EventKind::BlockLeft { interrupt } => self.handlers.leave_block(interrupt),
            EventKind::BlockWake { .. } => self.power = Power::Active,
            EventKind::Unpended { pin } => self.pended &= !bit(pin),
            EventKind::Sleep { power } => {
                self.power = power;
                self.sleep_start_ns = event.time_ns;
            }
            EventKind::Wake { pin, from } => {
                self.touched |= bit(pin);
                if from == Power::Hibernate {
                    self.starting = Some(pin);
                } else {
                    self.power = Power::Active;
                }
                // Every wake-up but that from IDLE is a reset, which clears what was pending.
                if from != Power::Idle {
                    self.pended = 0;
                }
            }
            EventKind::RtcWake { from: Power::Hibernate } => {}
            EventKind::RtcWake { .. } => {
                self.power = Power::Active;
                self.pended = 0;
            }
            EventKind::Reset { .. } => {
                self.power = Power::Active;
                self.starting = None;
                self.pended = 0;
            }
            EventKind::Coalesced { pin } | EventKind::IrqStorm { pin } => self.touched |= bit(pin),
            EventKind::SetUp
            | EventKind::Fault { .. }
            | EventKind::BlockPended { .. }
            | EventKind::BlockStorm { .. } => {}
        }
    }
}

/// The handlers that have not returned. Each has preempted the one before. There is one byte for each handler, and the
/// lowest byte belongs to the handler that runs. Eight bytes are enough, because the chip has eight priorities.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct HandlerStack(u64);

/// The bit of the handler of a block in its byte. Without it, the byte is the index of a pin and 1. A byte of 0 is an
/// empty place.
const BLOCK: u64 = 0x80;

impl HandlerStack {
    /// Returns the pin of the handler that runs, if it is the handler of a pin.
    pub fn running(self) -> Option<PinId> {
        pin_of(self.0 as u8)
    }

    /// Pushes the handler of `pin`, which begins.
    pub fn enter(&mut self, pin: PinId) {
        self.push(byte_of(pin));
    }

    /// Pops the handler of `pin`, which ends. A handler that began before the trace did is not on the stack.
    pub fn leave(&mut self, pin: PinId) {
        self.pop(byte_of(pin));
    }

    /// Pushes the handler of a block, which begins.
    pub fn enter_block(&mut self, interrupt: Interrupt) {
        self.push(byte_of_block(interrupt));
    }

    /// Pops the handler of a block, which ends.
    pub fn leave_block(&mut self, interrupt: Interrupt) {
        self.pop(byte_of_block(interrupt));
    }

    fn push(&mut self, byte: u64) {
        self.0 = self.0 << 8 | byte;
    }

    fn pop(&mut self, byte: u64) {
        if self.0 & 0xFF == byte {
            self.0 >>= 8;
        }
    }
}

fn byte_of(pin: PinId) -> u64 {
    pin.index() as u64 + 1
}

fn byte_of_block(interrupt: Interrupt) -> u64 {
    BLOCK | interrupt.index() as u64
}

/// Returns the pin of a byte, unless it is empty or that of a block.
fn pin_of(byte: u8) -> Option<PinId> {
    PinId::from_index(usize::from(byte).checked_sub(1)?)
}
