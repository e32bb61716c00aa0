//! Stimuli: actions on the board from outside the chip, and the sources that they attach.

use pinscope_core::{Level, PinId};

use crate::endpoint::Endpoint;
use crate::voltage::VoltageSource;

/// An action on the board from outside. It works while software runs and while the board sleeps.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Stimulus {
    /// Connects the pad to a rail, or disconnects it.
    Drive {
        /// The pin.
        pin: PinId,
        /// The rail; `None` disconnects the pad.
        level: Option<Level>,
    },
    /// Makes one clean edge. The first click drives the opposite of the pad's level (high if it floats), and each
    /// further one inverts that. A click on a pad that the chip or a rail drives does nothing, nor does one while
    /// the pad's button is pressed.
    Click {
        /// The pin.
        pin: PinId,
    },
    /// Closes the pad's button to its other end. If [`Stimulus::PlaceButton`] has not set that, it is the rail opposite
    /// the pull of the pin, or the high one if there is no pull. The button bounces.
    Press {
        /// The pin.
        pin: PinId,
    },
    /// Opens the pad's button. The button bounces.
    Release {
        /// The pin.
        pin: PinId,
    },
    /// Sets how the pad's button bounces from its next press on.
    Bounce {
        /// The pin.
        pin: PinId,
        /// The new bounce.
        bounce: Bounce,
    },
    /// Drives the pad to the opposite of its level (high if it floats) for a time. Then the pad is as it would be
    /// without
    /// the pulse: connected to its rail, or to its clock. While the pad's button is pressed, and on a pad with a
    /// source of a voltage, a pulse does nothing.
    Pulse {
        /// The pin.
        pin: PinId,
        /// The length of the pulse in nanoseconds.
        ns: u64,
    },
    /// Attaches a clock, which begins with a high phase now. Driving or clicking the pad detaches it.
    Clock {
        /// The pin.
        pin: PinId,
        /// The signal.
        signal: ClockSignal,
    },
    /// Connects two pads with a jumper wire.
    Wire {
        /// One end.
        a: PinId,
        /// The other.
        b: PinId,
    },
    /// Removes a jumper wire.
    Unwire {
        /// One end.
        a: PinId,
        /// The other.
        b: PinId,
    },
    /// Connects a pad to a rail with a jumper wire.
    WireToRail {
        /// The pin.
        pin: PinId,
        /// The rail.
        rail: Level,
    },
    /// Removes a jumper wire between a pad and a rail.
    UnwireFromRail {
        /// The pin.
        pin: PinId,
        /// The rail.
        rail: Level,
    },
    /// Places the pad's button between the pad and another point, which opens it. While it is pressed, it connects the
    /// two as a wire does. A button from a pad to itself changes nothing.
    PlaceButton {
        /// The pin.
        pin: PinId,
        /// The other end. `None` is the rail opposite the pull of the pin, which the button then connects to the pad
        /// in place of any other external source.
        end: Option<Endpoint>,
    },
    /// Connects the pad to a source of a voltage, or disconnects it. A digital input reads the voltage by its
    /// thresholds, and the ADC converts it. Driving or clicking the pad, or a clock, replaces the source.
    Voltage {
        /// The pin.
        pin: PinId,
        /// The source; `None` disconnects the pad.
        source: Option<VoltageSource>,
    },
}

impl Stimulus {
    /// Returns the stimulus that adds a jumper wire between `pin` and `end`.
    pub const fn wire(pin: PinId, end: Endpoint) -> Self {
        match end {
            Endpoint::Pin(b) => Self::Wire { a: pin, b },
            Endpoint::Rail(rail) => Self::WireToRail { pin, rail },
        }
    }

    /// Returns the stimulus that removes the jumper wire between `pin` and `end`.
    pub const fn unwire(pin: PinId, end: Endpoint) -> Self {
        match end {
            Endpoint::Pin(b) => Self::Unwire { a: pin, b },
            Endpoint::Rail(rail) => Self::UnwireFromRail { pin, rail },
        }
    }
}

/// The bounce of a mechanical button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Bounce {
    /// Seed of the random numbers: the same seed gives the same edges.
    pub seed: u64,
    /// Number of extra changes of each press and release, rounded up to an even number and at most
    /// [`Bounce::MAX_EDGES`]; 0 is one clean edge. If it is `None`, it is drawn from 10 to 100 each time.
    pub edges: Option<u32>,
    /// Length of the time in which these changes happen, in nanoseconds.
    pub window_ns: u64,
}

