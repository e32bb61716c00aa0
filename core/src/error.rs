//! The errors of refused calls. Each names the pin, the given value and the accepted values.

use core::fmt;

use crate::config::{Mode, Power};
use crate::pins::{LINK_RX, LINK_UART_ALT, PinId, Profile};
use crate::text::ShortString;

/// A refused call. It was refused before any register changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Error {
    /// No pin has that name.
    #[error("there is no pin '{given}'; {}", PinSuggestion(*.nearest))]
    UnknownPin {
        /// The name given.
        given: ShortString,
        /// The pin that was most likely meant, if one name or header label is similar.
        nearest: Option<PinId>,
    },
    /// A setting has no such value.
    #[error("{pin}: {} cannot be {given}; it can be {}", .setting.name(), .setting.accepted())]
    UnknownValue {
        /// The pin.
        pin: PinId,
        /// The setting.
        setting: Setting,
        /// The value given.
        given: ShortString,
    },
    /// An alternate function was given together with a GPIO mode.
    #[error(
        "{pin}: mode {} takes no alternate function, but alt is {alt}; leave it at -1, or use ALT or ALT_OPEN_DRAIN",
        .mode.name()
    )]
    AltInGpioMode {
        /// The pin.
        pin: PinId,
        /// The mode given.
        mode: Mode,
        /// The alternate function given.
        alt: i32,
    },
    /// The pin does not offer that alternate function.
    #[error("{pin} has no alternate function {alt}; it offers {}", OfferedAlternates(*.pin))]
    AltNotOffered {
        /// The pin.
        pin: PinId,
        /// The alternate function given.
        alt: i32,
    },
    /// The priority is outside 1 to 7.
    #[error("{pin}: priority {given} is outside 1 to 7")]
    PriorityOutOfRange {
        /// The pin.
        pin: PinId,
        /// The priority given.
        given: i32,
    },
    /// The hardware does not have that combination of triggers.
    #[error(
        "{pin}: the hardware has no trigger {given}; it has IRQ_FALLING 1, IRQ_RISING 2, IRQ_LOW_LEVEL 4, \
         IRQ_HIGH_LEVEL 8, and FALLING|RISING 3"
    )]
    TriggerCombination {
        /// The pin.
        pin: PinId,
        /// The trigger given, as the manual's numbers combined with OR.
        given: i32,
    },
    /// The wake value has no bit, or a bit that means nothing.
    #[error("{pin}: wake {given} is not ACTIVE 1, SUSPENDED 2, HIBERNATE 4 or a sum of them")]
    WakeOutOfRange {
        /// The pin.
        pin: PinId,
        /// The wake value given.
        given: i32,
    },
    /// The pin has no wake line.
    #[error("{pin} cannot wake the board from SUSPENDED or HIBERNATE; {}", WakePins(*.profile, *.pin))]
    NotAWakePin {
        /// The pin.
        pin: PinId,
        /// The board of the pin.
        profile: Profile,
    },
    /// A wake line detects one edge or one level, never both edges.
    #[error("{pin}: both edges cannot wake from SUSPENDED or HIBERNATE; a wake line sees one edge or one level")]
    BothEdgesCannotWake {
        /// The pin.
        pin: PinId,
    },
    /// The pin has no interrupt set, so there is none to enable, disable or call.
    #[error("{pin} has no interrupt set")]
    NoInterrupt {
        /// The pin.
        pin: PinId,
    },
    /// The board sleeps, so no software runs that could carry out the call.
    #[error("the board is {}: no software runs until a pin wakes it or it is reset", .power.name())]
    Asleep {
        /// The power state of the board.
        power: Power,
    },
    /// The pin carries the link over which the command came.
    #[error("{pin} carries the link to this board as {}; {}", link_function(*.pin), link_rule(*.pin))]
    CarriesLink {
        /// The pin.
        pin: PinId,
    },
    /// Software requested sleep, but the board did not sleep and software continued to run.
    #[error("the board was asked to be {} and stayed awake", .power.name())]
    StayedAwake {
        /// The power state that was requested.
        power: Power,
    },
    /// The bus answered with a fault: the block is absent or not clocked.
    #[error(
        "bus fault: {} {addr:#010X}, which is absent or not clocked; Board::start clocks the GPIO ports",
        if *.write { "write to" } else { "read of" }
    )]
    BusFault {
        /// The address of the access.
        addr: u32,
        /// True if the access was a write.
        write: bool,
    },
}

