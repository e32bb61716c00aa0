//! The settings of a pin: level, mode, pull and drive; of its interrupt; and the sleep modes of the board.

mod interrupt;
mod sleep_mode;

pub use interrupt::{IrqConfig, Priority, Trigger, Wake};
pub use sleep_mode::{Power, SleepMode};

use crate::cc3200::pad;

/// A logic level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Level {
    /// 0.
    Low,
    /// 1.
    High,
}

impl Level {
    /// Whether the level is high.
    #[inline]
    pub const fn is_high(self) -> bool {
        matches!(self, Self::High)
    }
}

impl From<bool> for Level {
    #[inline]
    fn from(high: bool) -> Self {
        if high { Self::High } else { Self::Low }
    }
}

impl core::ops::Not for Level {
    type Output = Self;

    #[inline]
    fn not(self) -> Self {
        Self::from(!self.is_high())
    }
}

/// What a pin is used for. The numbers are MicroPython's (`pybpin.h`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Mode {
    /// High impedance.
    #[default]
    In = 0,
    /// Push-pull: drives low and high.
    Out = 1,
    /// Open drain: drives low or lets go.
    OpenDrain = 0x10,
    /// The pad belongs to an alternate function.
    Alt = 2,
    /// The pad belongs to an alternate function and is open drain.
    AltOpenDrain = 3,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 5] = [Self::In, Self::Out, Self::OpenDrain, Self::Alt, Self::AltOpenDrain];

    /// The manual's name, `"IN"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::In => "IN",
            Self::Out => "OUT",
            Self::OpenDrain => "OPEN_DRAIN",
            Self::Alt => "ALT",
            Self::AltOpenDrain => "ALT_OPEN_DRAIN",
        }
    }

    /// Whether the pad belongs to the GPIO port, not to an alternate function.
    pub const fn is_gpio(self) -> bool {
        matches!(self, Self::In | Self::Out | Self::OpenDrain)
    }

    /// Whether the pad's high side never drives.
    pub const fn is_open_drain(self) -> bool {
        matches!(self, Self::OpenDrain | Self::AltOpenDrain)
    }

    /// Whether the GPIO port drives the pad.
    pub const fn is_output(self) -> bool {
        matches!(self, Self::Out | Self::OpenDrain)
    }
}

/// The pad's pull resistor, about 10 µA.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Pull {
    /// None.
    #[default]
    None,
    /// Pull-up.
    Up,
    /// Pull-down.
    Down,
}

impl Pull {
    /// Every pull.
    pub const ALL: [Self; 3] = [Self::None, Self::Up, Self::Down];

    /// The manual's name, `"PULL_UP"`; no pull is `"None"`.
    pub const fn name(self) -> &'static str {
        (&["None", "PULL_UP", "PULL_DOWN"])[self as usize]
    }

    /// The pad bits that make it.
    pub(crate) const fn bits(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Up => pad::PULL_UP,
            Self::Down => pad::PULL_DOWN,
        }
    }
}

/// How strongly an output drives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Drive {
    /// LOW_POWER, 2 mA.
    Low,
    /// MED_POWER, 4 mA.
    #[default]
    Med,
    /// HIGH_POWER, 6 mA.
    High,
}

impl Drive {
    /// Every strength, weakest first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Med, Self::High];

    /// The manual's name, `"MED_POWER"`.
    pub const fn name(self) -> &'static str {
        (&["LOW_POWER", "MED_POWER", "HIGH_POWER"])[self as usize]
    }

    /// The strength in mA.
    pub const fn milliamps(self) -> u8 {
        (&[2, 4, 6])[self as usize]
    }

    /// The pad stages that make it.
    pub(crate) const fn bits(self) -> u32 {
        match self {
            Self::Low => pad::STAGE_2MA,
            Self::Med => pad::STAGE_4MA,
            Self::High => pad::STAGE_2MA | pad::STAGE_4MA,
        }
    }

    /// The named strength nearest to the stages a pad word has on.
    pub(crate) const fn decode(word: u32) -> Self {
        match word & pad::STRENGTH {
            0 | pad::STAGE_2MA => Self::Low,
            pad::STAGE_4MA => Self::Med,
            _ => Self::High,
        }
    }
}

/// Everything [`Pin::init`](crate::Pin::init) sets. What is not named has the manual's default: IN, no pull, MED_POWER, alt -1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Config {
    /// Pin mode.
    pub mode: Mode,
    /// Pull resistor; works in every mode.
    pub pull: Pull,
    /// Drive strength.
    pub drive: Drive,
    /// Alternate function: -1, or in the ALT modes 0 (GPIO) or a number from [`Pin::alternates`](crate::Pin::alternates).
    /// In an ALT mode -1 keeps the multiplexer as it is.
    pub alt: i32,
    /// The level an output starts with; `None` starts with the level the latch holds.
    pub value: Option<Level>,
}

impl Config {
    /// The manual's defaults.
    pub const DEFAULT: Self = Self { mode: Mode::In, pull: Pull::None, drive: Drive::Med, alt: -1, value: None };
}

impl Default for Config {
    fn default() -> Self {
        Self::DEFAULT
    }
}
