//! The events that a board reports.

use super::PadLevel;
use crate::cc3200::Interrupt;
use crate::config::{Power, Priority, Trigger};
use crate::pins::PinId;
use crate::sleep::ResetCause;

/// An event on the board, with its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Event {
    /// The time in nanoseconds. An emulated board sends simulated time, a physical board the time since its reset.
    pub time_ns: u64,
    /// The kind of event.
    pub kind: EventKind,
}

/// The kinds of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum EventKind {
    /// A pad's level changed.
    Level {
        /// The pin.
        pin: PinId,
        /// The new level.
        level: PadLevel,
    },
    /// A pin's interrupt became pending.
    Pended {
        /// The pin.
        pin: PinId,
    },
    /// The handler of a pin's interrupt was entered.
    Irq {
        /// The pin.
        pin: PinId,
        /// The edge or level that caused the interrupt.
        trigger: Trigger,
        /// The priority of its port.
        priority: Priority,
    },
    /// The handler of a pin's interrupt returned.
    Left {
        /// The pin.
        pin: PinId,
    },
    /// An edge occurred while the previous one was still pending, so the chip cannot distinguish them.
    Coalesced {
        /// The pin.
        pin: PinId,
    },
    /// The board fell asleep.
    Sleep {
        /// The new power state.
        power: Power,
    },
    /// The board woke.
    Wake {
        /// The pin that woke it.
        pin: PinId,
        /// The power state that ended.
        from: Power,
    },
    /// The chip was reset.
    Reset {
        /// The cause.
        cause: ResetCause,
    },
    /// The commands that set the board up were executed again after a reset.
    SetUp,
    /// The bus answered an access with a fault.
    Fault {
        /// The address of the access.
        addr: u32,
        /// True if the access was a write.
        write: bool,
    },
    /// A level interrupt fires without end. It now pauses, and then fires again if the level is still there.
    IrqStorm {
        /// The pin.
        pin: PinId,
    },
    /// The level of a pad is unknown from now on, because a physical chip cannot read an output back or because its
    /// serial line is broken.
    Unknown {
        /// The pin.
        pin: PinId,
    },
    /// A pin's pending interrupt was cleared or masked, or its level went, before it was served.
    Unpended {
        /// The pin.
        pin: PinId,
    },
    /// The board woke, because the time came that was set for it.
    RtcWake {
        /// The power state that ended.
        from: Power,
    },
    /// The interrupt of a block that is not a port became pending.
    BlockPended {
        /// The interrupt.
        interrupt: Interrupt,
    },
    /// The handler of the interrupt of a block was entered.
    BlockIrq {
        /// The interrupt.
        interrupt: Interrupt,
        /// Its priority.
        priority: Priority,
    },
    /// The handler of the interrupt of a block returned.
    BlockLeft {
        /// The interrupt.
        interrupt: Interrupt,
    },
    /// The interrupt of a block fires without end. It now pauses, and then fires again if its cause is still there.
    BlockStorm {
        /// The interrupt.
        interrupt: Interrupt,
    },
    /// The interrupt of a block ended IDLE.
    BlockWake {
        /// The interrupt.
        interrupt: Interrupt,
    },
}

impl EventKind {
    /// Returns the pin of the event, if it has one.
    pub const fn pin(&self) -> Option<PinId> {
        match *self {
            Self::Level { pin, .. }
            | Self::Pended { pin }
            | Self::Irq { pin, .. }
            | Self::Left { pin }
            | Self::Coalesced { pin }
            | Self::Wake { pin, .. }
            | Self::IrqStorm { pin }
            | Self::Unknown { pin }
            | Self::Unpended { pin } => Some(pin),
            Self::Sleep { .. }
            | Self::RtcWake { .. }
            | Self::Reset { .. }
            | Self::SetUp
            | Self::Fault { .. }
            | Self::BlockPended { .. }
            | Self::BlockIrq { .. }
            | Self::BlockLeft { .. }
            | Self::BlockStorm { .. }
            | Self::BlockWake { .. } => None,
        }
    }

    /// Returns the interrupt of the event, if it is about one of a block that is not a port.
    pub const fn interrupt(&self) -> Option<Interrupt> {
        match *self {
            Self::BlockPended { interrupt }
            | Self::BlockIrq { interrupt, .. }
            | Self::BlockLeft { interrupt }
            | Self::BlockStorm { interrupt }
            | Self::BlockWake { interrupt } => Some(interrupt),
            _ => None,
        }
    }
}
