//! The commands that a board executes, and the responses, events and snapshots that it returns, as plain data.
//!
//! The page, the tests and the firmware use the same types. The feature `serde` makes them serializable, and the
//! feature `serial` adds the frames that carry them over a serial line.

mod event;
pub mod reserved_pins;

#[cfg(feature = "serial")]
pub mod serial;

pub use event::{Event, EventKind};

use crate::board::Board;
use crate::config::{Config, IrqConfig, Level, Power, SleepMode, Trigger, Wake};
use crate::error::{Error, Setting};
use crate::irq::Handlers;
use crate::pin::Pin;
use crate::pins::{PinId, Profile};
use crate::register_image::RegisterImage;
use crate::registers::{Registers, RegistersMut};
use crate::text::ShortString;

/// An operation of software on a pin or on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Command {
    /// Calls [`Pin::init`].
    Init {
        /// The pin.
        pin: PinId,
        /// Its new configuration.
        config: Config,
    },
    /// Calls [`Pin::value`]; the response is the level.
    Value {
        /// The pin.
        pin: PinId,
    },
    /// Calls [`Pin::set_value`].
    SetValue {
        /// The pin.
        pin: PinId,
        /// Its new level.
        level: Level,
    },
    /// Calls [`Pin::toggle`].
    Toggle {
        /// The pin.
        pin: PinId,
    },
    /// Calls [`Pin::irq`].
    Irq {
        /// The pin.
        pin: PinId,
        /// Trigger, priority and wake.
        config: IrqConfig,
        /// The action of the handler.
        reaction: Reaction,
        /// The simulated time that the handler takes, in nanoseconds. A physical board ignores it.
        takes_ns: u64,
    },
    /// Calls [`Irq::enable`](crate::Irq::enable).
    Enable {
        /// The pin.
        pin: PinId,
    },
    /// Calls [`Irq::disable`](crate::Irq::disable).
    Disable {
        /// The pin.
        pin: PinId,
    },
    /// Calls the pin's handler directly (`irq()()`).
    Call {
        /// The pin.
        pin: PinId,
    },
    /// Calls [`Irq::flags`](crate::Irq::flags); the response is the flags.
    Flags {
        /// The pin.
        pin: PinId,
    },
    /// Puts the board to sleep.
    Sleep {
        /// The sleep mode.
        mode: SleepMode,
    },
}

/// The action of a handler. It is plain data, so that it can be shown, compared and shared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Reaction {
    /// Does nothing; the interrupt fires and is counted.
    #[default]
    Nothing,
    /// Toggles a pin.
    Toggle(PinId),
    /// Drives a pin to a level.
    Set(PinId, Level),
    /// Calls the handler of the script. Only the program that runs the script can call it.
    Script,
    /// Drives a pin to the level of the pin that interrupts.
    Follow(PinId),
    /// Drives a pin to the opposite level of the pin that interrupts.
    Oppose(PinId),
}

impl Reaction {
    /// Parses `toggle:GP25`, `high:GP9`, `low:GP9`, `follow:GP9` or `oppose:GP9`, for an interrupt of `pin`.
    ///
    /// # Errors
    /// [`Error::UnknownValue`] for another verb, [`Error::UnknownPin`] for a pin that the board does not have.
    pub fn parse<R: Registers>(board: Board<R>, pin: PinId, text: &str) -> Result<Self, Error> {
        let unknown = Error::UnknownValue { pin, setting: Setting::Handler, given: ShortString::new(text) };
        let (verb, target) = text.split_once(':').ok_or(unknown)?;
        let reaction: fn(PinId) -> Self = match verb {
            "toggle" => Self::Toggle,
            "high" => |target| Self::Set(target, Level::High),
            "low" => |target| Self::Set(target, Level::Low),
            "follow" => Self::Follow,
            "oppose" => Self::Oppose,
            _ => return Err(unknown),
        };
        board.pin(target).map(|target| reaction(target.id()))
    }

    /// Returns the pin that the action drives, if it drives one.
    pub const fn target(self) -> Option<PinId> {
        match self {
            Self::Nothing | Self::Script => None,
            Self::Toggle(target) | Self::Set(target, _) | Self::Follow(target) | Self::Oppose(target) => Some(target),
        }
    }

    /// Carries out the action on `board`, for an interrupt of `pin`.
    pub fn run<R: RegistersMut>(self, board: Board<R>, pin: PinId) {
        match self {
            Self::Nothing | Self::Script => {}
            Self::Toggle(target) => board.at(target).toggle(),
            Self::Set(target, level) => board.at(target).set_value(level),
            Self::Follow(target) => board.at(target).set_value(board.at(pin).value()),
            Self::Oppose(target) => board.at(target).set_value(!board.at(pin).value()),
        }
    }
}

