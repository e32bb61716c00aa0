//! The pins of the serial cable: what of a board's pins the link itself takes, and which commands would take them from
//! it.

use super::{Command, Reaction};
use crate::board::{Board, Function, PinId};
use crate::error::Error;
use crate::irq::Wake;
use crate::registers::RegistersMut;
use crate::settings::{Config, Drive, Mode, Pull};

/// The pin the board sends from.
pub const TX: PinId = PinId::GP1;
/// The pin the board hears at.
pub const RX: PinId = PinId::GP2;
/// Both.
pub const PINS: [PinId; 2] = [TX, RX];

/// The alternate function of both that is UART0 (`docs/cc3200.md`, section 8).
const UART0: i32 = 3;

/// What both are set to. The pull-up keeps a line idle that nobody drives.
const CONFIG: Config = Config { mode: Mode::Alt, pull: Pull::Up, drive: Drive::Low, alt: UART0, value: None };

/// Gives the link its pins. Both offer the function, so there is nothing to refuse, and [`check`] keeps it from others.
pub fn claim<R: RegistersMut>(board: Board<R>) {
    for &pin in &PINS {
        board.at(pin).apply(CONFIG);
    }
}

/// What one of [`PINS`] does for the link: `"UART0_TX"`; of another pin its own function of that number.
pub fn function(pin: PinId) -> &'static str {
    pin.alternate(UART0).map_or("", Function::name)
}

/// Refuses a command that would take a pin from the link. GP2 may still wake the board: a wake line needs no port.
///
/// # Errors
/// [`Error::CarriesLink`], naming the pin that would be taken.
pub fn check_unreserved(command: &Command) -> Result<(), Error> {
    let taken = match *command {
        Command::Init { pin, config } => reserved(pin).or_else(|| holder(pin, config.alt)),
        Command::SetValue { pin, .. } | Command::Toggle { pin } => reserved(pin),
        Command::Irq { pin, config, reaction, .. } => {
            let wakes_only = pin == RX && !config.wake.contains(Wake::ACTIVE);
            let target = match reaction {
                Reaction::Nothing | Reaction::Script => None,
                Reaction::Toggle(target) | Reaction::Set(target, _) => reserved(target),
            };
            reserved(pin).filter(|_| !wakes_only).or(target)
        }
        Command::Value { .. }
        | Command::Enable { .. }
        | Command::Disable { .. }
        | Command::Call { .. }
        | Command::Flags { .. }
        | Command::Sleep { .. } => None,
    };
    taken.map_or(Ok(()), |pin| Err(Error::CarriesLink { pin }))
}

fn reserved(pin: PinId) -> Option<PinId> {
    PINS.contains(&pin).then_some(pin)
}

/// The link's pin that would be freed if `pin` took its alternate function `alt`: a function has one holder.
fn holder(pin: PinId, alt: i32) -> Option<PinId> {
    let wanted = pin.alternate(alt)?;
    PINS.iter().copied().find(|held| held.alternate(UART0) == Some(wanted))
}
