//! The vocabulary of a board: commands in, responses, events and snapshots out.
//!
//! The page, the tests and the firmware use the same types. The feature `serde` makes them serializable, and the feature
//! `serial` adds the frames that carry them over a serial line.

pub mod reserved_pins;

#[cfg(feature = "serial")]
pub mod serial;

use crate::board::Board;
use crate::config::{Config, IrqConfig, Level, Power, Priority, SleepMode, Trigger, Wake};
use crate::error::{Error, Setting};
use crate::irq::Handlers;
use crate::pin::Pin;
use crate::pins::{PinId, Profile};
use crate::register_image::RegisterImage;
use crate::registers::{Registers, RegistersMut};
use crate::sleep::ResetCause;
use crate::text::ShortString;

/// Something software is to do with a pin or with the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Command {
    /// [`Pin::init`].
    Init {
        /// The pin.
        pin: PinId,
        /// Its new configuration.
        config: Config,
    },
    /// [`Pin::value`]; answered with the level.
    Value {
        /// The pin.
        pin: PinId,
    },
    /// [`Pin::set_value`].
    SetValue {
        /// The pin.
        pin: PinId,
        /// Its new level.
        level: Level,
    },
    /// [`Pin::toggle`].
    Toggle {
        /// The pin.
        pin: PinId,
    },
    /// [`Pin::irq`].
    Irq {
        /// The pin.
        pin: PinId,
        /// Trigger, priority and wake.
        config: IrqConfig,
        /// What the handler does.
        reaction: Reaction,
        /// How much simulated time the handler takes, in nanoseconds. A real handler takes what it takes.
        takes_ns: u64,
    },
    /// [`Irq::enable`](crate::Irq::enable).
    Enable {
        /// The pin.
        pin: PinId,
    },
    /// [`Irq::disable`](crate::Irq::disable).
    Disable {
        /// The pin.
        pin: PinId,
    },
    /// Runs the pin's handler by hand (`irq()()`).
    Call {
        /// The pin.
        pin: PinId,
    },
    /// [`Irq::flags`](crate::Irq::flags); answered with the flags.
    Flags {
        /// The pin.
        pin: PinId,
    },
    /// Puts the board to sleep.
    Sleep {
        /// How deep.
        mode: SleepMode,
    },
}

/// What a handler does. Data, so that it can be shown, compared and shared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Reaction {
    /// Nothing; the interrupt fires and is counted.
    #[default]
    Nothing,
    /// Toggles a pin.
    Toggle(PinId),
    /// Drives a pin to a level.
    Set(PinId, Level),
    /// Calls the handler that the script has given; only whoever runs the script can.
    Script,
}

impl Reaction {
    /// The reaction written `toggle:GP25`, `high:GP9` or `low:GP9`, for an interrupt of `pin`.
    ///
    /// # Errors
    /// [`Error::UnknownValue`] for another verb, [`Error::UnknownPin`] for a pin the board lacks.
    pub fn parse<R: Registers>(board: Board<R>, pin: PinId, text: &str) -> Result<Self, Error> {
        let unknown = Error::UnknownValue { pin, setting: Setting::Handler, given: ShortString::new(text) };
        let (verb, target) = text.split_once(':').ok_or(unknown)?;
        let reaction: fn(PinId) -> Self = match verb {
            "toggle" => Self::Toggle,
            "high" => |target| Self::Set(target, Level::High),
            "low" => |target| Self::Set(target, Level::Low),
            _ => return Err(unknown),
        };
        board.pin(target).map(|target| reaction(target.id()))
    }

    /// Does it.
    pub fn run<R: RegistersMut>(self, board: Board<R>) {
        match self {
            Self::Nothing | Self::Script => {}
            Self::Toggle(pin) => board.at(pin).toggle(),
            Self::Set(pin, level) => board.at(pin).set_value(level),
        }
    }
}

/// Written as [`Reaction::parse`] reads it; nothing is written as nothing, and a script's handler cannot be named.
impl core::fmt::Display for Reaction {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Script => f.write_str("script"),
            Self::Toggle(pin) => write!(f, "toggle:{}", pin.name()),
            Self::Set(pin, Level::High) => write!(f, "high:{}", pin.name()),
            Self::Set(pin, Level::Low) => write!(f, "low:{}", pin.name()),
        }
    }
}

/// What became of a [`Command`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Response {
    /// It is done.
    Done,
    /// The level asked for.
    Level(Level),
    /// The trigger that fired, while the handler runs.
    Flags(Option<Trigger>),
    /// The owner is to run this now: the core calls no handler.
    Call(Reaction),
    /// The owner is to put the board to sleep.
    Sleep(SleepMode),
}

/// Carries out `command` on a board.
///
/// # Errors
/// Those of the call the command stands for; nothing has changed then.
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
            board.at(pin).irq(handlers, config, reaction).map(drop)?
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

