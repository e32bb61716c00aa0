//! The pins that the serial link occupies, and the commands that would take them away from it.

use super::{Command, Reaction};
use crate::board::Board;
use crate::config::{Config, Drive, Mode, Pull, Wake};
use crate::error::Error;
use crate::pins::{LINK_RX, LINK_TX, LINK_UART_ALT, PinId};
use crate::registers::RegistersMut;

/// The pins of the link.
pub const PINS: [PinId; 2] = [LINK_TX, LINK_RX];

/// The configuration of both pins. The pull-up keeps the line idle while nobody drives it.
const CONFIG: Config = Config { mode: Mode::Alt, pull: Pull::Up, drive: Drive::Low, alt: LINK_UART_ALT, value: None };

/// Sets up the pins of the link. [`check_unreserved`] keeps commands from taking them away again.
pub fn claim<R: RegistersMut>(board: Board<R>) {
    for &pin in &PINS {
        board.at(pin).apply(CONFIG);
    }
}

/// Refuses a command that would take a pin from the link. GP2 may still wake the board, because a wake line needs no
/// GPIO port.
///
/// # Errors
/// [`Error::CarriesLink`], naming the pin that would be taken.
pub fn check_unreserved(command: &Command) -> Result<(), Error> {
    let taken = match *command {
        Command::Init { pin, config } => reserved(pin).or_else(|| holder(pin, config.alt)),
        Command::SetValue { pin, .. } | Command::Toggle { pin } => reserved(pin),
        Command::Irq { pin, config, reaction, .. } => {
            let wakes_only = pin == LINK_RX && !config.wake.contains(Wake::ACTIVE);
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

/// Returns the pin of the link that would lose its function if `pin` took its alternate function `alt`, because only one
/// pin at a time has a function.
fn holder(pin: PinId, alt: i32) -> Option<PinId> {
    let wanted = pin.alternate(alt)?;
    PINS.iter().copied().find(|held| held.alternate(LINK_UART_ALT) == Some(wanted))
}
