//! The pins that are reserved for the serial link, and the check for commands that would use them.

use super::Command;
use crate::board::Board;
use crate::config::{Config, Drive, Mode, Pull, Wake};
use crate::error::Error;
use crate::pins::{LINK_RX, LINK_TX, LINK_UART_ALT, PinId};
use crate::registers::RegistersMut;

/// The pins of the link.
pub const PINS: [PinId; 2] = [LINK_TX, LINK_RX];

/// The configuration of both pins. The pull-up keeps the line idle while nothing drives it.
const CONFIG: Config = Config { mode: Mode::Alt, pull: Pull::Up, drive: Drive::Low, alt: LINK_UART_ALT, value: None };

/// Sets up the pins of the link. [`check_unreserved`] then refuses the commands that would change them.
pub fn claim<R: RegistersMut>(board: Board<R>) {
    for &pin in &PINS {
        board.at(pin).apply(CONFIG);
    }
}

/// Returns an error if `command` would change a pin of the link. GP2 may still wake the board, because a wake line
/// needs no GPIO port.
///
/// # Errors
/// [`Error::CarriesLink`] with the pin of the link.
pub fn check_unreserved(command: &Command) -> Result<(), Error> {
    let conflict = match *command {
        Command::Init { pin, config } => reserved(pin).or_else(|| with_same_function(pin, config.alt)),
        Command::SetValue { pin, .. } | Command::Toggle { pin } => reserved(pin),
        Command::Irq { pin, config, reaction, .. } => {
            let wakes_only = pin == LINK_RX && !config.wake.contains(Wake::ACTIVE);
            reserved(pin).filter(|_| !wakes_only).or(reaction.target().and_then(reserved))
        }
        Command::Value { .. }
        | Command::Enable { .. }
        | Command::Disable { .. }
        | Command::Call { .. }
        | Command::Flags { .. }
        | Command::Sleep { .. } => None,
    };
    conflict.map_or(Ok(()), |pin| Err(Error::CarriesLink { pin }))
}

/// Returns `pin` if it is reserved.
fn reserved(pin: PinId) -> Option<PinId> {
    PINS.contains(&pin).then_some(pin)
}

/// Returns the pin of the link that would lose its function if `pin` got alternate function `alt`. Only one pin at a
/// time can have a function.
fn with_same_function(pin: PinId, alt: i32) -> Option<PinId> {
    let wanted = pin.alternate(alt)?;
    PINS.iter().copied().find(|other| other.alternate(LINK_UART_ALT) == Some(wanted))
}
