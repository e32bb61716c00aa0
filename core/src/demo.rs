//! The manual's second example: a rising edge on GP10 toggles the LED on GP25.

use crate::board::PinId;
use crate::irq::{IrqConfig, Trigger};
use crate::link::{Command, Reaction};
use crate::settings::{Config, Level, Mode, Pull};

/// The pin that interrupts.
pub const BUTTON: PinId = PinId::GP10;
/// The pin its handler toggles.
pub const LED: PinId = PinId::GP25;

/// What sets it up. The page starts with it, and the firmware runs it.
pub const COMMANDS: [Command; 3] = [
    Command::Init { pin: LED, config: Config { mode: Mode::Out, value: Some(Level::Low), ..Config::DEFAULT } },
    Command::Init { pin: BUTTON, config: Config { pull: Pull::Down, ..Config::DEFAULT } },
    Command::Irq { pin: BUTTON, config: IrqConfig::new(Trigger::Rising), reaction: Reaction::Toggle(LED), takes_ns: 0 },
];
