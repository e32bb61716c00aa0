//! What can be refused, and why: each error names the pin, the value given and what would be accepted.

use core::fmt;

use crate::board::{PinId, Profile};
use crate::irq::Trigger;
use crate::link::cable;
use crate::settings::Mode;
use crate::sleep::Power;

/// A refused call. It was refused before any register changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Error {
    /// No pin has that name.
    UnknownPin {
        /// The name given.
        given: Text,
        /// The pin most likely meant.
        nearest: PinId,
    },
    /// A setting has no such value.
    UnknownValue {
        /// The pin it was meant for.
        pin: PinId,
        /// Which setting.
        setting: Setting,
        /// The value given.
        given: Text,
    },
    /// An alternate function was given together with a GPIO mode.
    AltInGpioMode {
        /// The pin.
        pin: PinId,
        /// The mode given.
        mode: Mode,
        /// The alternate function given.
        alt: i32,
    },
    /// The pin does not offer that alternate function.
    AltNotOffered {
        /// The pin.
        pin: PinId,
        /// The alternate function given.
        alt: i32,
    },
    /// A priority outside 1 to 7.
    PriorityOutOfRange {
        /// The pin.
        pin: PinId,
        /// The priority given.
        given: i32,
    },
    /// A combination of triggers the hardware does not have.
    TriggerCombination {
        /// The pin.
        pin: PinId,
        /// The trigger given, as the manual's numbers ORed together.
        given: i32,
    },
    /// A wake value with no bit, or with bits that mean nothing.
    WakeOutOfRange {
        /// The pin.
        pin: PinId,
        /// The wake value given.
        given: i32,
    },
    /// The pin has no wake line.
    NotAWakePin {
        /// The pin.
        pin: PinId,
        /// The board it is on.
        profile: Profile,
    },
    /// A wake line sees one edge or one level, never both edges.
    BothEdgesCannotWake {
        /// The pin.
        pin: PinId,
    },
    /// The pin has no interrupt set, so there is none to enable, disable or call.
    NoInterrupt {
        /// The pin.
        pin: PinId,
    },
    /// The board sleeps, so no software runs that could do it.
    Asleep {
        /// How it sleeps.
        power: Power,
    },
    /// The pin carries the link over which the board is asked.
    CarriesLink {
        /// The pin.
        pin: PinId,
    },
    /// The sleep that was asked for did not happen: the request was made, and software ran on.
    StayedAwake {
        /// How the board was to sleep.
        power: Power,
    },
    /// The bus answered with a fault: the block is absent or not clocked.
    BusFault {
        /// The address touched.
        addr: u32,
        /// Whether it was a write.
        write: bool,
    },
}

/// Which setting a value was meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Setting {
    /// Pin mode.
    Mode,
    /// Pull resistor.
    Pull,
    /// Drive strength.
    Drive,
    /// Alternate function.
    Alt,
    /// Interrupt trigger.
    Trigger,
    /// Interrupt priority.
    Priority,
    /// Power modes the interrupt works in.
    Wake,
    /// What the interrupt does.
    Handler,
}

impl Setting {
    /// The setting's name, as the manual spells the argument.
    pub const fn name(self) -> &'static str {
        ["mode", "pull", "drive", "alt", "trigger", "priority", "wake", "handler"][self as usize]
    }

    /// What the setting accepts, in words.
    pub const fn accepted(self) -> &'static str {
        match self {
            Self::Mode => "IN, OUT, OPEN_DRAIN, ALT or ALT_OPEN_DRAIN",
            Self::Pull => "PULL_UP, PULL_DOWN or none",
            Self::Drive => "LOW_POWER, MED_POWER or HIGH_POWER",
            Self::Alt => "-1 or the number of an alternate function",
            Self::Trigger => "IRQ_FALLING, IRQ_RISING, IRQ_LOW_LEVEL, IRQ_HIGH_LEVEL, or both edges",
            Self::Priority => "1 to 7",
            Self::Wake => "ACTIVE, SUSPENDED, HIBERNATE, or several of them",
            Self::Handler => "none, toggle:PIN, high:PIN or low:PIN",
        }
    }
}

impl Error {
    /// The name of the rule that was broken: the variant's name.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::UnknownPin { .. } => "UnknownPin",
            Self::UnknownValue { .. } => "UnknownValue",
            Self::AltInGpioMode { .. } => "AltInGpioMode",
            Self::AltNotOffered { .. } => "AltNotOffered",
            Self::PriorityOutOfRange { .. } => "PriorityOutOfRange",
            Self::TriggerCombination { .. } => "TriggerCombination",
            Self::WakeOutOfRange { .. } => "WakeOutOfRange",
            Self::NotAWakePin { .. } => "NotAWakePin",
            Self::BothEdgesCannotWake { .. } => "BothEdgesCannotWake",
            Self::NoInterrupt { .. } => "NoInterrupt",
            Self::Asleep { .. } => "Asleep",
            Self::CarriesLink { .. } => "CarriesLink",
            Self::StayedAwake { .. } => "StayedAwake",
            Self::BusFault { .. } => "BusFault",
        }
    }

    /// The pin it is about, where it is about one that exists.
    pub const fn pin(&self) -> Option<PinId> {
        match *self {
            Self::UnknownValue { pin, .. }
            | Self::AltInGpioMode { pin, .. }
            | Self::AltNotOffered { pin, .. }
            | Self::PriorityOutOfRange { pin, .. }
            | Self::TriggerCombination { pin, .. }
            | Self::WakeOutOfRange { pin, .. }
            | Self::NotAWakePin { pin, .. }
            | Self::BothEdgesCannotWake { pin }
            | Self::NoInterrupt { pin }
            | Self::CarriesLink { pin } => Some(pin),
            Self::UnknownPin { .. } | Self::Asleep { .. } | Self::StayedAwake { .. } | Self::BusFault { .. } => None,
        }
    }
}

