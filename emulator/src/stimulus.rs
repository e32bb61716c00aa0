//! What hands can do to the board: the outside's half of the vocabulary.

use pinscope_core::{Level, PinId};

/// Something done to the board from outside. It works whether software runs or sleeps.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Stimulus {
    /// Connects the pad to a rail, or to nothing.
    Drive {
        /// The pin.
        pin: PinId,
        /// The rail; `None` leaves the pad open.
        level: Option<Level>,
    },
    /// One clean edge: the first drives the opposite of what the pad reads (high if it floats), each further one
    /// inverts. Nothing happens to a pad the chip drives.
    Click {
        /// The pin.
        pin: PinId,
    },
    /// Closes the pad's button, to the rail opposite its pull, high if it has none. It bounces.
    Press {
        /// The pin.
        pin: PinId,
    },
    /// Opens the pad's button. It bounces.
    Release {
        /// The pin.
        pin: PinId,
    },
    /// Says how the pad's button bounces from its next press on.
    Bounce {
        /// The pin.
        pin: PinId,
        /// How.
        bounce: Bounce,
    },
    /// Lays a jumper wire between two pads.
    Wire {
        /// One end.
        a: PinId,
        /// The other.
        b: PinId,
    },
    /// Takes a jumper wire away.
    Unwire {
        /// One end.
        a: PinId,
        /// The other.
        b: PinId,
    },
}

/// How a mechanical button bounces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Bounce {
    /// Makes the burst repeatable: the same seed gives the same edges.
    pub seed: u64,
    /// Extra changes of each press and release, rounded up to an even number; 0 is one clean edge. `None` draws from
    /// 10 to 100 each time. At most [`Bounce::MOST_EDGES`].
    pub edges: Option<u32>,
    /// The time within which they come, in nanoseconds.
    pub window_ns: u64,
}

impl Bounce {
    /// More extra changes than this are not made.
    pub const MOST_EDGES: u32 = 1_000_000;
}

impl Default for Bounce {
    /// 10 to 100 extra changes within 1 ms.
    fn default() -> Self {
        Self { seed: 0, edges: None, window_ns: 1_000_000 }
    }
}

/// What is attached to a pad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Outside {
    /// The rail the pad is held at, if any.
    pub held: Option<Level>,
    /// The pad's button, once it has been used.
    pub button: Option<Button>,
}

/// Where a button stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Button {
    /// Let go.
    Open,
    /// Pressed, connecting the pad to this rail.
    Closed(Level),
}

/// Somebody who drives a net.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Driver {
    /// Who.
    pub who: Who,
    /// To which level.
    pub level: Level,
    /// How strongly, in microamperes: a pull 10, an output 2000 to 6000, the outside 20 000.
    pub microamps: u32,
}

/// Who drives a net.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Who {
    /// The chip, at this pin.
    Chip(PinId),
    /// The pull resistor of this pin.
    Pull(PinId),
    /// What is attached to this pad.
    Outside(PinId),
}
