//! The demo is the manual's second example: a rising edge on GP10 toggles the LED on GP25.

mod wake_button;

pub use wake_button::{DEBOUNCE_MS, LONG_PRESS_MS, WakeButton};

use crate::config::{Config, IrqConfig, Level, Mode, Pull, Trigger, Wake};
use crate::link::{Command, Reaction};
use crate::pins::{PinId, Profile};

/// The pin whose rising edge interrupts.
pub const BUTTON: PinId = PinId::GP10;
/// The pin that the handler toggles.
pub const LED: PinId = PinId::GP25;
/// The pin whose button wakes a board without a computer.
pub const WAKE_PIN: PinId = PinId::GP17;

/// The commands that set up the demo. The page starts with them.
pub const COMMANDS: [Command; 3] = commands(LED);

/// Returns the pin of the LED on a board.
pub const fn led(profile: Profile) -> PinId {
    match profile {
        Profile::Wipy | Profile::WipySilicon => LED,
        Profile::Launchxl => PinId::GP9,
    }
}

/// Returns the commands that set up the demo with another LED.
pub const fn commands(led: PinId) -> [Command; 3] {
    [
        Command::Init { pin: led, config: Config { mode: Mode::Out, value: Some(Level::Low), ..Config::DEFAULT } },
        Command::Init { pin: BUTTON, config: Config { pull: Pull::Down, ..Config::DEFAULT } },
        irq(BUTTON, IrqConfig::new(Trigger::Rising), Reaction::Toggle(led)),
    ]
}

/// Returns the commands that make [`WAKE_PIN`] wake the board from SUSPENDED and HIBERNATE and do nothing else.
pub const fn wake_commands() -> [Command; 2] {
    let config = IrqConfig { wake: Wake::SUSPENDED.or(Wake::HIBERNATE), ..IrqConfig::new(Trigger::Rising) };
    [
        Command::Init { pin: WAKE_PIN, config: Config { pull: Pull::Down, ..Config::DEFAULT } },
        irq(WAKE_PIN, config, Reaction::Nothing),
    ]
}

const fn irq(pin: PinId, config: IrqConfig, reaction: Reaction) -> Command {
    Command::Irq { pin, config, reaction, takes_ns: 0 }
}