impl core::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::UnknownPin { given, nearest } => {
                write!(f, "there is no pin '{given}'; the nearest is {}", nearest.name())
            }
            Self::UnknownValue { pin, setting, given } => {
                write!(f, "{}: {} cannot be {given}; ", pin.name(), setting.name())?;
                write!(f, "it can be {}", setting.accepted())
            }
            Self::AltInGpioMode { pin, mode, alt } => {
                write!(f, "{}: mode {} takes no alternate function, ", pin.name(), mode.name())?;
                write!(f, "but alt is {alt}; leave it at -1, or use ALT or ALT_OPEN_DRAIN")
            }
            Self::AltNotOffered { pin, alt } => {
                write!(f, "{} has no alternate function {alt}; ", pin.name())?;
                offered(f, pin)
            }
            Self::PriorityOutOfRange { pin, given } => {
                write!(f, "{}: priority {given} is outside 1 to 7", pin.name())
            }
            Self::TriggerCombination { pin, given } => {
                write!(f, "{}: the hardware has no trigger {given}; ", pin.name())?;
                let [falling, rising, low, high] =
                    [Trigger::Falling, Trigger::Rising, Trigger::LowLevel, Trigger::HighLevel].map(Trigger::bits);
                write!(f, "it has IRQ_FALLING {falling}, IRQ_RISING {rising}, IRQ_LOW_LEVEL {low}, ")?;
                write!(f, "IRQ_HIGH_LEVEL {high}, and FALLING|RISING {}", Trigger::BothEdges.bits())
            }
            Self::WakeOutOfRange { pin, given } => {
                write!(f, "{}: wake {given} is not ACTIVE 1, SUSPENDED 2, HIBERNATE 4 or a sum of them", pin.name())
            }
            Self::NotAWakePin { pin, profile } => {
                write!(f, "{} cannot wake the board from SUSPENDED or HIBERNATE; ", pin.name())?;
                let [first @ .., last] = profile.wake_pins();
                for pin in first {
                    write!(f, "{}, ", pin.name())?;
                }
                write!(f, "or {} can", last.name())?;
                match pin {
                    PinId::GP10 => write!(f, " (the manual lists GP10, but the chip wires that wake line to GP13)"),
                    _ => Ok(()),
                }
            }
            Self::BothEdgesCannotWake { pin } => {
                write!(f, "{}: both edges cannot wake from SUSPENDED or HIBERNATE; ", pin.name())?;
                write!(f, "a wake line sees one edge or one level")
            }
            Self::NoInterrupt { pin } => write!(f, "{} has no interrupt set", pin.name()),
            Self::Asleep { power } => {
                write!(f, "the board is {}: no software runs until a pin wakes it or it is reset", power.name())
            }
            Self::CarriesLink { pin } => {
                write!(f, "{} carries the link to this board as {}; ", pin.name(), cable::function(pin))?;
                match pin {
                    cable::RX => write!(f, "all it can be set to besides is a wake pin, without ACTIVE"),
                    _ => write!(f, "it cannot be set to anything else"),
                }
            }
            Self::StayedAwake { power } => {
                write!(f, "the board was asked to be {} and stayed awake", power.name())
            }
            Self::BusFault { addr, write } => {
                let access = if write { "write to" } else { "read of" };
                write!(f, "bus fault: {access} 0x{addr:08X}, which is absent or not clocked")
            }
        }
    }
}

fn offered(f: &mut fmt::Formatter<'_>, pin: PinId) -> fmt::Result {
    let mut selectable = pin.alternates().iter().filter(|alternate| alternate.index > 0);
    match selectable.next() {
        None => write!(f, "it offers none"),
        Some(first) => {
            write!(f, "it offers {} {}", first.name, first.index)?;
            selectable.try_for_each(|alternate| write!(f, ", {} {}", alternate.name, alternate.index))
        }
    }
}

/// A few words someone gave, kept without an allocator: at most 23 bytes of UTF-8, cut with an ellipsis.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Text {
    bytes: [u8; Self::ROOM],
    length: u8,
}

impl Text {
    const ROOM: usize = 23;
    const ELLIPSIS: &'static str = "…";

    /// `text`, or as much of it as there is room for.
    pub fn new(text: &str) -> Self {
        if text.len() <= Self::ROOM {
            return Self::of(text, "");
        }
        let mut end = Self::ROOM - Self::ELLIPSIS.len();
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self::of(&text[..end], Self::ELLIPSIS)
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        self.bytes.get(..usize::from(self.length)).and_then(|bytes| core::str::from_utf8(bytes).ok()).unwrap_or("")
    }

    fn of(start: &str, end: &str) -> Self {
        let mut bytes = [0; Self::ROOM];
        bytes[..start.len()].copy_from_slice(start.as_bytes());
        bytes[start.len()..start.len() + end.len()].copy_from_slice(end.as_bytes());
        Self { bytes, length: (start.len() + end.len()) as u8 }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