impl Bounce {
    /// Maximum number of extra changes.
    pub const MAX_EDGES: u32 = 1_000_000;

    /// Returns the bounce that the button of `pin` has at first: the default one, with a seed of its own.
    pub fn for_pin(pin: PinId) -> Self {
        Self { seed: pin.index() as u64, ..Self::default() }
    }

    /// Returns a bounce of one clean edge.
    pub fn none(pin: PinId) -> Self {
        Self { edges: Some(0), ..Self::for_pin(pin) }
    }
}

impl Default for Bounce {
    /// Returns a bounce of 10 to 100 extra changes within 1 ms.
    fn default() -> Self {
        Self { seed: 0, edges: None, window_ns: 1_000_000 }
    }
}

/// A rectangular wave, given by the length of its two phases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "(u64, u64)", try_from = "(u64, u64)"))]
pub struct ClockSignal {
    high_ns: u64,
    low_ns: u64,
}

impl ClockSignal {
    /// Maximum frequency, in hertz.
    pub const MAX_HERTZ: f64 = 10e6;
    /// Minimum frequency, in hertz. Its period is eleven days.
    pub const MIN_HERTZ: f64 = 1e-6;

    /// The periods between these two frequencies, in nanoseconds.
    const PERIODS_NS: std::ops::RangeInclusive<u64> = 100..=1_000_000_000_000_000;

    /// Returns a wave with phases of these lengths, in nanoseconds, or `None` if it is too fast or too slow or if a
    /// phase is 0.
    pub const fn from_phases_ns(high_ns: u64, low_ns: u64) -> Option<Self> {
        let period_ns = high_ns.saturating_add(low_ns);
        let possible = *Self::PERIODS_NS.start() <= period_ns && period_ns <= *Self::PERIODS_NS.end();
        if possible && high_ns > 0 && low_ns > 0 { Some(Self { high_ns, low_ns }) } else { None }
    }

    /// Returns a wave of `hertz` with a duty cycle of `duty`, each phase rounded to nanoseconds, or `None` if it is too
    /// fast or too slow or if `duty` is not between 0 and 1.
    pub fn new(hertz: f64, duty: f64) -> Option<Self> {
        let possible = (Self::MIN_HERTZ..=Self::MAX_HERTZ).contains(&hertz) && duty > 0.0 && duty < 1.0;
        if !possible {
            return None;
        }
        let period_ns = (1e9 / hertz).round() as u64;
        let high_ns = ((1e9 / hertz * duty).round() as u64).clamp(1, period_ns - 1);
        Some(Self { high_ns, low_ns: period_ns - high_ns })
    }

    /// Returns the lengths of the high and of the low phase, in nanoseconds. Neither is 0.
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

/// A change at a pad in a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Change {
    /// The time from the beginning of the recording, in nanoseconds.
    pub time_ns: u64,
    /// The pin.
    pub pin: PinId,
    /// The rail that the pad is connected to from then on; `None` disconnects it.
    pub level: Option<Level>,
}

/// The external source at a pad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct External {
    /// The rail that the pad is connected to, if any. With a clock it is the level of its present phase, and during a
    /// pulse the level of the pulse.
    pub rail: Option<Level>,
    /// The clock at the pad, if any.
    pub signal: Option<ClockSignal>,
    /// The position of the pad's button. It is `None` until the button is first used or placed.
    pub button: Option<Button>,
    /// The other end of the button, if [`Stimulus::PlaceButton`] has set it.
    pub button_end: Option<Endpoint>,
    /// The source of a voltage at the pad, if any. `rail` is then the level that a digital input reads.
    pub voltage: Option<VoltageSource>,
}

/// The position of a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Button {
    /// The button is released.
    Open,
    /// The button is pressed and connects the pad to this point.
    Closed(Endpoint),
}

/// A driver of a net.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Driver {
    /// The source.
    pub source: DriverSource,
    /// The level that it drives.
    pub level: Level,
    /// Its strength in microamperes: 10 for a pull, 2000 to 6000 for an output, 20 000 for an external source
    /// or a rail.
    pub microamps: u32,
}

/// The source of a driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum DriverSource {
    /// The output of this pin.
    Chip(PinId),
    /// The pull resistor of this pin.
    Pull(PinId),
    /// The external source at the pad of this pin.
    External(PinId),
    /// The rail of the level that is driven. Wires or closed buttons connect it to the net.
    Rail,
}