/// What the wires of a pad's net come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum PadLevel {
    /// Low, without dispute.
    Low,
    /// High, without dispute.
    High,
    /// Nobody decides it.
    Floating,
    /// Drivers disagree.
    Contention,
}

impl PadLevel {
    /// `"low"`, `"high"`, `"floating"` or `"contention"`.
    pub const fn name(self) -> &'static str {
        (&["low", "high", "floating", "contention"])[self as usize]
    }
}

/// Something that happened, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Event {
    /// Simulated time in nanoseconds since the bench began.
    pub time_ns: u64,
    /// What it was.
    pub kind: EventKind,
}

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum EventKind {
    /// A pad's level changed.
    Level {
        /// The pin.
        pin: PinId,
        /// Its new level.
        level: PadLevel,
    },
    /// A pin's interrupt became pending.
    Pended {
        /// The pin.
        pin: PinId,
    },
    /// A pin's interrupt is served: its handler was entered.
    Irq {
        /// The pin.
        pin: PinId,
        /// The edge or level that fired.
        trigger: Trigger,
        /// The priority of its port.
        priority: Priority,
    },
    /// The handler returned.
    Left {
        /// The pin.
        pin: PinId,
    },
    /// An edge came while the one before was not yet taken: the chip cannot see it.
    Coalesced {
        /// The pin.
        pin: PinId,
    },
    /// The board fell asleep.
    Sleep {
        /// How deep.
        power: Power,
    },
    /// The board woke.
    Wake {
        /// The pin that woke it.
        pin: PinId,
        /// The sleep that ended.
        from: Power,
    },
    /// The chip was reset.
    Reset {
        /// Why.
        cause: ResetCause,
    },
    /// After a reset the bench's list of accepted settings was applied again.
    SetUp,
    /// The bus answered an access with a fault.
    Fault {
        /// The address touched.
        addr: u32,
        /// Whether it was a write.
        write: bool,
    },
    /// A level interrupt fires without end; the board goes on after a bound.
    IrqStorm {
        /// The pin.
        pin: PinId,
    },
    /// From here on nobody can tell a pad's level: a real chip reads no output back, and its line can be lost.
    Unknown {
        /// The pin.
        pin: PinId,
    },
}

impl EventKind {
    /// The pin it happened to, where there is one.
    pub const fn pin(&self) -> Option<PinId> {
        match *self {
            Self::Level { pin, .. }
            | Self::Pended { pin }
            | Self::Irq { pin, .. }
            | Self::Left { pin }
            | Self::Coalesced { pin }
            | Self::Wake { pin, .. }
            | Self::IrqStorm { pin }
            | Self::Unknown { pin } => Some(pin),
            Self::Sleep { .. } | Self::Reset { .. } | Self::SetUp | Self::Fault { .. } => None,
        }
    }
}

/// A board at one moment.
///
/// `&Snapshot` is a [`Registers`]: what it shows of a pin is decoded by the methods of [`Pin`] itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Snapshot {
    /// Simulated time in nanoseconds since the bench began.
    pub time_ns: u64,
    /// Whether simulated time runs by itself.
    pub running: bool,
    /// Which board it is.
    pub profile: Profile,
    /// How awake it is.
    pub power: Power,
    /// Its registers.
    pub image: RegisterImage,
    /// What registers do not hold, a pin each, in the seq of [`PinId::ALL`].
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_array"))]
    pub pins: [PinStatus; PinId::COUNT],
}

impl Snapshot {
    /// The pin, for looking.
    pub const fn pin(&self, id: PinId) -> Pin<&Self> {
        Pin::new(id, self.profile, self)
    }

    /// What no register holds of a pin.
    pub const fn status(&self, id: PinId) -> &PinStatus {
        &self.pins[id.index()]
    }
}

impl Registers for &Snapshot {
    fn read(self, addr: u32) -> u32 {
        (&self.image).read(addr)
    }
}

/// What no register holds of a pin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct PinStatus {
    /// What its net comes to; `None` where the board cannot tell.
    pub level: Option<PadLevel>,
    /// Its interrupt, if it has one.
    pub irq: Option<IrqStatus>,
}

impl PinStatus {
    /// Of a pin without interrupt, whose level the board cannot tell.
    pub const UNKNOWN: Self = Self { level: None, irq: None };
}

/// What no register holds of an interrupt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct IrqStatus {
    /// The trigger asked for.
    pub trigger: Trigger,
    /// The power modes asked for.
    pub wake: Wake,
    /// What its handler does.
    pub reaction: Reaction,
    /// How much simulated time its handler takes, in nanoseconds.
    pub takes_ns: u64,
    /// Whether it is armed.
    pub enabled: bool,
    /// How often it was served since it was armed.
    pub count: u32,
    /// How many edges it could not see since it was armed.
    pub coalesced: u32,
}
