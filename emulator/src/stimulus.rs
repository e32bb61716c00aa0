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
    /// Drives the pad to the opposite of what it reads (high if it floats) for a while, then lets it be as it was.
    Pulse {
        /// The pin.
        pin: PinId,
        /// How long, in nanoseconds.
        ns: u64,
    },
    /// Attaches a clock, which begins with a high phase now. Driving, clicking or pulsing the pad takes it off.
    Clock {
        /// The pin.
        pin: PinId,
        /// Its two phases.
        signal: ClockSignal,
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
    /// 10 to 100 each time. At most [`Bounce::MAX_EDGES`].
    pub edges: Option<u32>,
    /// The time within which they come, in nanoseconds.
    pub window_ns: u64,
}

impl Bounce {
    /// More extra changes than this are not made.
    pub const MAX_EDGES: u32 = 1_000_000;
}

impl Bounce {
    /// How the button of `pin` bounces unless told otherwise: as any does, and not as the others.
    pub fn for_pin(pin: PinId) -> Self {
        Self { seed: pin.index() as u64, ..Self::default() }
    }

    /// One clean edge each time.
    pub fn none(pin: PinId) -> Self {
        Self { edges: Some(0), ..Self::for_pin(pin) }
    }
}

impl Default for Bounce {
    /// 10 to 100 extra changes within 1 ms.
    fn default() -> Self {
        Self { seed: 0, edges: None, window_ns: 1_000_000 }
    }
}

/// A rectangular wave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "(u64, u64)", try_from = "(u64, u64)"))]
pub struct ClockSignal {
    high_ns: u64,
    low_ns: u64,
}

impl ClockSignal {
    /// The fastest wave there is, in hertz.
    pub const MAX_HERTZ: f64 = 10e6;
    /// The slowest wave there is, in hertz: once in eleven days.
    pub const MIN_HERTZ: f64 = 1e-6;

    /// The periods that go with these, in nanoseconds.
    const PERIODS_NS: std::ops::RangeInclusive<u64> = 100..=1_000_000_000_000_000;

    /// A wave that is high and low for these nanoseconds each; `None` if it is too fast or too slow, or has but one phase.
    pub const fn from_phases_ns(high_ns: u64, low_ns: u64) -> Option<Self> {
        let period_ns = high_ns.saturating_add(low_ns);
        let possible = *Self::PERIODS_NS.start() <= period_ns && period_ns <= *Self::PERIODS_NS.end();
        if possible && high_ns > 0 && low_ns > 0 { Some(Self { high_ns, low_ns }) } else { None }
    }

    /// A wave of `hertz` that is high for the share `duty` of its time, each phase rounded to nanoseconds; `None` if it
    /// is too fast or too slow, or if it would have but one phase.
    pub fn new(hertz: f64, duty: f64) -> Option<Self> {
        let possible = (Self::MIN_HERTZ..=Self::MAX_HERTZ).contains(&hertz) && duty > 0.0 && duty < 1.0;
        if !possible {
            return None;
        }
        let period_ns = (1e9 / hertz).round() as u64;
        let high_ns = ((1e9 / hertz * duty).round() as u64).clamp(1, period_ns - 1);
        Some(Self { high_ns, low_ns: period_ns - high_ns })
    }

    /// How long it is high, and how long low, in nanoseconds; neither is 0.
    pub fn phases_ns(self) -> (u64, u64) {
        (self.high_ns, self.low_ns)
    }
}

impl From<ClockSignal> for (u64, u64) {
    fn from(signal: ClockSignal) -> Self {
        signal.phases_ns()
    }
}

impl TryFrom<(u64, u64)> for ClockSignal {
    type Error = &'static str;

    fn try_from((high_ns, low_ns): (u64, u64)) -> Result<Self, Self::Error> {
        Self::from_phases_ns(high_ns, low_ns).ok_or("a clock has 0.000001 to 10000000 Hz")
    }
}

/// A change on a pad at a moment, counted from the beginning of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Change {
    /// When, in nanoseconds.
    pub time_ns: u64,
    /// The pin.
    pub pin: PinId,
    /// The rail its pad is held at from then on; `None` lets go.
    pub level: Option<Level>,
}

/// What is attached to a pad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct External {
    /// The rail the pad is held at, if any; of a clock, the rail of its present phase.
    pub rail: Option<Level>,
    /// The clock on the pad, if any.
    pub signal: Option<ClockSignal>,
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
    pub source: DriverSource,
    /// To which level.
    pub level: Level,
    /// How strongly, in microamperes: a pull 10, an output 2000 to 6000, the outside 20 000.
    pub microamps: u32,
}

/// Who drives a net.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum DriverSource {
    /// The chip, at this pin.
    Chip(PinId),
    /// The pull resistor of this pin.
    Pull(PinId),
    /// What is attached to this pad.
    External(PinId),
}