/// The setting that a value was given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
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
    /// The power modes in which the interrupt works.
    Wake,
    /// The interrupt's handler.
    Handler,
}

impl Setting {
    /// Returns the setting's name, as the manual spells the argument.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mode => "mode",
            Self::Pull => "pull",
            Self::Drive => "drive",
            Self::Alt => "alt",
            Self::Trigger => "trigger",
            Self::Priority => "priority",
            Self::Wake => "wake",
            Self::Handler => "handler",
        }
    }

    /// Returns the accepted values, as text for a person.
    pub const fn accepted(self) -> &'static str {
        match self {
            Self::Mode => "IN, OUT, OPEN_DRAIN, ALT or ALT_OPEN_DRAIN",
            Self::Pull => "PULL_UP, PULL_DOWN or none",
            Self::Drive => "LOW_POWER, MED_POWER or HIGH_POWER",
            Self::Alt => "-1 or the number of an alternate function",
            Self::Trigger => "IRQ_FALLING, IRQ_RISING, IRQ_LOW_LEVEL, IRQ_HIGH_LEVEL, or both edges",
            Self::Priority => "1 to 7",
            Self::Wake => "ACTIVE, SUSPENDED, HIBERNATE, or several of them",
            Self::Handler => "none, toggle:PIN, high:PIN, low:PIN, follow:PIN or oppose:PIN",
        }
    }
}

impl Error {
    /// Returns the name of the variant, which programs can rely on.
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

    /// Returns the pin that the error is about, if it is about a pin that exists.
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

/// Displays the hint after an unknown name: the nearest pin, or all pins.
struct PinSuggestion(Option<PinId>);

impl fmt::Display for PinSuggestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(nearest) => write!(f, "the nearest is {nearest}"),
            None => f.write_str("there are GP0 to GP17, GP22 to GP25, GP28, GP30 and GP31"),
        }
    }
}

/// Displays the alternate functions that a pin offers, with their numbers.
struct OfferedAlternates(PinId);

impl fmt::Display for OfferedAlternates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for alternate in self.0.alternates().iter().filter(|alternate| alternate.index > 0) {
            write!(f, "{separator}{} {}", alternate.name(), alternate.index)?;
            separator = ", ";
        }
        if separator.is_empty() { f.write_str("none") } else { Ok(()) }
    }
}

/// Displays the pins that can wake a board, in the error about a pin that cannot.
struct WakePins(Profile, PinId);

impl fmt::Display for WakePins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let &Self(profile, refused) = self;
        let wake_pins = PinId::by_number().filter(|&pin| profile.wake_line(pin).is_some());
        for (index, pin) in wake_pins.enumerate() {
            let separator = match index {
                0 => "",
                5 => ", or ",
                _ => ", ",
            };
            write!(f, "{separator}{pin}")?;
        }
        f.write_str(" can")?;
        match (refused, profile) {
            (PinId::GP10, _) => f.write_str(" (the manual lists GP10, but the chip wires that wake line to GP13)"),
            (PinId::GP13, Profile::Wipy) => f.write_str(
                " (the chip wires a wake line to GP13, but the manual lists GP10; WIPY_SILICON follows the chip)",
            ),
            _ => Ok(()),
        }?;
        Ok(())
    }
}

fn link_function(pin: PinId) -> &'static str {
    pin.alternate(LINK_UART_ALT).map_or("", |function| function.name())
}

fn link_rule(pin: PinId) -> &'static str {
    if pin == LINK_RX {
        "all it can be set to besides is a wake pin, without ACTIVE"
    } else {
        "it cannot be set to anything else"
    }
}
