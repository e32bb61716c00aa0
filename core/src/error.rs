//! What can be refused, and why: each error names the pin, the value given and what would be accepted.

use core::fmt;

use crate::board::{PinId, Profile};
use crate::link::reserved_pins;
use crate::settings::Mode;
use crate::sleep::Power;
use crate::words::{self, Gap, Say};

/// A refused call. It was refused before any register changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Error {
    /// No pin has that name.
    UnknownPin {
        /// The name given.
        given: ShortString,
        /// The pin most likely meant, where one name or header label is near.
        nearest: Option<PinId>,
    },
    /// A setting has no such value.
    UnknownValue {
        /// The pin it was meant for.
        pin: PinId,
        /// Which setting.
        setting: Setting,
        /// The value given.
        given: ShortString,
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
    /// Power modes the interrupt works in.
    Wake,
    /// What the interrupt does.
    Handler,
}

impl Setting {
    /// The setting's name, as the manual spells the argument.
    pub const fn name(self) -> &'static str {
        (&["mode", "pull", "drive", "alt", "trigger", "priority", "wake", "handler"])[self as usize]
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

    /// Says in a sentence what was refused and why.
    #[inline(never)]
    pub fn tell(&self, say: &mut Say<'_>) {
        let [name, accepted] = match self {
            Self::UnknownValue { setting, .. } => [setting.name(), setting.accepted()],
            _ => [""; 2],
        };
        let number = match *self {
            Self::AltInGpioMode { alt: number, .. }
            | Self::AltNotOffered { alt: number, .. }
            | Self::PriorityOutOfRange { given: number, .. }
            | Self::TriggerCombination { given: number, .. }
            | Self::WakeOutOfRange { given: number, .. } => Gap::Number(number),
            Self::BusFault { addr, .. } => Gap::Hex(addr),
            _ => Gap::Word(""),
        };
        let pin = match *self {
            Self::UnknownPin { nearest: Some(nearest), .. } => Gap::Pin(nearest),
            _ => self.pin().map_or(Gap::Word(""), Gap::Pin),
        };
        words::fill(self.sentence(), &[pin, self.word(), number, Gap::Word(name), Gap::Word(accepted)], say);
        match *self {
            Self::AltNotOffered { pin, .. } => offered(pin, say),
            Self::NotAWakePin { pin, profile } => can_wake(profile, pin, say),
            _ => {}
        }
    }

    /// The sentence, with gaps: 1 the pin, 2 to 5 a word, a number, and of a setting its name and what it accepts.
    const fn sentence(&self) -> &'static str {
        match self {
            Self::UnknownPin { nearest: Some(_), .. } => "there is no pin '%2'; the nearest is %1",
            Self::UnknownPin { nearest: None, .. } => {
                "there is no pin '%2'; there are GP0 to GP17, GP22 to GP25, GP28, GP30 and GP31"
            }
            Self::UnknownValue { .. } => "%1: %4 cannot be %2; it can be %5",
            Self::AltInGpioMode { .. } => {
                "%1: mode %2 takes no alternate function, but alt is %3; leave it at -1, or use ALT or ALT_OPEN_DRAIN"
            }
            Self::AltNotOffered { .. } => "%1 has no alternate function %3; it offers ",
            Self::PriorityOutOfRange { .. } => "%1: priority %3 is outside 1 to 7",
            Self::TriggerCombination { .. } => {
                "%1: the hardware has no trigger %3; it has IRQ_FALLING 1, IRQ_RISING 2, IRQ_LOW_LEVEL 4, \
                 IRQ_HIGH_LEVEL 8, and FALLING|RISING 3"
            }
            Self::WakeOutOfRange { .. } => "%1: wake %3 is not ACTIVE 1, SUSPENDED 2, HIBERNATE 4 or a sum of them",
            Self::NotAWakePin { .. } => "%1 cannot wake the board from SUSPENDED or HIBERNATE; ",
            Self::BothEdgesCannotWake { .. } => {
                "%1: both edges cannot wake from SUSPENDED or HIBERNATE; a wake line sees one edge or one level"
            }
            Self::NoInterrupt { .. } => "%1 has no interrupt set",
            Self::Asleep { .. } => "the board is %2: no software runs until a pin wakes it or it is reset",
            Self::CarriesLink { pin: reserved_pins::RX } => {
                "%1 carries the link to this board as %2; all it can be set to besides is a wake pin, without ACTIVE"
            }
            Self::CarriesLink { .. } => "%1 carries the link to this board as %2; it cannot be set to anything else",
            Self::StayedAwake { .. } => "the board was asked to be %2 and stayed awake",
            Self::BusFault { .. } => {
                "bus fault: %2 %3, which is absent or not clocked; Board::start clocks the GPIO ports"
            }
        }
    }

    /// The word in gap 2.
    fn word(&self) -> Gap<'_> {
        Gap::Word(match self {
            Self::UnknownPin { given, .. } | Self::UnknownValue { given, .. } => return Gap::Given(given),
            Self::AltInGpioMode { mode, .. } => mode.name(),
            Self::Asleep { power } | Self::StayedAwake { power } => power.name(),
            Self::CarriesLink { pin } => reserved_pins::function(*pin),
            Self::BusFault { write: true, .. } => "write to",
            Self::BusFault { write: false, .. } => "read of",
            _ => "",
        })
    }
}

impl core::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        words::write(f, |say| self.tell(say))
    }
}

fn offered(pin: PinId, say: &mut Say<'_>) {
    let mut before = "";
    for alternate in pin.alternates().iter().filter(|alternate| alternate.index > 0) {
        let gaps = [Gap::Word(before), Gap::Word(alternate.name()), Gap::Number(alternate.index.into())];
        words::fill("%1%2 %3", &gaps, say);
        before = ", ";
    }
    if before.is_empty() {
        say(b"none");
    }
}

fn can_wake(profile: Profile, refused: PinId, say: &mut Say<'_>) {
    words::fill("%1, %2, %3, %4, %5, or %6 can", &profile.wake_pins().map(Gap::Pin), say);
    if refused == PinId::GP10 {
        say(b" (the manual lists GP10, but the chip wires that wake line to GP13)");
    }
}

/// A few words someone gave, kept without an allocator: at most 23 bytes of UTF-8, cut with an ellipsis.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ShortString {
    bytes: [u8; Self::ROOM],
    length: u8,
}

impl ShortString {
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
        Self::of(text.get(..end).unwrap_or_default(), Self::ELLIPSIS)
    }

    /// The words, as UTF-8.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    fn of(start: &str, end: &str) -> Self {
        let mut bytes = [0; Self::ROOM];
        bytes[..start.len()].copy_from_slice(start.as_bytes());
        bytes[start.len()..start.len() + end.len()].copy_from_slice(end.as_bytes());
        Self { bytes, length: (start.len() + end.len()) as u8 }
    }
}

impl fmt::Display for ShortString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for ShortString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for ShortString {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{=str}", self.as_str());
    }
}
