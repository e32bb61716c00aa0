//! The configuration of a pin and of its interrupt, and the sleep modes of the board.

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
    /// Returns true if the level is high.
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

/// The mode of a pin. The numbers are MicroPython's (`pybpin.h`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Mode {
    /// Input: high impedance.
    #[default]
    In = 0,
    /// Push-pull output: drives low and high.
    Out = 1,
    /// Open-drain output: drives low or releases the pad.
    OpenDrain = 0x10,
    /// The pad belongs to an alternate function.
    Alt = 2,
    /// The pad belongs to an alternate function and is open drain.
    AltOpenDrain = 3,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 5] = [Self::In, Self::Out, Self::OpenDrain, Self::Alt, Self::AltOpenDrain];

    /// Returns the manual's name, such as `"IN"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::In => "IN",
            Self::Out => "OUT",
            Self::OpenDrain => "OPEN_DRAIN",
            Self::Alt => "ALT",
            Self::AltOpenDrain => "ALT_OPEN_DRAIN",
        }
    }

    /// Returns true if the pad belongs to the GPIO port and not to an alternate function.
    pub const fn is_gpio(self) -> bool {
        matches!(self, Self::In | Self::Out | Self::OpenDrain)
    }

    /// Returns true if the pad's high side never drives.
    pub const fn is_open_drain(self) -> bool {
        matches!(self, Self::OpenDrain | Self::AltOpenDrain)
    }

    /// Returns true if the GPIO port drives the pad.
    pub const fn is_output(self) -> bool {
        matches!(self, Self::Out | Self::OpenDrain)
    }
}

/// The pad's pull resistor of about 10 µA.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Pull {
    /// No pull resistor.
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

    /// Returns the manual's name, such as `"PULL_UP"`; no pull is `"None"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Up => "PULL_UP",
            Self::Down => "PULL_DOWN",
        }
    }

    /// Returns the pad bits of the pull.
    pub(crate) const fn to_bits(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Up => pad::PULL_UP,
            Self::Down => pad::PULL_DOWN,
        }
    }

    /// Returns the pull that a pad word has. Both resistors together, which this crate never sets, cancel each other
    /// and count as none.
    pub(crate) const fn from_bits(pad_word: u32) -> Self {
        match pad_word & pad::PULLS {
            pad::PULL_UP => Self::Up,
            pad::PULL_DOWN => Self::Down,
            _ => Self::None,
        }
    }
}

/// The strength with which an output drives.
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

    /// Returns the manual's name, such as `"MED_POWER"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "LOW_POWER",
            Self::Med => "MED_POWER",
            Self::High => "HIGH_POWER",
        }
    }

    /// Returns the strength in mA.
    pub const fn milliamps(self) -> u8 {
        match self {
            Self::Low => 2,
            Self::Med => 4,
            Self::High => 6,
        }
    }

    /// Returns the pad bits of the strength, which are the stages that are on.
    pub(crate) const fn to_bits(self) -> u32 {
        match self {
            Self::Low => pad::STAGE_2MA,
            Self::Med => pad::STAGE_4MA,
            Self::High => pad::STAGE_2MA | pad::STAGE_4MA,
        }
    }

    /// Returns the named strength nearest to the stages that are on in a pad word.
    pub(crate) const fn from_bits(pad_word: u32) -> Self {
        match pad_word & pad::STRENGTH {
            0 | pad::STAGE_2MA => Self::Low,
            pad::STAGE_4MA => Self::Med,
            _ => Self::High,
        }
    }
}

/// The settings of [`Pin::init`](crate::Pin::init). The default is the manual's: IN, no pull, MED_POWER, alt -1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Config {
    /// Pin mode.
    pub mode: Mode,
    /// Pull resistor; it works in every mode.
    pub pull: Pull,
    /// Drive strength.
    pub drive: Drive,
    /// Alternate function: -1, or in the ALT modes 0 (GPIO) or a number from
    /// [`Pin::alternates`](crate::Pin::alternates). In an ALT mode -1 keeps the multiplexer as it is.
    pub alt: i32,
    /// The level with which an output starts; `None` starts with the level of the latch.
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