/// Displays the action in the form that [`Reaction::parse`] accepts. The text of [`Reaction::Nothing`] is empty, and
/// the text of [`Reaction::Script`] is `script`, which cannot be parsed.
impl core::fmt::Display for Reaction {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Script => f.write_str("script"),
            Self::Toggle(pin) => write!(f, "toggle:{}", pin.name()),
            Self::Set(pin, Level::High) => write!(f, "high:{}", pin.name()),
            Self::Set(pin, Level::Low) => write!(f, "low:{}", pin.name()),
            Self::Follow(pin) => write!(f, "follow:{}", pin.name()),
            Self::Oppose(pin) => write!(f, "oppose:{}", pin.name()),
        }
    }
}

/// The result of a [`Command`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Response {
    /// The command was carried out.
    Done,
    /// The level of the pin.
    Level(Level),
    /// The trigger of the interrupt while its handler runs.
    Flags(Option<Trigger>),
    /// The caller must run this action now, because the core calls no handler.
    Call(Reaction),
    /// The caller must put the board to sleep.
    Sleep(SleepMode),
}

/// Carries out `command` on a board.
///
/// # Errors
/// The errors of the method that the command calls. A command that fails changes nothing.
pub fn execute<R: RegistersMut>(
    command: Command,
    board: Board<R>,
    handlers: &mut Handlers<Reaction>,
) -> Result<Response, Error> {
    match command {
        Command::Init { pin, config } => board.at(pin).init(config)?,
        Command::Value { pin } => return Ok(Response::Level(board.at(pin).value())),
        Command::SetValue { pin, level } => board.at(pin).set_value(level),
        Command::Toggle { pin } => board.at(pin).toggle(),
        Command::Irq { pin, config, reaction, takes_ns: _ } => {
            board.at(pin).irq(handlers, config, reaction)?;
        }
        Command::Enable { pin } => board.at(pin).irq_handle(handlers)?.enable(),
        Command::Disable { pin } => board.at(pin).irq_handle(handlers)?.disable(),
        Command::Call { pin } => {
            let irq = board.at(pin).irq_handle(handlers)?;
            return Ok(Response::Call(irq.handler().copied().unwrap_or_default()));
        }
        Command::Flags { pin } => return Ok(Response::Flags(board.at(pin).irq_handle(handlers)?.flags())),
        Command::Sleep { mode } => return Ok(Response::Sleep(mode)),
    }
    Ok(Response::Done)
}

/// The level of a pad's net.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum PadLevel {
    /// Low.
    Low,
    /// High.
    High,
    /// Nothing determines the level.
    Floating,
    /// Drivers disagree.
    Contention,
}

impl PadLevel {
    /// Returns `"low"`, `"high"`, `"floating"` or `"contention"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::High => "high",
            Self::Floating => "floating",
            Self::Contention => "contention",
        }
    }
}

/// The state of a board at one moment.
///
/// `&Snapshot` implements [`Registers`], so the methods of [`Pin`] decode it as they decode the chip.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Snapshot {
    /// The time in nanoseconds. An emulated board sends simulated time, a physical board the time since its reset.
    pub time_ns: u64,
    /// True if simulated time advances by itself.
    pub running: bool,
    /// The type of board.
    pub profile: Profile,
    /// The power state of the board.
    pub power: Power,
    /// The registers of the board.
    pub image: RegisterImage,
    /// The status of each pin, in the order of [`PinId::ALL`].
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_array"))]
    pub pins: [PinStatus; PinId::COUNT],
}

impl Snapshot {
    /// Returns a handle to a pin of the snapshot. Its settings can be read but not changed.
    pub const fn pin(&self, id: PinId) -> Pin<&Self> {
        Pin::new(id, self.profile, self)
    }

    /// Returns the status of a pin.
    pub const fn status(&self, id: PinId) -> &PinStatus {
        &self.pins[id.index()]
    }
}

impl Registers for &Snapshot {
    fn read(self, addr: u32) -> u32 {
        (&self.image).read(addr)
    }
}

/// The part of a pin's state that no register holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct PinStatus {
    /// The level of its net; `None` if the board cannot measure it.
    pub level: Option<PadLevel>,
    /// Its interrupt, if it has one.
    pub irq: Option<IrqStatus>,
}

impl PinStatus {
    /// The status of a pin that has no interrupt and whose level is unknown.
    pub const UNKNOWN: Self = Self { level: None, irq: None };
}

/// The part of an interrupt's state that no register holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct IrqStatus {
    /// The trigger that was set.
    pub trigger: Trigger,
    /// The power modes that were set.
    pub wake: Wake,
    /// The action of its handler.
    pub reaction: Reaction,
    /// The simulated time that its handler takes, in nanoseconds.
    pub takes_ns: u64,
    /// True if the interrupt is enabled.
    pub enabled: bool,
    /// Number of times that it was served since it was set up.
    pub count: u32,
    /// Number of coalesced edges since it was set up.
    pub coalesced: u32,
}
