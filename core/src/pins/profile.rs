//! The boards and their differences: the labels beside the pins, and the pins that can wake the board.

use super::PinId;

/// The pins of wake lines 0 to 5 as MicroPython's manual lists them. It names GP10 for line 2.
const MANUAL_WAKE_PINS: [PinId; 6] = [PinId::GP2, PinId::GP4, PinId::GP10, PinId::GP17, PinId::GP11, PinId::GP24];

/// The pins of wake lines 0 to 5 as the chip is wired: line 2 is GP13 (`docs/cc3200.md`, section 6).
const SILICON_WAKE_PINS: [PinId; 6] = [PinId::GP2, PinId::GP4, PinId::GP13, PinId::GP17, PinId::GP11, PinId::GP24];

/// A type of board. It determines the label beside each pin and the pins that can wake the board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Profile {
    /// The WiPy 1.0 as its manual describes it; GP10 is a wake pin.
    #[default]
    Wipy,
    /// The WiPy 1.0 as the chip is wired; GP13 is a wake pin in place of GP10.
    WipySilicon,
    /// TI's CC3200-LAUNCHXL.
    Launchxl,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Self; 3] = [Self::Wipy, Self::WipySilicon, Self::Launchxl];

    /// Returns `"WIPY"`, `"WIPY_SILICON"` or `"LAUNCHXL"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wipy => "WIPY",
            Self::WipySilicon => "WIPY_SILICON",
            Self::Launchxl => "LAUNCHXL",
        }
    }

    /// Returns the profile with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name() == name)
    }

    /// Returns the label that the board has beside `pin`.
    pub const fn label(self, pin: PinId) -> &'static str {
        match self {
            Self::Wipy | Self::WipySilicon => pin.definition().wipy_label,
            Self::Launchxl => pin.definition().launchxl_label,
        }
    }

    /// Returns the pins that can end SUSPENDED and HIBERNATE, in the order of their wake lines.
    pub const fn wake_pins(self) -> &'static [PinId; 6] {
        match self {
            Self::Wipy => &MANUAL_WAKE_PINS,
            Self::WipySilicon | Self::Launchxl => &SILICON_WAKE_PINS,
        }
    }

    /// Returns the wake line of `pin`, 0 to 5, if it has one.
    pub fn wake_line(self, pin: PinId) -> Option<u8> {
        self.wake_pins().iter().position(|&other| other == pin).map(|line| line as u8)
    }
}
